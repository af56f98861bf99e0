import type { Tensor } from '@tensorflow/tfjs-core'
import { add } from '../../ops/numpy/arithmetic'
import { Merge } from './base_merge'

/** The sum of a list of tensors. Source: keras.layers.Add. */
export class Add extends Merge {
  static override class_name = 'Add'

  protected override merge(inputs: Tensor[]): Tensor {
    return inputs.reduce((a, b) => add(a, b))
  }
}
