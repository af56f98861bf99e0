import type { LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { BaseZeroPadding } from './base_zero_padding'
import { type SpatialPairs, standardize_pairs } from './spatial_pairs'

export interface ZeroPadding2DConfig extends LayerConfig {
  /** A number for all ends, one for each axis, or a pair `[before, after]` for each. Default 1. */
  padding?: SpatialPairs
  data_format?: DataFormatLike
}

/** Zeros around the spatial axes of `[batch, height, width, channels]`. Source: keras.layers.ZeroPadding2D. */
export class ZeroPadding2D extends BaseZeroPadding {
  static override class_name = 'ZeroPadding2D'
  declare padding: number[][]

  /** @throws ValueError for another `padding`. */
  constructor(config: ZeroPadding2DConfig = {}) {
    super(config, 2)
    this.padding = standardize_pairs(this.padding, 2, 'padding')
  }

  protected override get pairs(): number[][] {
    return this.padding
  }
}
