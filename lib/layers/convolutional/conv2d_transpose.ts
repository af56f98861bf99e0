import { BaseConvTranspose, type ConvTransposeConfig } from './base_conv_transpose'

/** Transposed convolution of images, `[batch, height, width, channels]`. Source: keras.layers.Conv2DTranspose. */
export class Conv2DTranspose extends BaseConvTranspose {
  static override class_name = 'Conv2DTranspose'
  static override rank = 2

  constructor(config: ConvTransposeConfig) {
    super(config)
  }
}
