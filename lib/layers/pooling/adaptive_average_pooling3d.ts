import { type AdaptivePoolingConfig, BaseAdaptivePooling } from './base_adaptive_pooling'

/** The means of as many parts of `[batch, d1, d2, d3, channels]` as `output_size` says. Source: keras.layers.AdaptiveAveragePooling3D. */
export class AdaptiveAveragePooling3D extends BaseAdaptivePooling {
  static override class_name = 'AdaptiveAveragePooling3D'

  constructor(config: AdaptivePoolingConfig) {
    super(config, 3)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'average'
  }
}
