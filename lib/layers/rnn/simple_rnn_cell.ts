import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { is_nested } from '../../common/tree'
import { add } from '../../ops/numpy/arithmetic'
import type { CallOptions } from '../layer'
import { gated_product, MatrixCell, type RecurrentCellConfig } from './dropout_cell'

export type SimpleRNNCellConfig = RecurrentCellConfig

/**
 * One step of `SimpleRNN`: `activation(x @ kernel + h @ recurrent_kernel + bias)`, for inputs `[batch, features]` and the state `[[batch, units]]`. Answers the output and
 * the new state. Source: keras.layers.SimpleRNNCell.
 *
 * ```ts
 * const cell = new SimpleRNNCell({ units: 4 })
 * const [output, [state]] = cell(ops.ones([2, 3]), [ops.zeros([2, 4])]) // both of shape [2, 4]
 * ```
 */
export class SimpleRNNCell extends MatrixCell {
  static override class_name = 'SimpleRNNCell'
  static override call_arguments = ['sequence', 'states']

  override build(input_shape: Shape): void {
    this.build_kernels(input_shape.at(-1)!, 1)
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [this.units] }) : null
  }

  override call(sequence: Tensor, states: Tensor | Tensor[], { training }: CallOptions): [Tensor, Tensor | Tensor[]] {
    const previous = is_nested(states) ? (states as Tensor[])[0]! : (states as Tensor)
    const projected = this.project(sequence, training)
    const shifted = this.bias === null ? projected : add(projected, this.bias)
    const recurrent = gated_product(this.dropped_state(previous, training), this.recurrent_kernel)
    const output = this.activation(add(shifted, recurrent))
    return [output, is_nested(states) ? [output] : output]
  }
}
