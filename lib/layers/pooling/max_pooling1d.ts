import { BasePooling, type PoolingConfig } from './base_pooling'

/** The largest value of each window of `[batch, steps, channels]`. Source: keras.layers.MaxPooling1D. */
export class MaxPooling1D extends BasePooling {
  static override class_name = 'MaxPooling1D'

  constructor(config: PoolingConfig = {}) {
    super(config, 1)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'max'
  }
}
