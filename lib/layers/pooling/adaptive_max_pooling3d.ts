import { type AdaptivePoolingConfig, BaseAdaptivePooling } from './base_adaptive_pooling'

/** The largest values of as many parts of `[batch, d1, d2, d3, channels]` as `output_size` says. Source: keras.layers.AdaptiveMaxPooling3D. */
export class AdaptiveMaxPooling3D extends BaseAdaptivePooling {
  static override class_name = 'AdaptiveMaxPooling3D'

  constructor(config: AdaptivePoolingConfig) {
    super(config, 3)
  }

  protected override get pool_mode(): 'max' | 'average' {
    return 'max'
  }
}
