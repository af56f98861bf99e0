import { BasePooling, type PoolingConfig } from './base_pooling'

/** The largest value of each window of `[batch, height, width, channels]`. Source: keras.layers.MaxPooling2D. */
export class MaxPooling2D extends BasePooling {
  static override class_name = 'MaxPooling2D'

  constructor(config: PoolingConfig = {}) {
    super(config, 2)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'max'
  }
}
