import { BaseConvTranspose, type ConvTransposeConfig } from './base_conv_transpose'

/** Transposed convolution of volumes, `[batch, d1, d2, d3, channels]`. Source: keras.layers.Conv3DTranspose. */
export class Conv3DTranspose extends BaseConvTranspose {
  static override class_name = 'Conv3DTranspose'
  static override rank = 3

  constructor(config: ConvTransposeConfig) {
    super(config)
  }
}
