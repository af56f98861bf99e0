import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../../backend/scope'
import { ones } from '../../ops/numpy/creation'
import { concatenate } from '../../ops/numpy/join'

type Initializer = (shape: number[], options?: any) => Tensor

/** An initializer of the four biases of an LSTM with `size` values each: that of the forget gate is 1. */
export function with_unit_forget_bias(initializer: Initializer, size: number): Initializer {
  return (_shape, options = {}) =>
    scoped(
      () =>
        concatenate([
          initializer([size], options),
          ones([size], { dtype: options.dtype ?? null }),
          initializer([2 * size], options),
        ]) as Tensor,
    )
}
