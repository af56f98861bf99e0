import type { Tensor } from '@tensorflow/tfjs-core'
import type { DataFormat } from '../../common/config'
import type { Shape } from '../../common/shape'
import { depthwise_conv } from '../../ops/nn/conv'
import { fused_depthwise_conv2d } from '../../ops/nn/fused'
import { add } from '../../ops/numpy/arithmetic'
import { tensor_dtype } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import { fused_activation } from '../core/fused_activation'
import { InputSpec, Layer, type LayerConfig, required } from '../layer'
import type { ActivationLike, ConstraintLike, DataFormatLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import { along_channels, check_output_size, check_positive, input_channels, standardize_windows } from './windows'

export interface DepthwiseConvConfig extends LayerConfig {
  /** Size of the window: a number, or one for each spatial axis. */
  kernel_size: number | number[]
  /** Default 1. */
  strides?: number | number[]
  /** `valid` (default) or `same`. */
  padding?: string
  /** Number of filters for each channel. Default 1. */
  depth_multiplier?: number
  data_format?: DataFormatLike
  /** Default 1. */
  dilation_rate?: number | number[]
  activation?: ActivationLike
  /** Default true. */
  use_bias?: boolean
  /** Default `glorot_uniform`. */
  depthwise_initializer?: InitializerLike
  /** Default `zeros`. */
  bias_initializer?: InitializerLike
  depthwise_regularizer?: RegularizerLike
  bias_regularizer?: RegularizerLike
  depthwise_constraint?: ConstraintLike
  bias_constraint?: ConstraintLike
}
export interface BaseDepthwiseConv
  extends Resolved<Omit<DepthwiseConvConfig, 'kernel_size' | 'strides' | 'dilation_rate' | 'data_format'>> {
  kernel_size: number[]
  strides: number[]
  dilation_rate: number[]
  data_format: DataFormat
}

/** Each channel is convolved on its own, with `depth_multiplier` filters. */
export abstract class BaseDepthwiseConv extends Layer {
  static override defaults: Record<string, unknown> = {
    kernel_size: required,
    strides: 1,
    padding: 'valid',
    depth_multiplier: 1,
    data_format: null,
    dilation_rate: 1,
    activation: null,
    use_bias: true,
    depthwise_initializer: 'glorot_uniform',
    bias_initializer: 'zeros',
    depthwise_regularizer: null,
    bias_regularizer: null,
    depthwise_constraint: null,
    bias_constraint: null,
  }
  static override call_options = {}
  static rank = 2
  declare kernel: Variable
  declare bias: Variable | null

  /** @throws ValueError that names the argument. */
  constructor(config: DepthwiseConvConfig) {
    super(config)
    standardize_windows(this, this.rank)
    check_positive('depth_multiplier', this.depth_multiplier)
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2 })
  }

  /** Number of spatial axes. */
  get rank(): number {
    return (this.constructor as typeof BaseDepthwiseConv).rank
  }

  override build(input_shape: Shape): void {
    const [axis, channels] = input_channels(this, input_shape)
    check_output_size(this, input_shape)
    this.kernel = this.add_weight({
      name: 'kernel',
      shape: [...this.kernel_size, channels, this.depth_multiplier],
      initializer: this.depthwise_initializer,
      regularizer: this.depthwise_regularizer,
      constraint: this.depthwise_constraint,
    })
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [channels * this.depth_multiplier] }) : null
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2, axes: { [axis]: channels } })
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, data_format, dilation_rate } = this
    const plain = this.rank === 2 && data_format === 'channels_last' && this.compute_dtype === 'float32'
    if (plain && tensor_dtype(x) === 'float32') {
      const name = fused_activation(this.activation)
      const settings = { strides, padding: padding as 'valid', dilations: dilation_rate }
      const y = fused_depthwise_conv2d(x, this.kernel.value, this.bias === null ? null : this.bias.value, name, settings)
      return name === null ? this.activation(y) : y
    }
    const y = depthwise_conv(x, this.kernel, { strides, padding, data_format, dilation_rate })
    return this.activation(this.bias === null ? y : add(y, along_channels(this.bias, this.rank, data_format)))
  }

  override get_config(): Record<string, unknown> {
    return { activity_regularizer: null, ...super.get_config() }
  }
}
