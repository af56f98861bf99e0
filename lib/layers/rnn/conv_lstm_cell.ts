import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { conv } from '../../ops/nn/conv'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { zeros } from '../../ops/numpy/creation'
import { concatenate, split } from '../../ops/numpy/join'
import type { Variable } from '../../variables/variable'
import { standardize_padding, standardize_tuple } from '../arguments'
import { along_channels } from '../convolutional/windows'
import { type CallOptions, InputSpec, required } from '../layer'
import type { ActivationLike, DataFormatLike, Resolved } from '../types'
import { DropoutCell, MatrixCell, masked_by, type RecurrentCellConfig } from './dropout_cell'
import { with_unit_forget_bias } from './forget_bias'

export interface ConvLSTMCellConfig extends Omit<RecurrentCellConfig, 'units'> {
  /** Number of output channels. */
  filters: number
  /** Size of the window: a number, or one for each spatial axis. */
  kernel_size: number | number[]
  /** Of the convolution of the inputs. Default 1. */
  strides?: number | number[]
  /** Of the convolution of the inputs: `valid` (default) or `same`. */
  padding?: string
  data_format?: DataFormatLike
  /** Of the convolution of the inputs. Default 1. */
  dilation_rate?: number | number[]
  /** Of the gates. Default `sigmoid`. */
  recurrent_activation?: ActivationLike
  /** Whether the first bias of the forget gate is 1. Default true. */
  unit_forget_bias?: boolean
}
export interface ConvLSTMCell
  extends Resolved<Omit<ConvLSTMCellConfig, 'kernel_size' | 'strides' | 'dilation_rate' | 'data_format'>> {
  kernel_size: number[]
  strides: number[]
  dilation_rate: number[]
  data_format: DataFormat
}

const { units: _units, ...matrix_defaults } = MatrixCell.defaults

/** One step of a convolutional LSTM over `rank` spatial axes. */
export abstract class ConvLSTMCell extends DropoutCell {
  static override defaults: Record<string, unknown> = {
    filters: required,
    kernel_size: required,
    strides: 1,
    padding: 'valid',
    data_format: null,
    dilation_rate: 1,
    ...matrix_defaults,
    recurrent_activation: 'sigmoid',
    unit_forget_bias: true,
  }
  static rank = 2
  declare kernel: Variable
  declare recurrent_kernel: Variable
  declare bias: Variable | null
  declare _step_shape: Shape

  /** @throws ValueError that names the argument. */
  constructor(config: ConvLSTMCellConfig) {
    super(config)
    const { rank } = this
    this.kernel_size = standardize_tuple(this.kernel_size, rank, 'kernel_size')
    this.strides = standardize_tuple(this.strides, rank, 'strides', true)
    this.padding = standardize_padding(this.padding)
    this.data_format = standardize_data_format(this.data_format)
    this.dilation_rate = standardize_tuple(this.dilation_rate, rank, 'dilation_rate')
    if (Math.max(...this.strides) > 1 && Math.max(...this.dilation_rate) > 1) {
      throw new ValueError(
        `Specifying \`strides > 1\` is not compatible with \`dilation_rate > 1\`. Received: strides=${shape_text(this.strides)} and dilation_rate=${shape_text(this.dilation_rate)}`,
      )
    }
    this.dropout_mask_count = 4
    this.input_spec = new InputSpec({ ndim: rank + 2 })
  }

  /** Two states, whose shape is known once the cell is built. */
  get state_size(): number[] {
    return [-1, -1]
  }

  /** Number of spatial axes. */
  get rank(): number {
    return (this.constructor as typeof ConvLSTMCell).rank
  }

