import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { set_keras_mask } from '../../graph/masking'
import { not_equal, where } from '../../ops/numpy/comparison'
import { any } from '../../ops/numpy/reduce'
import { squeeze } from '../../ops/numpy/shape'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface MaskingConfig extends LayerConfig {
  /** Default 0. */
  mask_value?: number
}
export interface Masking extends Resolved<MaskingConfig> {}

/**
 * Masks the time steps of `[batch, steps, ...]` whose features all equal `mask_value`, and sets them to zero. Source: keras.layers.Masking.
 *
 * ```ts
 * const y = new Masking({ mask_value: 0 })([[[0, 0], [1, 0]]]) // mask [[false, true]]
 * ```
 */
export class Masking extends Layer {
  static override class_name = 'Masking'
  static override defaults = { mask_value: 0 }
  static override call_options = {}
  static override built_at_init = true

  constructor(config: MaskingConfig = {}) {
    super(config)
  }

  override call(x: Tensor): Tensor {
    const mask = any(not_equal(x, this.mask_value), { axis: -1, keepdims: true })
    const outputs = where(mask, x, 0)
    set_keras_mask(outputs, squeeze(mask, { axis: -1 }))
    return outputs
  }

  override compute_mask(inputs: Tensor): Tensor {
    return any(not_equal(inputs, this.mask_value), { axis: -1 })
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
