import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { split } from '../../ops/numpy/join'
import type { CallOptions } from '../layer'
import type { ActivationLike, Resolved } from '../types'
import { gated_product, MatrixCell, type RecurrentCellConfig } from './dropout_cell'
import { with_unit_forget_bias } from './forget_bias'
import type { StateSize } from './recurrent_cell'

export interface LSTMCellConfig extends RecurrentCellConfig {
  /** Of the gates. Default `sigmoid`. */
  recurrent_activation?: ActivationLike
  /** Whether the first bias of the forget gate is 1. Default true. */
  unit_forget_bias?: boolean
}
export interface LSTMCell extends Resolved<LSTMCellConfig> {}

/**
 * One step of `LSTM`, for inputs `[batch, features]` and the states `[h, c]`, each `[batch, units]`. Answers the output and the new states. Source: keras.layers.LSTMCell.
 *
 * ```ts
 * const cell = new LSTMCell({ units: 4 })
 * const [output, [h, c]] = cell(ops.ones([2, 3]), [ops.zeros([2, 4]), ops.zeros([2, 4])]) // all of shape [2, 4]
 * ```
 */
export class LSTMCell extends MatrixCell {
  static override class_name = 'LSTMCell'
  static override defaults: Record<string, unknown> = { recurrent_activation: 'sigmoid', unit_forget_bias: true }

  constructor(config: LSTMCellConfig) {
    super(config)
    if (this.recurrent_dropout !== 0) this.implementation = 1
    if (this.implementation === 1) this.dropout_mask_count = 4
  }

  override get state_size(): StateSize {
    return [this.units, this.units]
  }

  override build(input_shape: Shape): void {
    const { units } = this
    this.build_kernels(input_shape.at(-1)!, 4)
    const initializer = this.unit_forget_bias ? with_unit_forget_bias(this.bias_initializer, units) : this.bias_initializer
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [4 * units], initializer }) : null
  }

  override call(inputs: Tensor, [h, c]: [Tensor, Tensor], { training }: CallOptions): [Tensor, [Tensor, Tensor]] {
    const recurrent = gated_product(this.dropped_state(h, training), this.recurrent_kernel)
    const sum = add(this.project(inputs, training), recurrent)
    const [z_i, z_f, z_c, z_o] = split(this.bias === null ? sum : add(sum, this.bias), 4, { axis: 1 }) as Tensor[]
    const i = this.recurrent_activation(z_i)
    const f = this.recurrent_activation(z_f)
    const carry = add(multiply(f, c), multiply(i, this.activation(z_c))) as Tensor
    const output = multiply(this.recurrent_activation(z_o), this.activation(carry)) as Tensor
    return [output, [output, carry]]
  }
}
