import { type AdaptivePoolingConfig, BaseAdaptivePooling } from './base_adaptive_pooling'

/** The means of as many parts of `[batch, steps, channels]` as `output_size` says. Source: keras.layers.AdaptiveAveragePooling1D. */
export class AdaptiveAveragePooling1D extends BaseAdaptivePooling {
  static override class_name = 'AdaptiveAveragePooling1D'

  constructor(config: AdaptivePoolingConfig) {
    super(config, 1)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'average'
  }
}
