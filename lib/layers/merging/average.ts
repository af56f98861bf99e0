import type { Tensor } from '@tensorflow/tfjs-core'
import { add, divide } from '../../ops/numpy/arithmetic'
import { Merge } from './base_merge'

/** The mean of a list of tensors, element by element. Source: keras.layers.Average. */
export class Average extends Merge {
  static override class_name = 'Average'

  protected override merge(inputs: Tensor[]): Tensor {
    return divide(
      inputs.reduce((a, b) => add(a, b)),
      inputs.length,
    )
  }
}
