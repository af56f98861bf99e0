import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { elu } from '../../ops/nn/activations'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface ELUConfig extends LayerConfig {
  /** Default 1. */
  alpha?: number
}
export interface ELU extends Resolved<ELUConfig> {}

/** `x`, below zero `alpha * (exp(x) - 1)`. Source: keras.layers.ELU. */
export class ELU extends Layer {
  static override class_name = 'ELU'
  static override defaults = { alpha: 1 }
  static override call_options = {}
  static override built_at_init = true

  /** @throws TypeError when `alpha` is no number. */
  constructor(config: ELUConfig = {}) {
    super(config)
    if (typeof this.alpha !== 'number')
      throw new TypeError(`ELU: \`alpha\` must be a number. Received: alpha=${repr(this.alpha)}`)
    this.supports_masking = true
  }

  override call(x: Tensor): Tensor {
    return elu(x, { alpha: this.alpha })
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
