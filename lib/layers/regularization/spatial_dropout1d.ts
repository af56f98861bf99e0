import { BaseSpatialDropout, type SpatialDropoutConfig } from './spatial_dropout'

/** Sets a random share of the channels of `[batch, steps, channels]` to zero when training. Source: keras.layers.SpatialDropout1D. */
export class SpatialDropout1D extends BaseSpatialDropout {
  static override class_name = 'SpatialDropout1D'

  constructor(config: SpatialDropoutConfig) {
    super(config, 1)
  }
}
