import { BaseDepthwiseConv, type DepthwiseConvConfig } from './base_depthwise_conv'

/** Convolution of each channel on its own, of sequences, `[batch, steps, channels]`. Source: keras.layers.DepthwiseConv1D. */
export class DepthwiseConv1D extends BaseDepthwiseConv {
  static override class_name = 'DepthwiseConv1D'
  static override rank = 1

  constructor(config: DepthwiseConvConfig) {
    super(config)
  }
}
