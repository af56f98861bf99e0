import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { is_nested } from '../../common/tree'
import { add, multiply, subtract } from '../../ops/numpy/arithmetic'
import { split } from '../../ops/numpy/join'
import { reshape } from '../../ops/numpy/shape'
import type { CallOptions } from '../layer'
import type { ActivationLike, Resolved } from '../types'
import { gated_product, MatrixCell, type RecurrentCellConfig } from './dropout_cell'

export interface GRUCellConfig extends RecurrentCellConfig {
  /** Of the gates. Default `sigmoid`. */
  recurrent_activation?: ActivationLike
  /** Whether the reset gate is applied after the recurrent product, which then has a bias of its own. Default true. */
  reset_after?: boolean
}
export interface GRUCell extends Resolved<GRUCellConfig> {}

/**
 * One step of `GRU`, for inputs `[batch, features]` and the state `[[batch, units]]`. Answers the output and the new state. Source: keras.layers.GRUCell.
 *
 * ```ts
 * const cell = new GRUCell({ units: 4 })
 * const [output, [state]] = cell(ops.ones([2, 3]), [ops.zeros([2, 4])]) // both of shape [2, 4]
 * ```
 */
export class GRUCell extends MatrixCell {
  static override class_name = 'GRUCell'
  static override defaults: Record<string, unknown> = { recurrent_activation: 'sigmoid', reset_after: true }

  constructor(config: GRUCellConfig) {
    super(config)
    if (this.recurrent_dropout !== 0) this.implementation = 1
    if (this.implementation === 1) this.dropout_mask_count = 3
  }

  override build(input_shape: Shape): void {
    const { units } = this
    this.build_kernels(input_shape.at(-1)!, 3)
    const shape = this.reset_after ? [2, 3 * units] : [3 * units]
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape }) : null
  }

  /** The bias of the inputs and that of the recurrent product. */
  private _biases(): [Tensor | null, Tensor | null] {
    if (this.bias === null) return [null, null]
    if (!this.reset_after) return [this.bias, null]
    const [input_bias, recurrent_bias] = split(this.bias, 2, { axis: 0 }) as [Tensor, Tensor]
    const row = [3 * this.units]
    return [reshape(input_bias, row) as Tensor, reshape(recurrent_bias, row) as Tensor]
  }

  override call(inputs: Tensor, states: Tensor | Tensor[], { training }: CallOptions): [Tensor, Tensor | Tensor[]] {
    const previous = is_nested(states) ? (states as Tensor[])[0]! : (states as Tensor)
    const [input_bias, recurrent_bias] = this._biases()
    const projected = this.project(inputs, training)
    const [x_z, x_r, x_h] = split(input_bias === null ? projected : add(projected, input_bias), 3, { axis: -1 }) as Tensor[]
    const dropped = this.dropped_state(previous, training)
    const [z, recurrent] = this.reset_after
      ? this._gates_before_reset(dropped, recurrent_bias, x_z!, x_r!)
      : this._gates_after_reset(dropped, x_z!, x_r!)
    const candidate = this.activation(add(x_h!, recurrent))
    const output = add(multiply(z, previous), multiply(subtract(1, z), candidate)) as Tensor
    return [output, is_nested(states) ? [output] : output]
  }

  private _gates_before_reset(state: Tensor | Tensor[], bias: Tensor | null, x_z: Tensor, x_r: Tensor): Tensor[] {
    const product = gated_product(state, this.recurrent_kernel)
    const [h_z, h_r, h_h] = split(bias === null ? product : add(product, bias), 3, { axis: -1 }) as Tensor[]
    const r = this.recurrent_activation(add(x_r, h_r!))
    return [this.recurrent_activation(add(x_z, h_z!)), multiply(r, h_h!) as Tensor]
  }

  private _gates_after_reset(state: Tensor | Tensor[], x_z: Tensor, x_r: Tensor): Tensor[] {
    const { units } = this
    const [gate_kernel, candidate_kernel] = split(this.recurrent_kernel, [2 * units], { axis: 1 }) as [Tensor, Tensor]
    const of_gates = Array.isArray(state) ? state.slice(0, 2) : state
    const of_candidate = Array.isArray(state) ? state[2]! : state
    const [h_z, h_r] = split(gated_product(of_gates, gate_kernel), 2, { axis: -1 }) as Tensor[]
    const r = this.recurrent_activation(add(x_r, h_r!))
    return [this.recurrent_activation(add(x_z, h_z!)), gated_product(multiply(r, of_candidate) as Tensor, candidate_kernel)]
  }
}
