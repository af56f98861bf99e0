import type { Tensor } from '@tensorflow/tfjs-core'
import type { DataFormat } from '../../common/config'
import { AttributeError, ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { conv } from '../../ops/nn/conv'
import { fused_conv2d } from '../../ops/nn/fused'
import { add } from '../../ops/numpy/arithmetic'
import { tensor_dtype } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import type { OwnWeights } from '../base/own_store'
import { fused_activation } from '../core/fused_activation'
import { adapted, add_lora, check_lora, type LoraConfig, lora_options, stored_adapted, without_unused_lora } from '../core/lora'
import { InputSpec, Layer, type LayerConfig, required } from '../layer'
import type { ActivationLike, ConstraintLike, DataFormatLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import { along_channels, check_output_size, check_positive, check_strides, input_channels, standardize_windows } from './windows'

export interface ConvConfig extends LayerConfig, LoraConfig {
  /** Number of output channels. */
  filters: number
  /** Size of the window: a number, or one for each spatial axis. */
  kernel_size: number | number[]
  /** Default 1. */
  strides?: number | number[]
  /** `valid` (default) or `same`; `causal` too for sequences. */
  padding?: string
  data_format?: DataFormatLike
  /** Default 1. */
  dilation_rate?: number | number[]
  /** The channels are split into so many groups, each with its own filters. Default 1. */
  groups?: number
  activation?: ActivationLike
  /** Default true. */
  use_bias?: boolean
  /** Default `glorot_uniform`. */
  kernel_initializer?: InitializerLike
  /** Default `zeros`. */
  bias_initializer?: InitializerLike
  kernel_regularizer?: RegularizerLike
  bias_regularizer?: RegularizerLike
  kernel_constraint?: ConstraintLike
  bias_constraint?: ConstraintLike
}
export interface BaseConv extends Resolved<Omit<ConvConfig, 'kernel_size' | 'strides' | 'dilation_rate' | 'data_format'>> {
  kernel_size: number[]
  strides: number[]
  dilation_rate: number[]
  data_format: DataFormat
}

/** `activation(conv(x, kernel) + bias)` over `rank` spatial axes. */
export abstract class BaseConv extends Layer {
  static override defaults: Record<string, unknown> = {
    filters: required,
    kernel_size: required,
    strides: 1,
    padding: 'valid',
    data_format: null,
    dilation_rate: 1,
    groups: 1,
    activation: null,
    use_bias: true,
    kernel_initializer: 'glorot_uniform',
    bias_initializer: 'zeros',
    kernel_regularizer: null,
    bias_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
    lora_rank: null,
    lora_alpha: null,
  }
  static override call_options = {}
  static rank = 2
  declare _kernel: Variable
  declare bias: Variable | null
  declare lora_enabled: boolean
  declare lora_kernel_a: Variable
  declare lora_kernel_b: Variable

  /** @throws ValueError that names the argument. */
  constructor(config: ConvConfig) {
    super(config)
    check_conv(this, this.rank)
    this.lora_alpha ??= this.lora_rank
    this.lora_enabled = false
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2 })
  }

  /** Number of spatial axes. */
  get rank(): number {
    return (this.constructor as typeof BaseConv).rank
  }

  override build(input_shape: Shape): void {
    const [axis, channels] = input_channels(this, input_shape)
    if (channels % this.groups !== 0) {
      throw new ValueError(
        `The number of input channels must be evenly divisible by the number of groups. Received groups=${this.groups}, but the input has ${channels} channels (full input shape is ${shape_text(input_shape)}).`,
      )
    }
    check_output_size(this, input_shape)
    this._kernel = this.add_weight({ name: 'kernel', shape: [...this.kernel_size, channels / this.groups, this.filters] })
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [this.filters] }) : null
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2, axes: { [axis]: channels } })
    this.built = true
    if (this.lora_rank) this.enable_lora(this.lora_rank, this.lora_alpha)
  }

  /** The kernel in effect. With LoRA a new tensor that belongs to the caller. @throws AttributeError before the layer is built. */
  get kernel(): Tensor {
    if (!this.built) throw new AttributeError('You must build the layer before accessing `kernel`.')
    return this.lora_enabled ? adapted(this, this._kernel, this.lora_kernel_a, this.lora_kernel_b) : this._kernel
  }

  /** The convolution alone. Subclasses may compute something else with the kernel. */
  convolution_op(inputs: Tensor, kernel: Tensor): Tensor {
    const { strides, padding, data_format, dilation_rate } = this
    return conv(inputs, kernel, { strides, padding, data_format, dilation_rate })
  }

  override call(x: Tensor): Tensor {
    const plain =
      this.rank === 2 && this.data_format === 'channels_last' && this.convolution_op === BaseConv.prototype.convolution_op
    if (
      plain &&
      this.compute_dtype === 'float32' &&
      tensor_dtype(x) === 'float32' &&
      x.shape.length === 4 &&
      !this.lora_enabled
    ) {
      const name = fused_activation(this.activation)
      const settings = { strides: this.strides, padding: this.padding as 'valid', dilations: this.dilation_rate }
      const y = fused_conv2d(x, this._kernel.value, this.bias === null ? null : this.bias.value, name, settings)
      return name === null ? this.activation(y) : y
    }
    const y = this.convolution_op(x, this.kernel)
    return this.activation(this.bias === null ? y : add(y, along_channels(this.bias, this.rank, this.data_format)))
  }

  /**
   * Freezes the kernel and trains a change of it of rank `rank`. `rest` is `{ lora_alpha, a_initializer, b_initializer }`, or these by position.
   * @throws ValueError before the layer is built, with a kernel constraint, or the second time.
   */
  enable_lora(rank: number, ...rest: unknown[]): void {
    check_lora(this, 'kernel', this.kernel_constraint)
    const target = {
      name: 'kernel',
      weight: this._kernel,
      regularizer: this.kernel_regularizer,
      a_shape: [...this._kernel.shape.slice(0, -1), rank],
      b_shape: [rank, this.filters],
    }
    const [a, b] = add_lora(this, target, rank, lora_options(rest))
    this.lora_kernel_a = a
    this.lora_kernel_b = b
  }

  /** @internal */
  override _own_weights(): OwnWeights {
    const own = super._own_weights()
    return this.lora_enabled ? stored_adapted(own, () => this.kernel, [this.lora_kernel_a, this.lora_kernel_b]) : own
  }

  override get_config(): Record<string, unknown> {
    return without_unused_lora({ activity_regularizer: null, ...super.get_config() })
  }
}

function check_conv(layer: BaseConv, rank: number): void {
  standardize_windows(layer, rank, rank === 1)
  check_positive('filters', layer.filters)
  const { filters, groups } = layer
  if (!Number.isInteger(groups) || groups <= 0)
    throw new ValueError(`The number of groups must be a positive integer. Received: groups=${groups}.`)
  if (filters % groups !== 0) {
    throw new ValueError(
      `The number of filters must be evenly divisible by the number of groups. Received: groups=${groups}, filters=${filters}.`,
    )
  }
  check_strides(layer)
}
