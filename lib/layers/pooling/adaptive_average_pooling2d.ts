import { type AdaptivePoolingConfig, BaseAdaptivePooling } from './base_adaptive_pooling'

/** The means of as many parts of `[batch, height, width, channels]` as `output_size` says. Source: keras.layers.AdaptiveAveragePooling2D. */
export class AdaptiveAveragePooling2D extends BaseAdaptivePooling {
  static override class_name = 'AdaptiveAveragePooling2D'

  constructor(config: AdaptivePoolingConfig) {
    super(config, 2)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'average'
  }
}
