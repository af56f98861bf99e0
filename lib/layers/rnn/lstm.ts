import type { Tensor } from '@tensorflow/tfjs-core'
import type { Resolved } from '../types'
import { CellLayer } from './cell_layer'
import { type CudnnConfig, check_use_cudnn } from './cudnn'
import { MatrixCell } from './dropout_cell'
import { run_fused } from './fused'
import type { LoopResult } from './loop'
import { LSTMCell, type LSTMCellConfig } from './lstm_cell'
import type { States } from './recurrent_cell'
import type { RecurrentConfig } from './rnn'

export interface LSTMConfig extends LSTMCellConfig, RecurrentConfig, CudnnConfig {}
export interface LSTM extends Resolved<LSTMCellConfig> {}

/**
 * Long short-term memory: a carry that gates write, keep and read. `[batch, time, features]` to `[batch, units]`, or `[batch, time, units]` with `return_sequences`; the
 * states are `[h, c]`. Source: keras.layers.LSTM; S. Hochreiter and J. Schmidhuber, 1997.
 *
 * ```ts
 * const y = new LSTM({ units: 4, return_sequences: true })(ops.ones([2, 3, 5])) // shape [2, 3, 4]
 * ```
 */
export class LSTM extends CellLayer {
  static override class_name = 'LSTM'
  static override defaults: Record<string, unknown> = { ...MatrixCell.defaults, ...LSTMCell.defaults, use_cudnn: 'auto' }
  declare cell: LSTMCell
  declare use_cudnn: boolean | 'auto'

  /** @throws TypeError, ValueError for `units` that are no positive integer. */
  constructor(config: LSTMConfig) {
    super(config, LSTMCell, 'lstm_cell')
    check_use_cudnn(this.use_cudnn)
  }

  override inner_loop(sequences: Tensor, initial_state: States, mask: Tensor | null, training: boolean | null): LoopResult {
    const fused = run_fused('lstm', this, LSTMCell, sequences, initial_state, mask, training)
    return fused ?? super.inner_loop(sequences, initial_state, mask, training)
  }
}
