import { type AdaptivePoolingConfig, BaseAdaptivePooling } from './base_adaptive_pooling'

/** The largest values of as many parts of `[batch, height, width, channels]` as `output_size` says. Source: keras.layers.AdaptiveMaxPooling2D. */
export class AdaptiveMaxPooling2D extends BaseAdaptivePooling {
  static override class_name = 'AdaptiveMaxPooling2D'

  constructor(config: AdaptivePoolingConfig) {
    super(config, 2)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'max'
  }
}
