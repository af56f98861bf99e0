import type { Tensor } from '@tensorflow/tfjs-core'
import { maximum } from '../../ops/numpy/arithmetic'
import { Merge, merge_masked } from './base_merge'

/** The largest of a list of tensors, element by element; masked values do not count. Source: keras.layers.Maximum. */
export class Maximum extends Merge {
  static override class_name = 'Maximum'

  protected override merge(inputs: Tensor[]): Tensor {
    return merge_masked(maximum, inputs)
  }
}
