import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import { InputSpec, type LayerConfig, required } from '../layer'
import type { DataFormatLike } from '../types'
import { Dropout } from './dropout'

export interface SpatialDropoutConfig extends Pick<LayerConfig, 'name' | 'dtype' | 'trainable'> {
  /** Share of the channels that become zero, 0 to 1. */
  rate: number
  /** Default: random. */
  seed?: number | null
}

export interface SpatialDropoutImageConfig extends SpatialDropoutConfig {
  data_format?: DataFormatLike
}

/** Drops whole channels. */
export abstract class BaseSpatialDropout extends Dropout {
  declare data_format?: DataFormat

  constructor(config: SpatialDropoutConfig, rank: number) {
    super(config)
    if (Object.hasOwn(this, 'data_format')) this.data_format = standardize_data_format(this.data_format)
    this.input_spec = new InputSpec({ ndim: rank + 2 })
  }

  protected override mask_shape(inputs: Tensor): number[] {
    const channels = this.data_format === 'channels_first' ? 1 : inputs.shape.length - 1
    return inputs.shape.map((d, i) => (i === 0 || i === channels ? d : 1))
  }

  override get_config(): Record<string, unknown> {
    const { noise_shape, trainable, ...config } = super.get_config()
    return { ...config, dtype: this.dtype }
  }
}

/** The keys of the dropouts over images and volumes. */
export const spatial_defaults = { rate: required, noise_shape: null, seed: null, data_format: null }
