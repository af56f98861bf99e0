import type { LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { BaseCropping } from './base_cropping'
import { type SpatialPairs, standardize_pairs } from './spatial_pairs'

export interface Cropping2DConfig extends LayerConfig {
  /** A number for all ends, one for each axis, or a pair `[before, after]` for each. Default 0. */
  cropping?: SpatialPairs
  data_format?: DataFormatLike
}

/** Takes away the borders of `[batch, height, width, channels]`. Source: keras.layers.Cropping2D. */
export class Cropping2D extends BaseCropping {
  static override class_name = 'Cropping2D'
  static override defaults: Record<string, unknown> = { cropping: 0, data_format: null }
  declare cropping: number[][]

  /** @throws ValueError for another `cropping`. */
  constructor(config: Cropping2DConfig = {}) {
    super(config, 2)
    this.cropping = standardize_pairs(this.cropping, 2, 'cropping')
  }

  protected override get pairs(): number[][] {
    return this.cropping
  }
}
