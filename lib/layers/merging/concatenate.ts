import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { logical_or } from '../../ops/numpy/comparison'
import { ones_like, zeros_like } from '../../ops/numpy/creation'
import { concatenate } from '../../ops/numpy/join'
import { any } from '../../ops/numpy/reduce'
import { expand_dims } from '../../ops/numpy/shape'
import type { LayerConfig } from '../layer'
import type { Resolved } from '../types'
import { check_list, check_masks, Merge } from './base_merge'

export interface ConcatenateConfig extends LayerConfig {
  /** Default -1. */
  axis?: number
}
export interface Concatenate extends Resolved<ConcatenateConfig> {}

/**
 * Joins a list of tensors along an axis. Source: keras.layers.Concatenate.
 *
 * ```ts
 * new Concatenate({ axis: 1 })([ops.ones([1, 2]), ops.zeros([1, 1])]) // [[1, 1, 0]]
 * ```
 */
export class Concatenate extends Merge {
  static override class_name = 'Concatenate'
  static override defaults = { axis: -1 }

  constructor(config: ConcatenateConfig = {}) {
    super(config)
  }

  /** Checks the shapes. @throws ValueError */
  override build(input_shape: any): void {
    if (!Array.isArray(input_shape[0])) {
      throw new ValueError(
        `A \`Concatenate\` layer should be called on a list of at least 1 input. Received: input_shape=${shape_text(input_shape)}`,
      )
    }
    const [first, ...others] = input_shape as Shape[]
    const axis = this.axis < 0 ? this.axis + first!.length : this.axis
    const fits = (shape: Shape): boolean =>
      shape.length === first!.length && shape.every((d, i) => i === axis || d === null || first![i] === null || d === first![i])
    if (!others.every(fits)) {
      throw new ValueError(
        `A \`Concatenate\` layer requires inputs with matching shapes except for the concatenation axis. Received: input_shape=${shape_text(input_shape)}`,
      )
    }
  }

  override compute_output_shape(input_shape: any): any {
    const [first, ...others] = input_shape as Shape[]
    const axis = this.axis < 0 ? this.axis + first!.length : this.axis
    return first!.map((d, i) => (i === axis ? others.reduce((sum, shape) => plus(sum, shape[axis]!), d) : d))
  }

  override call(inputs: Tensor[]): Tensor {
    check_list(inputs)
    return this.merge(inputs)
  }

  protected override merge(inputs: Tensor[]): Tensor {
    return concatenate(inputs, { axis: this.axis })
  }

  /** The joined masks; inputs without one count as kept. */
  override compute_mask(inputs: any, mask: any = null): any {
    if (mask === null) return null
    check_masks(inputs, mask)
    if (mask.every((one: unknown) => one === null)) return null
    const masks = inputs.map((x: Tensor, i: number) => {
      if (mask[i] === null) return ones_like(x, { dtype: 'bool' })
      if (mask[i].shape.length >= x.shape.length) return mask[i]
      return logical_or(expand_dims(mask[i], { axis: -1 }), zeros_like(x, { dtype: 'bool' }))
    })
    return any(concatenate(masks, { axis: this.axis }), { axis: -1 })
  }
}

function plus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}
