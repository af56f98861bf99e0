import type { LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { BaseZeroPadding } from './base_zero_padding'
import { type SpatialPairs, standardize_pairs } from './spatial_pairs'

export interface ZeroPadding3DConfig extends LayerConfig {
  /** A number for all ends, one for each axis, or a pair `[before, after]` for each. Default 1. */
  padding?: SpatialPairs
  data_format?: DataFormatLike
}

/** Zeros around the spatial axes of `[batch, d1, d2, d3, channels]`. Source: keras.layers.ZeroPadding3D. */
export class ZeroPadding3D extends BaseZeroPadding {
  static override class_name = 'ZeroPadding3D'
  declare padding: number[][]

  /** @throws ValueError for another `padding`. */
  constructor(config: ZeroPadding3DConfig = {}) {
    super(config, 3)
    this.padding = standardize_pairs(this.padding, 3, 'padding')
  }

  protected override get pairs(): number[][] {
    return this.padding
  }
}
