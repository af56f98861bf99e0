import { BaseConv, type ConvConfig } from './base_conv'

/**
 * Convolution of images, `[batch, height, width, channels]` (with `channels_first` the channels come second). Source: keras.layers.Conv2D.
 *
 * ```ts
 * new Conv2D({ filters: 32, kernel_size: [3, 3], activation: 'relu' })(Input({ shape: [28, 28, 3] })) // shape [null, 26, 26, 32]
 * ```
 */
export class Conv2D extends BaseConv {
  static override class_name = 'Conv2D'
  static override rank = 2

  constructor(config: ConvConfig) {
    super(config)
  }
}
