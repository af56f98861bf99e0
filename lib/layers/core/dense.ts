import type { Tensor } from '@tensorflow/tfjs-core'
import { AttributeError, ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { fused_dense } from '../../ops/nn/fused'
import { add } from '../../ops/numpy/arithmetic'
import { matmul } from '../../ops/numpy/linear'
import { tensor_dtype } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import type { OwnWeights } from '../base/own_store'
import { InputSpec, Layer, type LayerConfig, required } from '../layer'
import type { ActivationLike, ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import { fused_activation } from './fused_activation'
import { adapted, add_lora, check_lora, type LoraConfig, lora_options, stored_adapted, without_unused_lora } from './lora'

export interface DenseConfig extends LayerConfig, LoraConfig {
  /** Size of the last axis of the output. */
  units: number
  /** Default: none. */
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
  /** Kept in the config; only null has an effect. */
  quantization_config?: object | null
}
export interface Dense extends Resolved<DenseConfig> {}

/**
 * `activation(x @ kernel + bias)`, over the last axis: `[..., n]` to `[..., units]`. Source: keras.layers.Dense.
 *
 * ```ts
 * const layer = new Dense({ units: 2, activation: 'relu' })
 * const y = layer([[1, 2, 3]]) // shape [1, 2]
 * ```
 */
export class Dense extends Layer {
  static override class_name = 'Dense'
  static override defaults = {
    units: required,
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
    quantization_config: null,
  }
  static override call_options = { training: null }
  declare _kernel: Variable
  declare bias: Variable | null
  declare lora_enabled: boolean
  declare lora_kernel_a: Variable
  declare lora_kernel_b: Variable

  /** @throws ValueError when `units` is no positive integer. */
  constructor(config: DenseConfig) {
    super(config)
    if (!Number.isInteger(this.units) || this.units <= 0) {
      throw new ValueError(
        `Received an invalid value for \`units\`, expected a positive integer. Received: units=${repr(this.units)}`,
      )
    }
    this.lora_alpha ??= this.lora_rank
    this.lora_enabled = false
    this.supports_masking = true
    this.input_spec = new InputSpec({ min_ndim: 2 })
  }

  override build(input_shape: Shape): void {
    const size = input_shape[input_shape.length - 1]!
    this._kernel = this.add_weight({ name: 'kernel', shape: [size, this.units] })
    this.bias = this.use_bias ? this.add_weight({ name: 'bias', shape: [this.units] }) : null
    this.input_spec = new InputSpec({ min_ndim: 2, axes: { '-1': size } })
    this.built = true
    if (this.lora_rank) this.enable_lora(this.lora_rank)
  }

  /** The kernel in effect. With LoRA a new tensor that belongs to the caller. @throws AttributeError before the layer is built. */
  get kernel(): Tensor {
    if (!this.built) throw new AttributeError('You must build the layer before accessing `kernel`.')
    return this.lora_enabled ? adapted(this, this._kernel, this.lora_kernel_a, this.lora_kernel_b) : this._kernel
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return [...input_shape.slice(0, -1), this.units]
  }

  override call(x: Tensor): Tensor {
    if (this.compute_dtype === 'float32' && tensor_dtype(x) === 'float32' && !this.lora_enabled) {
      const name = fused_activation(this.activation)
      const y = fused_dense(x, this._kernel.value, this.bias === null ? null : this.bias.value, name)
      return name === null ? this.activation(y) : y
    }
    const product = matmul(x, this.kernel)
    return this.activation(this.bias === null ? product : add(product, this.bias))
  }

  /**
   * Freezes the kernel and trains a change of it of rank `rank`. `rest` is `{ lora_alpha, a_initializer, b_initializer }`, or these by position.
   * @throws ValueError before the layer is built, with a kernel constraint, or the second time.
   */
  enable_lora(rank: number, ...rest: unknown[]): void {
    check_lora(this, 'kernel', this.kernel_constraint)
    const [size, units] = this._kernel.shape as [number, number]
    const target = {
      name: 'kernel',
      weight: this._kernel,
      regularizer: this.kernel_regularizer,
      a_shape: [size, rank],
      b_shape: [rank, units],
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
    return without_unused_lora(super.get_config())
  }
}
