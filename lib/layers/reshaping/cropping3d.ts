import type { LayerConfig } from '../layer'
import type { DataFormatLike } from '../types'
import { BaseCropping } from './base_cropping'
import { type SpatialPairs, standardize_pairs } from './spatial_pairs'

export interface Cropping3DConfig extends LayerConfig {
  /** A number for all ends, one for each axis, or a pair `[before, after]` for each. Default 1. */
  cropping?: SpatialPairs
  data_format?: DataFormatLike
}

/** Takes away the borders of `[batch, d1, d2, d3, channels]`. Source: keras.layers.Cropping3D. */
export class Cropping3D extends BaseCropping {
  static override class_name = 'Cropping3D'
  static override defaults: Record<string, unknown> = { cropping: 1, data_format: null }
  declare cropping: number[][]

  /** @throws ValueError for another `cropping`. */
  constructor(config: Cropping3DConfig = {}) {
    super(config, 3)
    this.cropping = standardize_pairs(this.cropping, 3, 'cropping')
  }

  protected override get pairs(): number[][] {
    return this.cropping
  }
}
