import type { Tensor } from '@tensorflow/tfjs-core'
import type { DataFormat } from '../../common/config'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { conv_transpose } from '../../ops/nn/conv'
import { add } from '../../ops/numpy/arithmetic'
import type { Variable } from '../../variables/variable'
import { standardize_tuple } from '../arguments'
import { InputSpec, Layer, required } from '../layer'
import type { Resolved } from '../types'
import type { ConvConfig } from './base_conv'
import { along_channels, check_positive, check_strides, standardize_windows } from './windows'

export interface ConvTransposeConfig extends Omit<ConvConfig, 'groups' | 'lora_rank' | 'lora_alpha'> {
  /** How much longer the output is than it must be: a number, or one for each spatial axis; less than the strides. Default: as the padding says. */
  output_padding?: number | number[] | null
}
export interface BaseConvTranspose
  extends Resolved<Omit<ConvTransposeConfig, 'kernel_size' | 'strides' | 'dilation_rate' | 'data_format' | 'output_padding'>> {
  kernel_size: number[]
  strides: number[]
  dilation_rate: number[]
  data_format: DataFormat
  output_padding: number[] | null
}

/** `activation(transposed_conv(x, kernel) + bias)` over `rank` spatial axes: what a convolution does to gradients. */
export abstract class BaseConvTranspose extends Layer {
  static override defaults: Record<string, unknown> = {
    filters: required,
    kernel_size: required,
    strides: 1,
    padding: 'valid',
    output_padding: null,
    data_format: null,
    dilation_rate: 1,
    activation: null,
    use_bias: true,
    kernel_initializer: 'glorot_uniform',
    bias_initializer: 'zeros',
    kernel_regularizer: null,
    bias_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
  }
  static override call_options = {}
  static rank = 2
  declare kernel: Variable
  declare bias: Variable | null

  /** @throws ValueError that names the argument. */
  constructor(config: ConvTransposeConfig) {
    super(config)
    standardize_windows(this, this.rank)
    check_positive('filters', this.filters)
    if (this.output_padding !== null) {
      this.output_padding = standardize_tuple(this.output_padding, this.rank, 'output_padding', true)
      check_output_padding(this.output_padding, this.strides)
    }
    check_strides(this)
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2 })
  }

  /** Number of spatial axes. */
  get rank(): number {
    return (this.constructor as typeof BaseConvTranspose).rank
  }

  override build(input_shape: Shape): void {
    const axis = this.data_format === 'channels_last' ? -1 : 1
    const channels = input_shape.at(axis)!
    this.kernel = this.add_weight({ name: 'kernel', shape: [...this.kernel_size, this.filters, channels] })
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [this.filters] }) : null
    this.input_spec = new InputSpec({ min_ndim: this.rank + 2, axes: { [axis]: channels } })
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, output_padding, data_format, dilation_rate } = this
    const y = conv_transpose(x, this.kernel, { strides, padding, output_padding, data_format, dilation_rate })
    return this.activation(this.bias === null ? y : add(y, along_channels(this.bias, this.rank, data_format)))
  }

  override get_config(): Record<string, unknown> {
    return { activity_regularizer: null, ...super.get_config() }
  }
}

function check_output_padding(output_padding: number[], strides: number[]): void {
  output_padding.forEach((padding, i) => {
    if (padding < strides[i]!) return
    throw new ValueError(
      `\`output_padding\` must be strictly less than \`strides\` for all dimensions. At dimension ${i}, \`output_padding\` is ${padding} but \`strides\` is ${strides[i]}. Received: output_padding=${shape_text(output_padding)}, strides=${shape_text(strides)}`,
    )
  })
}
