import type { Tensor } from '@tensorflow/tfjs-core'
import { standardize_data_format } from '../../common/config'
import { reshape, transpose } from '../../ops/numpy/shape'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { DataFormatLike, Resolved } from '../types'

export interface FlattenConfig extends LayerConfig {
  /** With `channels_first`, the channels are moved to the end before. */
  data_format?: DataFormatLike
}
export interface Flatten extends Resolved<FlattenConfig> {}

/**
 * All axes but the first as one: `[batch, 10, 64]` to `[batch, 640]`; `[batch]` to `[batch, 1]`. Source: keras.layers.Flatten.
 *
 * ```ts
 * const y = new Flatten()([[[1, 2], [3, 4]]]) // shape [1, 4]
 * ```
 */
export class Flatten extends Layer {
  static override class_name = 'Flatten'
  static override defaults = { data_format: null }
  static override call_options = {}

  constructor(config: FlattenConfig = {}) {
    super(config)
    this.data_format = standardize_data_format(this.data_format)
    this.input_spec = new InputSpec({ min_ndim: 1 })
  }

  override call(inputs: Tensor): Tensor {
    const rank = inputs.shape.length
    const axes = inputs.shape.map((_, i) => (i === 0 ? 0 : i === rank - 1 ? 1 : i + 1))
    const x = this.data_format === 'channels_first' && rank > 2 ? transpose(inputs, { axes }) : inputs
    const [batch, ...dims] = inputs.shape as [number, ...number[]]
    return reshape(x, [batch, dims.reduce((product, d) => product * d, 1)])
  }
}
