import { BaseConv, type ConvConfig } from './base_conv'

/**
 * Convolution of sequences, `[batch, steps, channels]` (with `channels_first` the channels come second). Source: keras.layers.Conv1D.
 *
 * ```ts
 * new Conv1D({ filters: 32, kernel_size: 3, activation: 'relu' })(Input({ shape: [10, 128] })) // shape [null, 8, 32]
 * ```
 */
export class Conv1D extends BaseConv {
  static override class_name = 'Conv1D'
  static override rank = 1

  constructor(config: ConvConfig) {
    super(config)
  }
}
