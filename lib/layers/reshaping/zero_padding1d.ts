import { standardize_tuple } from '../arguments'
import type { LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { BaseZeroPadding } from './base_zero_padding'

export interface ZeroPadding1DConfig extends LayerConfig {
  /** A number for both ends, or `[before, after]`. Default 1. */
  padding?: number | number[]
  data_format?: DataFormatLike
}

/** Zeros before and after the steps of `[batch, steps, features]`. Source: keras.layers.ZeroPadding1D. */
export class ZeroPadding1D extends BaseZeroPadding {
  static override class_name = 'ZeroPadding1D'
  declare padding: number[]

  /** @throws ValueError for another `padding`. */
  constructor(config: ZeroPadding1DConfig = {}) {
    super(config, 1)
    this.padding = standardize_tuple(this.padding, 2, 'padding', true)
  }

  protected override get pairs(): number[][] {
    return [this.padding]
  }
}
