import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import { average_pool, max_pool } from '../../ops/nn/pool'
import { standardize_tuple } from '../arguments'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'

export interface PoolingConfig extends LayerConfig {
  /** Size of the window: a number, or one for each spatial axis. Default 2. */
  pool_size?: number | number[]
  /** Default: the size of the window. */
  strides?: number | number[] | null
  /** `valid` (default) or `same`. */
  padding?: string
  data_format?: DataFormatLike
}

/** The largest value, or the mean, of each window. */
export abstract class BasePooling extends Layer {
  static override defaults = { pool_size: 2, strides: null, padding: 'valid', data_format: null }
  static override call_options = {}
  static override built_at_init = true
  declare pool_size: number[]
  declare strides: number[]
  declare padding: string
  declare data_format: DataFormat
  protected abstract get pool_mode(): 'max' | 'average'

  /** @throws ValueError that names the argument. */
  constructor(config: PoolingConfig, pool_dimensions: number) {
    super(config)
    const strides = this.strides ?? this.pool_size
    this.pool_size = standardize_tuple(this.pool_size, pool_dimensions, 'pool_size')
    this.strides = standardize_tuple(strides, pool_dimensions, 'strides', true)
    this.data_format = standardize_data_format(this.data_format)
    this.input_spec = new InputSpec({ ndim: pool_dimensions + 2 })
  }

  override call(inputs: Tensor): Tensor {
    const { pool_size, strides, padding, data_format } = this
    const pool = this.pool_mode === 'max' ? max_pool : average_pool
    return pool(inputs, { pool_size, strides, padding, data_format })
  }
}
