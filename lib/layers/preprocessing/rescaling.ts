import type { Tensor } from '@tensorflow/tfjs-core'
import { image_data_format } from '../../common/config'
import { is_serialized } from '../../common/serialized'
import type { Shape } from '../../common/shape'
import { cast, convert_to_tensor } from '../../ops/core'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { reshape } from '../../ops/numpy/shape'
import { Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'

export interface RescalingConfig extends LayerConfig {
  /** A number, or one for each channel. */
  scale: number | number[]
  /** Default 0. */
  offset?: number | number[]
}
export interface Rescaling extends Resolved<RescalingConfig> {}

/**
 * `x * scale + offset`, as floats. Source: keras.layers.Rescaling.
 *
 * ```ts
 * new Rescaling({ scale: 1 / 255 })([[255, 0]]) // [[1, 0]]
 * ```
 */
export class Rescaling extends Layer {
  static override class_name = 'Rescaling'
  static override defaults = { scale: required, offset: 0 }
  static override call_options = {}

  constructor(config: RescalingConfig) {
    super({ ...config, scale: plain(config?.scale), offset: plain(config?.offset) })
    this.supports_masking = true
  }

  override call(x: Tensor): Tensor {
    const dtype = this.compute_dtype
    const given = convert_to_tensor(this.scale, { dtype })
    const over_channels = given.shape.length > 0 && image_data_format() === 'channels_first'
    const scale = over_channels ? reshape(given, [...given.shape, ...new Array(3 - given.shape.length).fill(1)]) : given
    return add(multiply(cast(x, dtype), scale), convert_to_tensor(this.offset, { dtype }))
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}

/** The numbers of an array that a file holds in its serialised form. */
function plain(value: unknown): unknown {
  return is_serialized(value) ? value.config.value : value
}
