import { BasePooling, type PoolingConfig } from './base_pooling'

/** The mean of each window of `[batch, d1, d2, d3, channels]`. Padding does not count. Source: keras.layers.AveragePooling3D. */
export class AveragePooling3D extends BasePooling {
  static override class_name = 'AveragePooling3D'

  constructor(config: PoolingConfig = {}) {
    super(config, 3)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'average'
  }
}
