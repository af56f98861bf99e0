import { BaseConvLSTM, type ConvLSTMConfig } from './base_conv_lstm'
import { ConvLSTMCell } from './conv_lstm_cell'

/** One step of `ConvLSTM2D`. */
class ConvLSTM2DCell extends ConvLSTMCell {
  static override rank = 2
}

/**
 * An LSTM over images, whose products are convolutions: `[batch, time, height, width, channels]` without the time axis, and with `filters` channels, or with the time axis with
 * `return_sequences`. `channels_first` has the channels after the time. Source: keras.layers.ConvLSTM2D.
 *
 * ```ts
 * const y = new ConvLSTM2D({ filters: 4, kernel_size: 2 })(ops.ones([1, 2, 6, 6, 3])) // shape [1, 5, 5, 4]
 * ```
 */
export class ConvLSTM2D extends BaseConvLSTM {
  static override class_name = 'ConvLSTM2D'
  static override input_rank = 5

  /** @throws ValueError that names the argument. */
  constructor(config: ConvLSTMConfig) {
    super(config, ConvLSTM2DCell)
  }
}
