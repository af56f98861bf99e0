import { BasePooling, type PoolingConfig } from './base_pooling'

/** The largest value of each window of `[batch, d1, d2, d3, channels]`. Source: keras.layers.MaxPooling3D. */
export class MaxPooling3D extends BasePooling {
  static override class_name = 'MaxPooling3D'

  constructor(config: PoolingConfig = {}) {
    super(config, 3)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'max'
  }
}
