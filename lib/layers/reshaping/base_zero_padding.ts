import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import { pad } from '../../ops/numpy/pad'
import { InputSpec, Layer } from '../layer'
import { first_spatial_axis } from './spatial_pairs'

/** Zeros before and after the spatial axes. */
export abstract class BaseZeroPadding extends Layer {
  static override defaults: Record<string, unknown> = { padding: 1, data_format: null }
  static override call_options = {}
  declare data_format: DataFormat

  constructor(config: object, rank: number) {
    super(config as Record<string, unknown>)
    this.data_format = standardize_data_format(this.data_format)
    this.input_spec = new InputSpec({ ndim: rank + 2 })
  }

  /** Zeros before and after each spatial axis. */
  protected abstract get pairs(): number[][]

  override call(x: Tensor): Tensor {
    const none = [0, 0]
    const before = first_spatial_axis(this.data_format) === 1 ? [none] : [none, none]
    const after = before.length === 1 ? [none] : []
    return pad(x, [...before, ...this.pairs, ...after])
  }
}
