import type { Tensor } from '@tensorflow/tfjs-core'
import { maximum } from '../../ops/numpy/arithmetic'
import { Merge } from './base_merge'

/** The largest of a list of tensors, element by element. Source: keras.layers.Maximum. */
export class Maximum extends Merge {
  static override class_name = 'Maximum'

  protected override merge(inputs: Tensor[]): Tensor {
    return inputs.reduce((a, b) => maximum(a, b))
  }
}
