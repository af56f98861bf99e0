import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import { is_float_dtype } from '../../common/dtypes'
import type { Shape } from '../../common/shape'
import { cast, convert_to_tensor, dtype } from '../../ops/core'
import { round } from '../../ops/numpy/elementwise'
import { matmul } from '../../ops/numpy/linear'
import { repeat, reshape, transpose } from '../../ops/numpy/shape'
import { standardize_tuple } from '../arguments'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { type Interpolation, standardize_interpolation, upsampling_matrix } from './interpolation'
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
    const larger = this.interpolated(cast(x, 'float32'))
    const type = dtype(x)
    return is_float_dtype(type) ? cast(larger, type) : cast(round(larger), type)
  }

  /** One product with the weights of the pixels for each axis. */
  private interpolated(x: Tensor): Tensor {
    const last = this.data_format === 'channels_last'
    const [height, width] = x.shape.slice(last ? 1 : 2) as [number, number]
    const depth = last ? x.shape[3]! : 1
    const [tall, wide] = [height * this.size[0]!, width * this.size[1]!]
    const rows = matmul(this.weights_along(0, height), reshape(x, [-1, height, width * depth]))
    const across = this.weights_along(1, width)
    if (last) return reshape(matmul(across, reshape(rows, [-1, width, depth])), [-1, tall, wide, depth])
    return reshape(matmul(reshape(rows, [-1, width]), transpose(across)), [-1, x.shape[1]!, tall, wide])
  }

  private weights_along(axis: number, length: number): Tensor {
    const factor = this.size[axis]!
    const weights = upsampling_matrix(this.interpolation as 'bilinear', length, factor)
    return reshape(convert_to_tensor(weights), [length * factor, length])
  }

  override compute_output_shape(input_shape: Shape): Shape {
    const first = first_spatial_axis(this.data_format)
    return input_shape.map((d, i) => (d === null || i < first || i >= first + 2 ? d : d * this.size[i - first]!))
  }
}
