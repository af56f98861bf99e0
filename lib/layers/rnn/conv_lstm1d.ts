import { BaseConvLSTM, type ConvLSTMConfig } from './base_conv_lstm'
import { ConvLSTMCell } from './conv_lstm_cell'

/** One step of `ConvLSTM1D`. */
class ConvLSTM1DCell extends ConvLSTMCell {
  static override rank = 1
}

/**
 * An LSTM over sequences, whose products are convolutions: `[batch, time, length, channels]` without the time axis, and with `filters` channels, or with the time axis with
 * `return_sequences`. `channels_first` has the channels after the time. Source: keras.layers.ConvLSTM1D.
 *
 * ```ts
 * const y = new ConvLSTM1D({ filters: 4, kernel_size: 2 })(ops.ones([1, 2, 6, 3])) // shape [1, 5, 4]
 * ```
 */
export class ConvLSTM1D extends BaseConvLSTM {
  static override class_name = 'ConvLSTM1D'
  static override input_rank = 4

  /** @throws ValueError that names the argument. */
  constructor(config: ConvLSTMConfig) {
    super(config, ConvLSTM1DCell)
  }
}