  override build(input_shape: Shape): void {
    const { filters, kernel_size } = this
    const axis = this.data_format === 'channels_first' ? 1 : input_shape.length - 1
    const spatial = input_shape.filter((_, i) => i !== 0 && i !== axis)
    if (spatial.includes(null)) {
      throw new ValueError(
        `ConvLSTM layers only support static input shapes for the spatial dimension. Received invalid input shape: input_shape=${shape_text(input_shape)}`,
      )
    }
    const channels = input_shape[axis]
    if (channels === null || channels === undefined) {
      throw new ValueError(
        `The channel dimension of the inputs should be defined. Found None. Received: input_shape=${shape_text(input_shape)}`,
      )
    }
    this._set_step_shape([null, ...input_shape.slice(1)])
    this.kernel = this.add_weight({ name: 'kernel', shape: [...kernel_size, channels, 4 * filters] })
    this.recurrent_kernel = this.add_weight({
      name: 'recurrent_kernel',
      shape: [...kernel_size, filters, 4 * filters],
      initializer: this.recurrent_initializer,
      regularizer: this.recurrent_regularizer,
      constraint: this.recurrent_constraint,
    })
    const initializer = this.unit_forget_bias ? with_unit_forget_bias(this.bias_initializer, filters) : this.bias_initializer
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [4 * filters], initializer }) : null
  }

  private _set_step_shape(shape: Shape): void {
    Object.defineProperty(this, '_step_shape', { value: shape, configurable: true })
  }

  private _input_product(x: Tensor, kernel: Tensor): Tensor {
    const { strides, padding, data_format, dilation_rate } = this
    return conv(x, kernel, { strides, padding, data_format, dilation_rate }) as Tensor
  }

  private _recurrent_product(h: Tensor, kernel: Tensor): Tensor {
    return conv(h, kernel, { strides: 1, padding: 'same', data_format: this.data_format }) as Tensor
  }

  private get _channel_axis(): number {
    return this.data_format === 'channels_first' ? 1 : -1
  }

  /** One product for all gates, or one for each where each has its own mask. */
  private _gated(x: Tensor | Tensor[], kernel: Variable, product: (x: Tensor, kernel: Tensor) => Tensor): Tensor {
    if (!Array.isArray(x)) return product(x, kernel.value)
    const parts = split(kernel, 4, { axis: this.rank + 1 }) as Tensor[]
    return concatenate(
      x.map((each, i) => product(each, parts[i]!)),
      { axis: this._channel_axis },
    ) as Tensor
  }

  override call(inputs: Tensor, [h, c]: [Tensor, Tensor], { training }: CallOptions): [Tensor, [Tensor, Tensor]] {
    const drops = (rate: number): boolean => training === true && rate > 0 && rate < 1
    const x = drops(this.dropout) ? masked_by(inputs, this.get_dropout_mask(inputs)) : inputs
    const state = drops(this.recurrent_dropout) ? masked_by(h, this.get_recurrent_dropout_mask(h)) : h
    const projected = this._gated(x, this.kernel, (a, b) => this._input_product(a, b))
    const recurrent = this._gated(state, this.recurrent_kernel, (a, b) => this._recurrent_product(a, b))
    const shifted = this.bias === null ? projected : add(projected, along_channels(this.bias, this.rank, this.data_format))
    const [z_i, z_f, z_c, z_o] = split(add(shifted, recurrent), 4, { axis: this._channel_axis }) as Tensor[]
    const i = this.recurrent_activation(z_i)
    const f = this.recurrent_activation(z_f)
    const carry = add(multiply(f, c), multiply(i, this.activation(z_c))) as Tensor
    const output = multiply(this.recurrent_activation(z_o), this.activation(carry)) as Tensor
    return [output, [output, carry]]
  }

  override compute_output_shape(inputs_shape: Shape, _states_shape?: unknown): any {
    const shape = this._output_shape(inputs_shape)
    return [shape, [shape, shape]]
  }

  private _output_shape(inputs_shape: Shape): Shape {
    const { data_format, kernel_size, strides, dilation_rate, padding, filters } = this
    const first = data_format === 'channels_first' ? 2 : 1
    const spatial = kernel_size.map((size, i) => {
      const length = inputs_shape[first + i]
      if (length === null || length === undefined) return null
      const window = padding === 'same' ? 1 : dilation_rate[i]! * (size - 1) + 1
      return Math.floor((length - window) / strides[i]!) + 1
    })
    return first === 2 ? [inputs_shape[0]!, filters, ...spatial] : [inputs_shape[0]!, ...spatial, filters]
  }

  /** Zeros in the shape of the output. Known once the cell is built. */
  get_initial_state(batch_size: number): Tensor[] {
    const [shape] = this.compute_output_shape([batch_size, ...this._step_shape.slice(1)])
    return [shape, shape].map((each) => zeros(each, { dtype: this.compute_dtype }) as Tensor)
  }
}
