import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import type { Shape } from '../../common/shape'
import { resize } from '../../ops/image/resize'
import { repeat } from '../../ops/numpy/shape'
import { standardize_tuple } from '../arguments'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { type Interpolation, standardize_interpolation } from './interpolation'
import { first_spatial_axis } from './spatial_pairs'

export interface UpSampling2DConfig extends LayerConfig {
  /** By how much rows and columns become more: a number, or one for each. Default 2. */
  size?: number | number[]
  data_format?: DataFormatLike
  /** `nearest` repeats pixels. Default `nearest`. */
  interpolation?: Interpolation
}

/**
 * Makes images larger by whole factors. Source: keras.layers.UpSampling2D.
 *
 * ```ts
 * new UpSampling2D({ size: [1, 2] })([[[[1], [2]]]]) // [[[[1], [1], [2], [2]]]]
 * ```
 */
export class UpSampling2D extends Layer {
  static override class_name = 'UpSampling2D'
  static override defaults = { size: [2, 2], data_format: null, interpolation: 'nearest' }
  static override call_options = {}
  declare size: number[]
  declare data_format: DataFormat
  declare interpolation: Interpolation

  /** @throws ValueError that names the argument. */
  constructor(config: UpSampling2DConfig = {}) {
    super(config)
    this.data_format = standardize_data_format(this.data_format)
    this.size = standardize_tuple(this.size, 2, 'size')
    this.interpolation = standardize_interpolation(this.interpolation)
    this.input_spec = new InputSpec({ ndim: 4 })
  }

  override call(x: Tensor): Tensor {
    const first = first_spatial_axis(this.data_format)
    if (this.interpolation === 'nearest')
      return this.size.reduce((result, factor, i) => repeat(result, factor, { axis: first + i }), x)
    const size = this.size.map((factor, i) => factor * x.shape[first + i]!) as [number, number]
    return resize(x, size, { interpolation: this.interpolation, data_format: this.data_format })
  }

  override compute_output_shape(input_shape: Shape): Shape {
    const first = first_spatial_axis(this.data_format)
    return input_shape.map((d, i) => (d === null || i < first || i >= first + 2 ? d : d * this.size[i - first]!))
  }
}
