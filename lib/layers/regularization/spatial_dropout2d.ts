import { BaseSpatialDropout, type SpatialDropoutImageConfig, spatial_defaults } from './spatial_dropout'

/** Sets a random share of the channels of `[batch, height, width, channels]` to zero when training. Source: keras.layers.SpatialDropout2D. */
export class SpatialDropout2D extends BaseSpatialDropout {
  static override class_name = 'SpatialDropout2D'
  static override defaults: Record<string, unknown> = spatial_defaults

  constructor(config: SpatialDropoutImageConfig) {
    super(config, 2)
  }
}
