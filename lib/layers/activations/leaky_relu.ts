import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { leaky_relu } from '../../ops/nn/activations'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface LeakyReLUConfig extends LayerConfig {
  /** Slope below zero. Default 0.3. */
  negative_slope?: number
  /** An older name of `negative_slope`. */
  alpha?: number
}
export interface LeakyReLU extends Resolved<Omit<LeakyReLUConfig, 'alpha'>> {}

/** `x`, below zero `negative_slope * x`. Source: keras.layers.LeakyReLU. */
export class LeakyReLU extends Layer {
  static override class_name = 'LeakyReLU'
  static override defaults = { negative_slope: 0.3 }
  static override call_options = {}
  static override built_at_init = true

  /** @throws ValueError for a negative or missing slope. */
  constructor({ alpha, ...config }: LeakyReLUConfig = {}) {
    super(alpha === undefined ? config : { ...config, negative_slope: alpha })
    const slope = this.negative_slope
    if (typeof slope !== 'number' || slope < 0) {
      throw new ValueError(
        `The negative_slope value of a Leaky ReLU layer cannot be None or negative value. Expected a float. Received: negative_slope=${repr(slope)}`,
      )
    }
    this.supports_masking = true
  }

  override call(x: Tensor): Tensor {
    return leaky_relu(x, { negative_slope: this.negative_slope })
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
