import { BasePooling, type PoolingConfig } from './base_pooling'

/** The mean of each window of `[batch, steps, channels]`. Padding does not count. Source: keras.layers.AveragePooling1D. */
export class AveragePooling1D extends BasePooling {
  static override class_name = 'AveragePooling1D'

  constructor(config: PoolingConfig = {}) {
    super(config, 1)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'average'
  }
}
