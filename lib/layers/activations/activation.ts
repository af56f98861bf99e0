import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { Layer, type LayerConfig, required } from '../layer'
import type { ActivationLike, Resolved } from '../types'

export interface ActivationConfig extends LayerConfig {
  activation: ActivationLike
}
export interface Activation extends Resolved<ActivationConfig> {}

/**
 * An activation function as a layer. Source: keras.layers.Activation.
 *
 * ```ts
 * new Activation({ activation: 'relu' })([-1, 2]) // [0, 2]
 * ```
 */
export class Activation extends Layer {
  static override class_name = 'Activation'
  static override defaults = { activation: required }
  static override call_options = {}
  static override built_at_init = true

  constructor(config: ActivationConfig) {
    super(config)
    this.supports_masking = true
  }

  override call(x: Tensor): Tensor {
    return this.activation(x)
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
