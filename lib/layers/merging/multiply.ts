import type { Tensor } from '@tensorflow/tfjs-core'
import { multiply } from '../../ops/numpy/arithmetic'
import { Merge } from './base_merge'

/** The product of a list of tensors, element by element. Source: keras.layers.Multiply. */
export class Multiply extends Merge {
  static override class_name = 'Multiply'

  protected override merge(inputs: Tensor[]): Tensor {
    return inputs.reduce((a, b) => multiply(a, b))
  }
}
