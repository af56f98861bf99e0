import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { Constant } from '../initializers/constant_initializers'
import { add, clip, divide, multiply, negative, power, square, subtract } from '../ops/numpy'
import type { Variable } from '../variables/variable'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

export interface FtrlConfig extends OptimizerConfig {
  /** Default -0.5. */
  learning_rate_power?: number
  /** Default 0.1. */
  initial_accumulator_value?: number
  /** Default 0. */
  l1_regularization_strength?: number
  /** Default 0. */
  l2_regularization_strength?: number
  /** Default 0. */
  l2_shrinkage_regularization_strength?: number
  /** Default 0. */
  beta?: number
}

/** "Follow the regularized leader". Default `learning_rate` 0.001. Source: keras.optimizers.Ftrl; H. B. McMahan et al., "Ad Click Prediction", 2013. */
export class Ftrl extends Optimizer {
  static override class_name = 'Ftrl'
  static override defaults = {
    learning_rate: 0.001,
    learning_rate_power: -0.5,
    initial_accumulator_value: 0.1,
    l1_regularization_strength: 0,
    l2_regularization_strength: 0,
    l2_shrinkage_regularization_strength: 0,
    beta: 0,
  }
  declare learning_rate_power: number
  declare initial_accumulator_value: number
  declare l1_regularization_strength: number
  declare l2_regularization_strength: number
  declare l2_shrinkage_regularization_strength: number
  declare beta: number
  /** @internal */ _accumulators: Variable[] = []
  /** @internal */ _linears: Variable[] = []

  /** @throws ValueError for a strength or start below 0, or a power above 0. */
  constructor(config?: FtrlConfig) {
    super(config as Record<string, unknown>)
    for (const key of [
      'initial_accumulator_value',
      'l1_regularization_strength',
      'l2_regularization_strength',
      'l2_shrinkage_regularization_strength',
    ] as const) {
      if (this[key] < 0) throw new ValueError(`\`${key}\` needs to be positive or zero. Received: ${key}=${repr(this[key])}.`)
    }
    if (this.learning_rate_power > 0) {
      throw new ValueError(
        `\`learning_rate_power\` needs to be negative or zero. Received: learning_rate_power=${repr(this.learning_rate_power)}.`,
      )
    }
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    const start = [new Constant({ value: this.initial_accumulator_value }), 'zeros']
    ;[this._accumulators, this._linears] = this.add_optimizer_variables(variables, ['accumulator', 'linear'], start) as [
      Variable[],
      Variable[],
    ]
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const index = this._index(variable)
    const accumulator = this._accumulators[index]!
    const linear = this._linears[index]!
    const { l1_regularization_strength: l1, l2_shrinkage_regularization_strength: shrinkage } = this
    const l2 = this.l2_regularization_strength + this.beta / (2 * learning_rate)
    const shrunk = shrinkage === 0 ? gradient : add(gradient, multiply(variable, 2 * shrinkage))
    const sums = add(accumulator, square(gradient)) as Tensor
    const root = power(sums, -this.learning_rate_power)
    const growth = divide(subtract(root, power(accumulator, -this.learning_rate_power)), learning_rate)
    this.assign_add(linear, subtract(shrunk, multiply(growth, variable)))
    const quadratic = add(divide(root, learning_rate), 2 * l2)
    const pull = l1 === 0 ? negative(linear) : subtract(clip(linear, -l1, l1), linear)
    this.assign(variable, divide(pull, quadratic))
    this.assign(accumulator, sums)
  }
}
