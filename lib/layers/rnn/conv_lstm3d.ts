import { BaseConvLSTM, type ConvLSTMConfig } from './base_conv_lstm'
import { ConvLSTMCell } from './conv_lstm_cell'

/** One step of `ConvLSTM3D`. */
class ConvLSTM3DCell extends ConvLSTMCell {
  static override rank = 3
}

/**
 * An LSTM over volumes, whose products are convolutions: `[batch, time, depth, height, width, channels]` without the time axis, and with `filters` channels, or with the time axis with
 * `return_sequences`. `channels_first` has the channels after the time. Source: keras.layers.ConvLSTM3D.
 *
 * ```ts
 * const y = new ConvLSTM3D({ filters: 4, kernel_size: 2 })(ops.ones([1, 2, 4, 4, 4, 3])) // shape [1, 3, 3, 3, 4]
 * ```
 */
export class ConvLSTM3D extends BaseConvLSTM {
  static override class_name = 'ConvLSTM3D'
  static override input_rank = 6

  /** @throws ValueError that names the argument. */
  constructor(config: ConvLSTMConfig) {
    super(config, ConvLSTM3DCell)
  }
}
