import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { AttributeError, ValueError } from '../common/errors'
import { serialize_object } from '../common/objects'
import { type RevivalOptions, revive_nested } from '../common/serialized'
import { repr, type_text } from '../common/text'
import { is_plain_object } from '../common/tree'
import { convert_to_numpy } from '../ops/core'
import { add, divide, multiply, sum } from '../ops/numpy'
import { NumberVariable } from '../variables/number_variable'
import type { Variable } from '../variables/variable'
import { type Gradient, Optimizer } from './optimizer'

export interface LossScaleOptimizerConfig {
  /** The optimizer that changes the variables; its own `loss_scale_factor` is taken away. */
  inner_optimizer: Optimizer
  /** What the loss is multiplied by at first. Default 32768. */
  initial_scale?: number
  /** After how many steps with finite gradients the scale doubles. Default 2000. */
  dynamic_growth_steps?: number
  name?: string | null
}

/** Arguments of the base, which are for the inner optimizer; files may hold their defaults. */
const of_base: Record<string, unknown> = {
  weight_decay: null,
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
  loss_scale_factor: null,
  gradient_accumulation_steps: null,
}

/** The arguments without those that only their defaults may be given for. */
function supported(config: unknown): Record<string, unknown> {
  if (!is_plain_object(config)) return config as Record<string, unknown>
  const { dynamic = true, ...given } = config
  if (!dynamic) {
    throw new ValueError(
      'LossScaleOptimizer no longer supports `dynamic=False`. Instead, set `loss_scale_factor` on the `inner_optimizer`. Received: dynamic=False',
    )
  }
  for (const key of Object.keys(of_base)) {
    if (given[key] !== undefined && given[key] !== of_base[key]) {
      throw new ValueError(
        `LossScaleOptimizer does not support \`${key}\`. Instead, set \`${key}\` on the \`inner_optimizer\`. Received: ${key}=${repr(given[key])}`,
      )
    }
    delete given[key]
  }
  const { inner_optimizer, initial_scale, dynamic_growth_steps, name, ...others } = given
  if (Object.keys(others).length > 0) {
    const names = Object.keys(others).join('`, `')
    throw new ValueError(`LossScaleOptimizer does not support arguments: \`${names}\`. Received: ${repr(others)}`)
  }
  if (!(inner_optimizer instanceof Optimizer)) {
    throw new AttributeError(
      `'${type_text(inner_optimizer)}' object has no attribute 'loss_scale_factor'. \`inner_optimizer\` must be an optimizer. Received: inner_optimizer=${repr(inner_optimizer)}`,
    )
  }
  return { ...given, learning_rate: 0 }
}

/**
 * Multiplies the loss so that small gradients survive float16, and divides the gradients again before an inner optimizer gets them. Gradients that are not finite change
 * nothing and halve the scale; after `dynamic_growth_steps` finite ones it doubles. Source: keras.optimizers.LossScaleOptimizer.
 *
 * ```ts
 * const optimizer = new LossScaleOptimizer({ inner_optimizer: new SGD({ learning_rate: 0.5 }), initial_scale: 8 })
 * const v = new Variable(3)
 * const { grads } = value_and_grads(() => optimizer.scale_loss(ops.square(v)), [v])
 * optimizer.apply(grads, [v])
 * v.arraySync() // 0
 * ```
 */
export class LossScaleOptimizer extends Optimizer {
  static override class_name = 'LossScaleOptimizer'
  static override defaults: Record<string, unknown> = {
    inner_optimizer: null,
    initial_scale: 2 ** 15,
    dynamic_growth_steps: 2000,
  }
  declare inner_optimizer: Optimizer
  declare initial_scale: number
  declare dynamic_growth_steps: number
  declare step_counter: NumberVariable
  declare dynamic_scale: NumberVariable

  /** @throws AttributeError without an inner optimizer; ValueError for an argument that belongs to it. */
  constructor(config: LossScaleOptimizerConfig) {
    super(supported(config))
    this.inner_optimizer.loss_scale_factor = null
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    const number = (name: string, dtype: string, value: number): NumberVariable =>
      this._track(() => new NumberVariable(value, { name, dtype, trainable: false, aggregation: 'none' }))
    this.step_counter = number('step_counter', 'int32', 0)
    this.dynamic_scale = number('dynamic_scale', 'float32', this.initial_scale)
    this.inner_optimizer.build(variables)
    super.build(variables)
  }

  /** Its own variables, then those of the inner optimizer. */
  override get variables(): Variable[] {
    return [...this._variables, ...this.inner_optimizer.variables]
  }

  override apply(grads: readonly Gradient[], trainable_variables: readonly Variable[] | null = null): void {
    if (!this.built && trainable_variables !== null) this.build(trainable_variables)
    scoped(() => {
      if (this.built && !all_finite(grads)) {
        this.step_counter.assign(0)
        this.dynamic_scale.assign(this.dynamic_scale.number * 0.5)
        return
      }
      this.inner_optimizer.apply(this._unscaled(grads, trainable_variables ?? this._trainable_variables), trainable_variables)
      if (this.step_counter.number === this.dynamic_growth_steps - 1) {
        this.step_counter.assign(0)
        this.dynamic_scale.assign(this.dynamic_scale.number * 2)
      } else this.step_counter.assign(this.step_counter.number + 1)
    })
  }

  private _unscaled(grads: readonly Gradient[], variables: readonly Variable[]): Gradient[] {
    return grads.map((gradient, i) =>
      gradient && !variables[i]?.overwrite_with_gradient ? (divide(gradient, this.dynamic_scale.number) as Tensor) : gradient,
    )
  }

  override scale_loss(loss: Tensor): Tensor {
    return scoped(() => multiply(loss, this.built ? this.dynamic_scale : this.initial_scale) as Tensor)
  }

  override get iterations(): NumberVariable | number {
    return this.inner_optimizer.iterations
  }

  override get learning_rate(): any {
    return this.inner_optimizer.learning_rate
  }

  override set learning_rate(value: unknown) {
    this.inner_optimizer.learning_rate = value
  }

  override finalize_variable_values(var_list: readonly Variable[]): void {
    this.inner_optimizer.finalize_variable_values(var_list)
  }

  /** @internal */
  override _own_weights(): { stored: { variable: Variable }[]; cleared: Variable[] } {
    return { stored: this.variables.map((variable) => ({ variable })), cleared: [] }
  }

  /** Frees the variables, but for those of the inner optimizer. */
  dispose_own(): void {
    for (const variable of this._variables) variable.dispose()
  }

  override get_config(): Record<string, unknown> {
    const { name, inner_optimizer, initial_scale, dynamic_growth_steps } = this
    return { name, inner_optimizer: serialize_object(inner_optimizer), initial_scale, dynamic_growth_steps }
  }

  static override from_config(config: Record<string, unknown>, options: RevivalOptions = {}): LossScaleOptimizer {
    return new LossScaleOptimizer({ ...config, inner_optimizer: revive_nested(config.inner_optimizer, options) })
  }
}

/** False when any value of any gradient is infinite or no number. */
function all_finite(grads: readonly Gradient[]): boolean {
  let total: Tensor | null = null
  for (const gradient of grads) {
    if (!gradient) continue
    const zero = sum(multiply(gradient, 0)) as Tensor
    total = total === null ? zero : (add(total, zero) as Tensor)
  }
  return total === null || Number.isFinite(convert_to_numpy(total)[0])
}
