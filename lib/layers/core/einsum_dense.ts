import type { Tensor } from '@tensorflow/tfjs-core'
import { AttributeError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { VarianceScaling } from '../../initializers/random_initializers'
import { fused_einsum } from '../../ops/nn/fused'
import { add } from '../../ops/numpy/arithmetic'
import { einsum } from '../../ops/numpy/einsum'
import { tensor_dtype } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import type { OwnWeights } from '../base/own_store'
import { InputSpec, Layer, type LayerConfig, required } from '../layer'
import type { ActivationLike, ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import { analyze_einsum } from './einsum_shapes'
import { fused_activation } from './fused_activation'
import { adapted, add_lora, check_lora, type LoraConfig, lora_options, stored_adapted, without_unused_lora } from './lora'

export interface EinsumDenseConfig extends LayerConfig, LoraConfig {
  /** An einsum of the input and the kernel: `ab,bc->ac`, or with `...` on the left or on the right. */
  equation: string
  /** The shape of the output without the batch and what `...` stands for; null where it is that of the input. */
  output_shape: number | (number | null)[]
  activation?: ActivationLike
  /** The letters of the output along which there is a bias. Default: no bias. */
  bias_axes?: string | null
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
export interface EinsumDense extends Resolved<Omit<EinsumDenseConfig, 'output_shape'>> {}

/**
 * `activation(einsum(equation, x, kernel) + bias)`. Source: keras.layers.EinsumDense.
 *
 * ```ts
 * new EinsumDense({ equation: 'abc,cd->abd', output_shape: [32, 64], bias_axes: 'd' })(Input({ shape: [32, 128] })) // shape [null, 32, 64]
 * ```
 */
export class EinsumDense extends Layer {
  static override class_name = 'EinsumDense'
  static override defaults = {
    equation: required,
    partial_output_shape: required,
    activation: null,
    bias_axes: null,
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
  declare partial_output_shape: Shape
  declare _kernel: Variable
  declare bias: Variable | null
  declare lora_enabled: boolean
  declare lora_kernel_a: Variable
  declare lora_kernel_b: Variable

  constructor({ output_shape, ...config }: EinsumDenseConfig) {
    super({ ...config, partial_output_shape: typeof output_shape === 'number' ? [output_shape] : output_shape })
    this.lora_alpha ??= this.lora_rank
    this.lora_enabled = false
  }

  /** @throws ValueError when the equation does not fit the shapes. */
  override build(input_shape: Shape): void {
    const { kernel_shape, bias_shape, input_axes, output_axes } = this.analyze(input_shape)
    let initializer = this.kernel_initializer
    if (initializer instanceof VarianceScaling && (initializer.input_axes === null || initializer.output_axes === null))
      initializer = new (initializer.constructor as any)({ ...initializer.get_config(), input_axes, output_axes })
    this._kernel = this.add_weight({ name: 'kernel', shape: kernel_shape, initializer })
    this.bias = bias_shape === null ? null : this.add_weight({ name: 'bias', shape: bias_shape })
    this.input_spec = new InputSpec({ ndim: input_shape.length })
    this.built = true
    if (this.lora_rank) this.enable_lora(this.lora_rank, this.lora_alpha)
  }

  private analyze(input_shape: Shape) {
    return analyze_einsum(this.equation, this.bias_axes ?? null, input_shape, this.partial_output_shape)
  }

  /** The kernel in effect. With LoRA a new tensor that belongs to the caller. @throws AttributeError before the layer is built. */
  get kernel(): Tensor {
    if (!this.built) throw new AttributeError('You must build the layer before accessing `kernel`.')
    return this.lora_enabled ? adapted(this, this._kernel, this.lora_kernel_a, this.lora_kernel_b) : this._kernel
  }

  override call(x: Tensor): Tensor {
    if (this.compute_dtype === 'float32' && tensor_dtype(x) === 'float32' && !this.lora_enabled) {
      const name = fused_activation(this.activation)
      const y = fused_einsum(this.equation, x, this._kernel.value, this.bias === null ? null : this.bias.value, name)
      return name === null ? this.activation(y) : y
    }
    const y = einsum(this.equation, x, this.kernel)
    return this.activation(this.bias === null ? y : add(y, this.bias))
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return this.analyze(input_shape).output_shape
  }

  /**
   * Freezes the kernel and trains a change of it of rank `rank`. `rest` is `{ lora_alpha, a_initializer, b_initializer }`, or these by position.
   * @throws ValueError before the layer is built, with a kernel constraint, or the second time.
   */
  enable_lora(rank: number, ...rest: unknown[]): void {
    check_lora(this, 'kernel', this.kernel_constraint)
    const { shape } = this._kernel
    const target = {
      name: 'kernel',
      weight: this._kernel,
      regularizer: this.kernel_regularizer,
      a_shape: [...shape.slice(0, -1), rank],
      b_shape: [rank, shape.at(-1)!],
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
    const { partial_output_shape, ...config } = super.get_config()
    return without_unused_lora({ activity_regularizer: null, ...config, output_shape: partial_output_shape })
  }
}
