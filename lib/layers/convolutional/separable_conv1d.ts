import { BaseSeparableConv, type SeparableConvConfig } from './base_separable_conv'

/** Depthwise, then pointwise convolution of sequences, `[batch, steps, channels]`. Source: keras.layers.SeparableConv1D. */
export class SeparableConv1D extends BaseSeparableConv {
  static override class_name = 'SeparableConv1D'
  static override rank = 1

  constructor(config: SeparableConvConfig) {
    super(config)
  }
}
