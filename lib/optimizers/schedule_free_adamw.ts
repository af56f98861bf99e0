import type { Tensor } from '@tensorflow/tfjs-core'
import { add, copy, divide, multiply, sqrt, square, subtract } from '../ops/numpy'
import type { Variable } from '../variables/variable'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

const { fround } = Math

export interface ScheduleFreeAdamWConfig extends OptimizerConfig {
  /** Decay of the first moment, and how far the variables are from `momentum` towards the average. Default 0.9. */
  beta_1?: number
  /** Decay of the second moment. Default 0.999. */
  beta_2?: number
  /** Default 1e-8. */
  epsilon?: number
  /** In how many steps the learning rate grows to its value. Default 0. */
  warmup_steps?: number
}

/**
 * AdamW that needs no schedule: it steps a sequence `momentum`, averages it, and puts the variables between the two. Default `learning_rate` 0.0025.
 * Source: keras.optimizers.ScheduleFreeAdamW; A. Defazio et al., "The Road Less Scheduled", 2024.
 */
export class ScheduleFreeAdamW extends Optimizer {
  static override class_name = 'ScheduleFreeAdamW'
  static override defaults: Record<string, unknown> = {
    learning_rate: 0.0025,
    beta_1: 0.9,
    beta_2: 0.999,
    epsilon: 1e-8,
    warmup_steps: 0,
  }
  declare beta_1: number
  declare beta_2: number
  declare epsilon: number
  declare warmup_steps: number
  private _momentums: (Variable | null)[] = []
  private _velocities: (Variable | null)[] = []

  constructor(config?: ScheduleFreeAdamWConfig) {
    super(config as Record<string, unknown>)
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    for (const variable of variables) {
      const slot = (name: string, initializer: unknown): Variable | null =>
        variable.overwrite_with_gradient ? null : this.add_variable_from_reference(variable, { name, initializer })
      this._momentums.push(slot('momentum', () => copy(variable)))
      this._velocities.push(slot('velocity', 'zeros'))
    }
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const { beta_1, beta_2, epsilon, warmup_steps } = this
    const index = this._index(variable)
    const momentum = this._momentums[index]!
    const velocity = this._velocities[index]!
    const step = this._step + 1
    const rate = warmup_steps > 0 ? learning_rate * Math.min(step / warmup_steps, 1) : learning_rate
    const rest = fround(1 - fround(fround(beta_2) ** step))
    const average = divide(subtract(variable, multiply(momentum, 1 - beta_1)), beta_1)
    this.assign_add(velocity, multiply(subtract(square(gradient), velocity), 1 - beta_2))
    this.assign_sub(momentum, divide(multiply(gradient, rate), add(sqrt(divide(velocity, rest)), epsilon)))
    const moved = add(multiply(average, 1 - 1 / step), multiply(momentum, 1 / step))
    this.assign(variable, add(multiply(momentum, 1 - beta_1), multiply(moved, beta_1)))
  }
}
