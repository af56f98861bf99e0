import { standardize_tuple } from '../arguments'
import type { LayerConfig } from '../layer'
import { BaseCropping } from './base_cropping'

export interface Cropping1DConfig extends LayerConfig {
  /** A number for both ends, or `[before, after]`. Default [1, 1]. */
  cropping?: number | number[]
}

/** Takes away steps at the ends of `[batch, steps, features]`. Source: keras.layers.Cropping1D. */
export class Cropping1D extends BaseCropping {
  static override class_name = 'Cropping1D'
  declare cropping: number[]

  /** @throws ValueError for another `cropping`. */
  constructor(config: Cropping1DConfig = {}) {
    super(config, 1)
    this.cropping = standardize_tuple(this.cropping, 2, 'cropping', true)
  }

  protected override get pairs(): number[][] {
    return [this.cropping]
  }

  protected override get too_much(): string {
    return '`cropping` parameter of `Cropping1D` layer must be smaller than the input length.'
  }
}
