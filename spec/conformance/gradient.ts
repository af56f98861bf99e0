import { add, mul, reshape, sum, Tensor, tensor1d, zerosLike } from '@tensorflow/tfjs-core'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { is_float_dtype, is_half_dtype } from '../../lib/common/dtypes'
import { flatten } from '../../lib/common/tree'
import { tensor_dtype } from '../../lib/variables/to_tensor'

/** True for tensors of a float dtype, half ones included. */
export function is_float_tensor(value: unknown): value is Tensor {
  return value instanceof Tensor && is_float_dtype(tensor_dtype(value))
}

/** The sum over all float outputs, the k-th one's element i weighed by cos(i + k); null when no output is float. */
export function weighed_sum(outputs: unknown): Tensor | null {
  const floats = flatten(outputs).filter((leaf) => is_float_tensor(leaf) && !is_half_dtype(tensor_dtype(leaf))) as Tensor[]
  let total: Tensor | null = null
  floats.forEach((output, k) => {
    const weights = tensor1d(Float32Array.from({ length: output.size }, (_, i) => Math.cos(i + k)))
    const part = sum(mul(reshape(output, [-1]), weights)) as Tensor
    total = total === null ? part : (add(total, part) as Tensor)
  })
  return total
}

/** The gradients of the scalar that `fn` answers by each of `xs`; zeros where it does not depend on one. */
export function gradients_of(fn: () => Tensor, xs: Tensor[]): Tensor[] {
  const { value, grads } = value_and_grads(fn, xs)
  value.dispose()
  return grads.map((gradient, i) => gradient ?? zerosLike(xs[i]!))
}
