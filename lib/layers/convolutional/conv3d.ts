import { BaseConv, type ConvConfig } from './base_conv'

/**
 * Convolution of volumes, `[batch, d1, d2, d3, channels]` (with `channels_first` the channels come second). Source: keras.layers.Conv3D.
 *
 * ```ts
 * new Conv3D({ filters: 32, kernel_size: 3, activation: 'relu' })(Input({ shape: [8, 8, 8, 1] })) // shape [null, 6, 6, 6, 32]
 * ```
 */
export class Conv3D extends BaseConv {
  static override class_name = 'Conv3D'
  static override rank = 3

  constructor(config: ConvConfig) {
    super(config)
  }
}
