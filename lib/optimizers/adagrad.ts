import type { Tensor } from '@tensorflow/tfjs-core'
import { Constant } from '../initializers/constant_initializers'
import { add, divide, multiply, negative, sqrt, square } from '../ops/numpy'
import type { Variable } from '../variables/variable'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

export interface AdagradConfig extends OptimizerConfig {
  /** Default 0.1. */
  initial_accumulator_value?: number
  /** Default 1e-7. */
  epsilon?: number
}

/** Gradients divided by the root of the sum of all squares. Default `learning_rate` 0.001. Source: keras.optimizers.Adagrad. */
export class Adagrad extends Optimizer {
  static override class_name = 'Adagrad'
  static override defaults = { learning_rate: 0.001, initial_accumulator_value: 0.1, epsilon: 1e-7 }
  declare initial_accumulator_value: number
  declare epsilon: number
  /** @internal */ _accumulators: Variable[] = []

  constructor(config?: AdagradConfig) {
    super(config as Record<string, unknown>)
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    this._accumulators = this.add_optimizer_variables(
      variables,
      'accumulator',
      new Constant({ value: this.initial_accumulator_value }),
    )
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const accumulator = this._accumulators[this._index(variable)]!
    this.assign_add(accumulator, square(gradient))
    this.assign_sub(variable, divide(multiply(gradient, learning_rate), sqrt(add(accumulator, this.epsilon))))
  }
}

export interface AdadeltaConfig extends OptimizerConfig {
  /** Decay of the means. Default 0.95. */
  rho?: number
  /** Default 1e-7. */
  epsilon?: number
}

/** Steps scaled by the mean squares of past steps and gradients. Default `learning_rate` 0.001. Source: keras.optimizers.Adadelta. */
export class Adadelta extends Optimizer {
  static override class_name = 'Adadelta'
  static override defaults = { learning_rate: 0.001, rho: 0.95, epsilon: 1e-7 }
  declare rho: number
  declare epsilon: number
  /** @internal */ _accumulated_grads: Variable[] = []
  /** @internal */ _accumulated_delta_vars: Variable[] = []

  constructor(config?: AdadeltaConfig) {
    super(config as Record<string, unknown>)
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    ;[this._accumulated_grads, this._accumulated_delta_vars] = this.add_optimizer_variables(variables, [
      'accumulated_grad',
      'accumulated_delta_var',
    ]) as [Variable[], Variable[]]
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const index = this._index(variable)
    const squares = this._accumulated_grads[index]!
    const steps = this._accumulated_delta_vars[index]!
    const decayed = (mean: Tensor, value: Tensor): unknown => add(multiply(mean, this.rho), multiply(square(value), 1 - this.rho))
    const root = (mean: Tensor): Tensor => sqrt(add(mean, this.epsilon)) as Tensor
    this.assign(squares, decayed(squares, gradient))
    const step = divide(multiply(negative(root(steps)), gradient), root(squares)) as Tensor
    this.assign(steps, decayed(steps, step))
    this.assign_add(variable, multiply(step, learning_rate))
  }
}
