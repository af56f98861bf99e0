import * as tf from '@tensorflow/tfjs-core'

type Op = (x: tf.Tensor, ...rest: any[]) => unknown

/** Ops that tensors have as methods under names of their own. */
const renamed: Record<string, Op> = {
  asType: (x, dtype) => tf.cast(x, dtype),
  toFloat: (x) => tf.cast(x, 'float32'),
  toInt: (x) => tf.cast(x, 'int32'),
  flatten: (x) => tf.reshape(x, [x.size]),
  asScalar: (x) => tf.reshape(x, []),
}

/** Gives tensors the ops as methods, which TensorFlow.js Layers uses and tfjs-core alone does not have. */
export function add_chained_ops(): void {
  const methods = tf.Tensor.prototype as unknown as Record<string, unknown>
  for (const [name, op] of [...Object.entries(tf), ...Object.entries(renamed)]) {
    if (typeof op !== 'function' || name in methods || !/^[a-z]/.test(name)) continue
    methods[name] = function (this: tf.Tensor, ...rest: unknown[]) {
      return (op as Op)(this, ...rest)
    }
  }
}
