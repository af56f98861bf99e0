import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, image_data_format } from '../../common/config'
import { TypeError, ValueError } from '../../common/errors'
import { repr, type_text } from '../../common/text'
import { adaptive_average_pool, adaptive_max_pool } from '../../ops/nn/pool'
import { Layer, type LayerConfig, required } from '../layer'
import type { DataFormatLike } from '../types'

export interface AdaptivePoolingConfig extends LayerConfig {
  /** Sizes of the spatial axes of the output: a number, or one for each. */
  output_size: number | number[]
  data_format?: DataFormatLike
}

/** Pools with windows that give an output of a given size. */
export abstract class BaseAdaptivePooling extends Layer {
  static override defaults = { output_size: required, data_format: null }
  static override call_options = {}
  declare output_size: number[]
  declare data_format: DataFormat
  protected abstract get pool_mode(): 'max' | 'average'

  /** @throws TypeError for another `output_size`, ValueError for another `data_format`. */
  constructor(config: AdaptivePoolingConfig, rank: number) {
    super(config)
    const given: unknown = this.output_size
    const sizes = typeof given === 'number' ? new Array(rank).fill(given) : given
    if (!Array.isArray(sizes)) {
      throw new TypeError(
        `\`output_size\` must be an integer or tuple of ${rank} integer${rank === 1 ? '' : 's'}. Received: ${repr(given)} of type ${type_text(given)}`,
      )
    }
    if (sizes.length !== rank) {
      const Failure = rank === 1 ? ValueError : TypeError
      throw new Failure(`\`output_size\` must be an integer or a tuple of length ${rank}. Received: ${repr(given)}`)
    }
    this.output_size = [...sizes]
    this.data_format ??= image_data_format()
    if (this.data_format !== 'channels_first' && this.data_format !== 'channels_last')
      throw new ValueError(`Invalid data_format: ${this.data_format}. Expected 'channels_first' or 'channels_last'.`)
  }

  override call(x: Tensor): Tensor {
    const { output_size, data_format } = this
    const pool = this.pool_mode === 'max' ? adaptive_max_pool : adaptive_average_pool
    return pool(x, { output_size, data_format })
  }

  override compute_output_shape(input_shape: any): any {
    const last = this.data_format === 'channels_last'
    return last
      ? [input_shape[0], ...this.output_size, input_shape.at(-1)]
      : [input_shape[0], input_shape[1], ...this.output_size]
  }
}
