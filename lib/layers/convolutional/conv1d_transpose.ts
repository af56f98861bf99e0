import { BaseConvTranspose, type ConvTransposeConfig } from './base_conv_transpose'

/** Transposed convolution of sequences, `[batch, steps, channels]`. Source: keras.layers.Conv1DTranspose. */
export class Conv1DTranspose extends BaseConvTranspose {
  static override class_name = 'Conv1DTranspose'
  static override rank = 1

  constructor(config: ConvTransposeConfig) {
    super(config)
  }
}
