import type { Tensor } from '@tensorflow/tfjs-core'
import type { DType } from '../common/dtypes'

const labels = new WeakMap<object, DType>()
let any_label = false

/**
 * Names the Keras dtype of an eager tensor whose storage dtype says less (float16 and bfloat16 values are held in float32). Raw TensorFlow.js ops lose it.
 */
export function label_dtype<T extends Tensor>(tensor: T, dtype: DType): T {
  if (dtype !== tensor.dtype || any_label) {
    any_label = true
    labels.set(tensor, dtype)
  }
  return tensor
}

/** The label of a tensor, if it has one. */
export function dtype_label(tensor: object): DType | undefined {
  return any_label ? labels.get(tensor) : undefined
}
