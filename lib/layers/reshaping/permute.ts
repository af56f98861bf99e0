import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { transpose } from '../../ops/numpy/shape'
import { InputSpec, Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'

export interface PermuteConfig extends LayerConfig {
  /** The new order of the axes behind the batch, counted from 1. */
  dims: number[]
}
export interface Permute extends Resolved<PermuteConfig> {}

/**
 * Another order of the axes behind the batch. Source: keras.layers.Permute.
 *
 * ```ts
 * new Permute({ dims: [2, 1] })(Input({ shape: [10, 64] })) // shape [null, 64, 10]
 * ```
 */
export class Permute extends Layer {
  static override class_name = 'Permute'
  static override defaults = { dims: required }
  static override call_options = {}

  /** @throws ValueError when `dims` is no order of 1, 2, ... */
  constructor(config: PermuteConfig) {
    super(config)
    this.dims = [...this.dims]
    const sorted = [...this.dims].sort((a, b) => a - b)
    if (sorted.some((d, i) => d !== i + 1)) {
      throw new ValueError(
        `Invalid permutation argument \`dims\` for Permute Layer. The set of indices in \`dims\` must be consecutive and start from 1. Received dims=${shape_text(this.dims)}`,
      )
    }
    this.input_spec = new InputSpec({ ndim: this.dims.length + 1 })
  }

  override call(x: Tensor): Tensor {
    return transpose(x, { axes: [0, ...this.dims] })
  }
}
