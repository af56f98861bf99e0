import { BasePooling, type PoolingConfig } from './base_pooling'

/** The mean of each window of `[batch, height, width, channels]`. Padding does not count. Source: keras.layers.AveragePooling2D. */
export class AveragePooling2D extends BasePooling {
  static override class_name = 'AveragePooling2D'

  constructor(config: PoolingConfig = {}) {
    super(config, 2)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'average'
  }
}
