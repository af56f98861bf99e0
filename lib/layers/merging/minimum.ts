import type { Tensor } from '@tensorflow/tfjs-core'
import { minimum } from '../../ops/numpy/arithmetic'
import { Merge, merge_masked } from './base_merge'

/** The smallest of a list of tensors, element by element; masked values do not count. Source: keras.layers.Minimum. */
export class Minimum extends Merge {
  static override class_name = 'Minimum'

  protected override merge(inputs: Tensor[]): Tensor {
    return merge_masked(minimum, inputs)
  }
}
