import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { subtract } from '../../ops/numpy/arithmetic'
import { Merge } from './base_merge'

/** The first of two tensors minus the second. Source: keras.layers.Subtract. */
export class Subtract extends Merge {
  static override class_name = 'Subtract'

  override build(input_shape: any): void {
    super.build(input_shape)
    if (input_shape.length !== 2)
      throw new ValueError(
        `A \`Subtract\` layer should be called on exactly 2 inputs. Received: input_shape=${shape_text(input_shape)}`,
      )
  }

  protected override merge([a, b]: Tensor[]): Tensor {
    return subtract(a!, b!)
  }
}
