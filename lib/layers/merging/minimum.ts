import type { Tensor } from '@tensorflow/tfjs-core'
import { minimum } from '../../ops/numpy/arithmetic'
import { Merge } from './base_merge'

/** The smallest of a list of tensors, element by element. Source: keras.layers.Minimum. */
export class Minimum extends Merge {
  static override class_name = 'Minimum'

  protected override merge(inputs: Tensor[]): Tensor {
    return inputs.reduce((a, b) => minimum(a, b))
  }
}
