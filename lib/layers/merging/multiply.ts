import type { Tensor } from '@tensorflow/tfjs-core'
import { set_keras_mask } from '../../graph/masking'
import { multiply } from '../../ops/numpy/arithmetic'
import { logical_or, where } from '../../ops/numpy/comparison'
import { any } from '../../ops/numpy/reduce'
import { Merge, wide_masks } from './base_merge'

/** The product of a list of tensors, element by element; masked values do not count. Source: keras.layers.Multiply. */
export class Multiply extends Merge {
  static override class_name = 'Multiply'

  protected override merge(inputs: Tensor[]): Tensor {
    const masks = wide_masks(inputs)
    const product = inputs.map((x, i) => (masks[i] === null ? x : where(masks[i]!, x, 1))).reduce((a, b) => multiply(a, b))
    if (masks.includes(null)) return product
    const kept = (masks as Tensor[]).reduce((a, b) => logical_or(a, b))
    const result = where(kept, product, 0)
    set_keras_mask(result, any(kept, { axis: -1 }))
    return result
  }
}
