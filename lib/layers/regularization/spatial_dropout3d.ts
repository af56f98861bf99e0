import { BaseSpatialDropout, type SpatialDropoutImageConfig, spatial_defaults } from './spatial_dropout'

/** Sets a random share of the channels of `[batch, d1, d2, d3, channels]` to zero when training. Source: keras.layers.SpatialDropout3D. */
export class SpatialDropout3D extends BaseSpatialDropout {
  static override class_name = 'SpatialDropout3D'
  static override defaults: Record<string, unknown> = spatial_defaults

  constructor(config: SpatialDropoutImageConfig) {
    super(config, 3)
  }
}
