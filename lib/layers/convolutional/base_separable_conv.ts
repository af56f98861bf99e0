import type { Tensor } from '@tensorflow/tfjs-core'
import type { DataFormat } from '../../common/config'
import type { Shape } from '../../common/shape'
import { separable_conv } from '../../ops/nn/conv'
import { add } from '../../ops/numpy/arithmetic'
import type { Variable } from '../../variables/variable'
import { InputSpec, Layer, required } from '../layer'
import type { ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import type { DepthwiseConvConfig } from './base_depthwise_conv'
import { along_channels, check_output_size, check_positive, input_channels, standardize_windows } from './windows'

export interface SeparableConvConfig extends DepthwiseConvConfig {
  /** Number of output channels. */
  filters: number
  /** Default `glorot_uniform`. */
  pointwise_initializer?: InitializerLike
  pointwise_regularizer?: RegularizerLike
  pointwise_constraint?: ConstraintLike
}
export interface BaseSeparableConv
  extends Resolved<Omit<SeparableConvConfig, 'kernel_size' | 'strides' | 'dilation_rate' | 'data_format'>> {
  kernel_size: number[]
  strides: number[]
  dilation_rate: number[]
  data_format: DataFormat
}

/** A convolution of each channel on its own, then one of window 1 over all of them. */
export abstract class BaseSeparableConv extends Layer {
  static override defaults: Record<string, unknown> = {
    filters: required,
    kernel_size: required,
    strides: 1,
    padding: 'valid',
    data_format: null,
    dilation_rate: 1,
    depth_multiplier: 1,
    activation: null,
    use_bias: true,
    depthwise_initializer: 'glorot_uniform',
    pointwise_initializer: 'glorot_uniform',
    bias_initializer: 'zeros',
    depthwise_regularizer: null,
    pointwise_regularizer: null,
    bias_regularizer: null,
    depthwise_constraint: null,
    pointwise_constraint: null,
    bias_constraint: null,
  }
  static override call_options = {}
  static rank = 2
  declare depthwise_kernel: Variable
  declare pointwise_kernel: Variable
  declare bias: Variable | null

  /** @throws ValueError that names the argument. */
  constructor(config: SeparableConvConfig) {
    super(config)
    standardize_windows(this, this.rank)
    check_positive('depth_multiplier', this.depth_multiplier)
    check_positive('filters', this.filters)
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2 })
  }

  /** Number of spatial axes. */
  get rank(): number {
    return (this.constructor as typeof BaseSeparableConv).rank
  }

  override build(input_shape: Shape): void {
    const [axis, channels] = input_channels(this, input_shape)
    check_output_size(this, input_shape)
    const { depth_multiplier, filters, kernel_size } = this
    this.depthwise_kernel = this.add_weight({
      name: 'depthwise_kernel',
      shape: [...kernel_size, channels, depth_multiplier],
      initializer: this.depthwise_initializer,
      regularizer: this.depthwise_regularizer,
      constraint: this.depthwise_constraint,
    })
    this.pointwise_kernel = this.add_weight({
      name: 'pointwise_kernel',
      shape: [...kernel_size.map(() => 1), channels * depth_multiplier, filters],
      initializer: this.pointwise_initializer,
      regularizer: this.pointwise_regularizer,
      constraint: this.pointwise_constraint,
    })
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [filters] }) : null
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2, axes: { [axis]: channels } })
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, data_format, dilation_rate, depthwise_kernel, pointwise_kernel } = this
    const y = separable_conv(x, depthwise_kernel, pointwise_kernel, { strides, padding, data_format, dilation_rate })
    return this.activation(this.bias === null ? y : add(y, along_channels(this.bias, this.rank, data_format)))
  }

  override get_config(): Record<string, unknown> {
    return { activity_regularizer: null, ...super.get_config() }
  }
}
