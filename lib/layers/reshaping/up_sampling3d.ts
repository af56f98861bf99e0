import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import type { Shape } from '../../common/shape'
import { repeat } from '../../ops/numpy/shape'
import { standardize_tuple } from '../arguments'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { first_spatial_axis } from './spatial_pairs'

export interface UpSampling3DConfig extends LayerConfig {
  /** How often each place is repeated: a number, or one for each spatial axis. Default 2. */
  size?: number | number[]
  data_format?: DataFormatLike
}

/** Repeats each place of `[batch, d1, d2, d3, channels]`. Source: keras.layers.UpSampling3D. */
export class UpSampling3D extends Layer {
  static override class_name = 'UpSampling3D'
  static override defaults = { size: 2, data_format: null }
  static override call_options = {}
  declare size: number[]
  declare data_format: DataFormat

  /** @throws ValueError that names the argument. */
  constructor(config: UpSampling3DConfig = {}) {
    super(config)
    this.data_format = standardize_data_format(this.data_format)
    this.size = standardize_tuple(this.size, 3, 'size')
    this.input_spec = new InputSpec({ ndim: 5 })
  }

  override call(x: Tensor): Tensor {
    const first = first_spatial_axis(this.data_format)
    return this.size.reduce((result, count, i) => repeat(result, count, { axis: first + i }), x)
  }

  override compute_output_shape(input_shape: Shape): Shape {
    const first = first_spatial_axis(this.data_format)
    return input_shape.map((d, i) => (d === null || i < first || i >= first + 3 ? d : d * this.size[i - first]!))
  }
}
