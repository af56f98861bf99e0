import { type DataFormat, standardize_data_format } from '../../common/config'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'

export interface GlobalPoolingConfig extends LayerConfig {
  data_format?: DataFormatLike
  /** Whether the pooled axes stay, with size 1. Default false. */
  keepdims?: boolean
}

/** One value for each channel, from all places. */
export abstract class BaseGlobalPooling extends Layer {
  static override defaults = { data_format: null, keepdims: false }
  static override call_options: Readonly<Record<string, unknown>> = {}
  static override built_at_init = true
  declare data_format: DataFormat
  declare keepdims: boolean

  constructor(config: GlobalPoolingConfig, pool_dimensions: number) {
    super(config)
    this.data_format = standardize_data_format(this.data_format)
    this.input_spec = new InputSpec({ ndim: pool_dimensions + 2 })
  }

  /** The axes that are pooled. */
  protected get spatial_axes(): number[] {
    const first = this.data_format === 'channels_last' ? 1 : 2
    return Array.from({ length: (this.input_spec as InputSpec).ndim! - 2 }, (_, i) => first + i)
  }
}
