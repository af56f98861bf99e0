import { BaseDepthwiseConv, type DepthwiseConvConfig } from './base_depthwise_conv'

/** Convolution of each channel on its own, of images, `[batch, height, width, channels]`. Source: keras.layers.DepthwiseConv2D. */
export class DepthwiseConv2D extends BaseDepthwiseConv {
  static override class_name = 'DepthwiseConv2D'
  static override rank = 2

  constructor(config: DepthwiseConvConfig) {
    super(config)
  }
}
