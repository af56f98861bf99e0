import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { get_item } from '../../ops/numpy/indexing'
import { InputSpec, Layer } from '../layer'
import { first_spatial_axis } from './spatial_pairs'

/** Takes away the ends of the spatial axes. */
export abstract class BaseCropping extends Layer {
  static override defaults: Record<string, unknown> = { cropping: 1 }
  static override call_options = {}
  declare data_format: DataFormat | null

  constructor(config: object, rank: number) {
    super(config as Record<string, unknown>)
    if (Object.hasOwn(this, 'data_format')) this.data_format = standardize_data_format(this.data_format)
    this.input_spec = new InputSpec({ ndim: rank + 2 })
  }

  /** What is taken away at both ends of each spatial axis. */
  protected abstract get pairs(): number[][]

  /** What to say when nothing would be left. */
  protected get too_much(): string {
    return 'Values in `cropping` argument should be smaller than the corresponding spatial dimension of the input.'
  }

  override call(x: Tensor): Tensor {
    const first = first_spatial_axis(this.data_format ?? null)
    const key: (number | null)[][] = x.shape.map(() => [null, null])
    this.pairs.forEach(([before, after], i) => {
      const size = x.shape[first + i]!
      if (before! + after! >= size) {
        throw new ValueError(`${this.too_much} Received: inputs.shape=${shape_text(x.shape)}, cropping=${shape_text(this.pairs)}`)
      }
      key[first + i] = [before!, size - after!]
    })
    return get_item(x, { key })
  }
}
