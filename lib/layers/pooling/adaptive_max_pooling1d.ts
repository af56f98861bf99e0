import { type AdaptivePoolingConfig, BaseAdaptivePooling } from './base_adaptive_pooling'

/** The largest values of as many parts of `[batch, steps, channels]` as `output_size` says. Source: keras.layers.AdaptiveMaxPooling1D. */
export class AdaptiveMaxPooling1D extends BaseAdaptivePooling {
  static override class_name = 'AdaptiveMaxPooling1D'

  constructor(config: AdaptivePoolingConfig) {
    super(config, 1)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'max'
  }
}
