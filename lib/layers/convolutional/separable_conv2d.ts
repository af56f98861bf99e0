import { BaseSeparableConv, type SeparableConvConfig } from './base_separable_conv'

/** Depthwise, then pointwise convolution of images, `[batch, height, width, channels]`. Source: keras.layers.SeparableConv2D. */
export class SeparableConv2D extends BaseSeparableConv {
  static override class_name = 'SeparableConv2D'
  static override rank = 2

  constructor(config: SeparableConvConfig) {
    super(config)
  }
}
