import type { Tensor } from '@tensorflow/tfjs-core'
import { relu } from '../../activations/activations'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface ReLUConfig extends LayerConfig {
  /** The largest value of the output, or null for none. Default null. */
  max_value?: number | null
  /** Slope below the threshold. Default 0. */
  negative_slope?: number
  /** Default 0. */
  threshold?: number
}
export interface ReLU extends Resolved<ReLUConfig> {}

/** `x` from `threshold` to `max_value`; `negative_slope * (x - threshold)` below. Source: keras.layers.ReLU. */
export class ReLU extends Layer {
  static override class_name = 'ReLU'
  static override defaults = { max_value: null, negative_slope: 0, threshold: 0 }
  static override call_options = {}
  static override built_at_init = true

  /** @throws ValueError for a negative or missing number. */
  constructor(config: ReLUConfig = {}) {
    super(config)
    const { max_value, negative_slope, threshold } = this
    if (max_value !== null && max_value < 0)
      throw new ValueError(`max_value of a ReLU layer cannot be a negative value. Received: ${repr(max_value)}`)
    if (negative_slope === null || negative_slope < 0)
      throw new ValueError(`negative_slope of a ReLU layer cannot be None or a negative value. Received: ${repr(negative_slope)}`)
    if (threshold === null || threshold < 0)
      throw new ValueError(`threshold of a ReLU layer cannot be None or a negative value. Received: ${repr(threshold)}`)
    this.supports_masking = true
  }

  override call(x: Tensor): Tensor {
    const { negative_slope, max_value, threshold } = this
    return relu(x, { negative_slope, max_value, threshold })
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
