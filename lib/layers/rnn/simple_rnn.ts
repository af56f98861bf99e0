import type { Tensor } from '@tensorflow/tfjs-core'
import type { Resolved } from '../types'
import { CellLayer } from './cell_layer'
import { MatrixCell, type RecurrentCellConfig } from './dropout_cell'
import { run_fused } from './fused'
import type { LoopResult } from './loop'
import type { States } from './recurrent_cell'
import type { RecurrentConfig } from './rnn'
import { SimpleRNNCell } from './simple_rnn_cell'

export interface SimpleRNNConfig extends RecurrentCellConfig, RecurrentConfig {}
export interface SimpleRNN extends Resolved<RecurrentCellConfig> {}

/**
 * A recurrent layer whose output is its state: `h = activation(x @ kernel + h @ recurrent_kernel + bias)`. `[batch, time, features]` to `[batch, units]`, or
 * `[batch, time, units]` with `return_sequences`. Source: keras.layers.SimpleRNN.
 *
 * ```ts
 * const y = new SimpleRNN({ units: 4 })(ops.ones([2, 3, 5])) // shape [2, 4]
 * ```
 */
export class SimpleRNN extends CellLayer {
  static override class_name = 'SimpleRNN'
  static override defaults: Record<string, unknown> = { ...MatrixCell.defaults }
  declare cell: SimpleRNNCell

  /** @throws TypeError, ValueError for `units` that are no positive integer. */
  constructor(config: SimpleRNNConfig) {
    super(config, SimpleRNNCell, 'simple_rnn_cell')
  }

  override inner_loop(sequences: Tensor, initial_state: States, mask: Tensor | null, training: boolean | null): LoopResult {
    const fused = run_fused('simple', this, SimpleRNNCell, sequences, initial_state, mask, training)
    return fused ?? super.inner_loop(sequences, initial_state, mask, training)
  }
}
