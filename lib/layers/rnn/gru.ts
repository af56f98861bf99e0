import type { Tensor } from '@tensorflow/tfjs-core'
import type { Resolved } from '../types'
import { CellLayer } from './cell_layer'
import { type CudnnConfig, check_use_cudnn } from './cudnn'
import { MatrixCell } from './dropout_cell'
import { run_fused } from './fused'
import { GRUCell, type GRUCellConfig } from './gru_cell'
import type { LoopResult } from './loop'
import type { States } from './recurrent_cell'
import type { RecurrentConfig } from './rnn'

export interface GRUConfig extends GRUCellConfig, RecurrentConfig, CudnnConfig {}
export interface GRU extends Resolved<GRUCellConfig> {}

/**
 * Gated recurrent unit: a state that an update gate and a reset gate change. `[batch, time, features]` to `[batch, units]`, or `[batch, time, units]` with
 * `return_sequences`. Source: keras.layers.GRU; Cho et al., 2014.
 *
 * ```ts
 * const y = new GRU({ units: 4 })(ops.ones([2, 3, 5])) // shape [2, 4]
 * ```
 */
export class GRU extends CellLayer {
  static override class_name = 'GRU'
  static override defaults: Record<string, unknown> = { ...MatrixCell.defaults, ...GRUCell.defaults, use_cudnn: 'auto' }
  declare cell: GRUCell
  declare use_cudnn: boolean | 'auto'

  /** @throws TypeError, ValueError for `units` that are no positive integer. */
  constructor(config: GRUConfig) {
    super(config, GRUCell, 'gru_cell')
    check_use_cudnn(this.use_cudnn)
  }

  override inner_loop(sequences: Tensor, initial_state: States, mask: Tensor | null, training: boolean | null): LoopResult {
    const fused = run_fused('gru', this, GRUCell, sequences, initial_state, mask, training)
    return fused ?? super.inner_loop(sequences, initial_state, mask, training)
  }
}
