import type { DataFormat } from '../../common/config'
import type { Shape } from '../../common/shape'
import type { LayerConfig } from '../layer'
import type { Resolved } from '../types'
import { CellLayer } from './cell_layer'
import { ConvLSTMCell, type ConvLSTMCellConfig } from './conv_lstm_cell'
import type { RecurrentConfig } from './rnn'

export interface ConvLSTMConfig extends ConvLSTMCellConfig, RecurrentConfig {}
export interface BaseConvLSTM
  extends Resolved<Omit<ConvLSTMCellConfig, 'kernel_size' | 'strides' | 'dilation_rate' | 'data_format'>> {
  kernel_size: number[]
  strides: number[]
  dilation_rate: number[]
  data_format: DataFormat
}

/** An LSTM whose products are convolutions. */
export abstract class BaseConvLSTM extends CellLayer {
  static override defaults: Record<string, unknown> = { ...ConvLSTMCell.defaults }
  declare cell: ConvLSTMCell

  constructor(config: LayerConfig | Record<string, unknown>, cell_class: new (config: any) => ConvLSTMCell) {
    super(config, cell_class as never, 'conv_lstm_cell')
  }

  override compute_output_shape(sequences_shape: Shape, _initial_state_shape?: unknown): any {
    const [batch_size, steps, ...rest] = sequences_shape as [number | null, number | null, ...Shape]
    const [state] = this.cell.compute_output_shape([batch_size, ...rest])
    const output = this.return_sequences ? [batch_size, steps, ...state.slice(1)] : state
    return this.return_state ? [output, state, state] : output
  }
}
