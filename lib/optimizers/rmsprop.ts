import type { Tensor } from '@tensorflow/tfjs-core'
import { add, divide, multiply, sqrt, square, subtract } from '../ops/numpy'
import type { Variable } from '../variables/variable'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

export interface RMSpropConfig extends OptimizerConfig {
  /** Decay of the mean of squares. Default 0.9. */
  rho?: number
  /** Default 0. */
  momentum?: number
  /** Default 1e-7. */
  epsilon?: number
  /** Whether the variance counts in place of the mean of squares. Default false. */
  centered?: boolean
}

/** Gradients divided by the root of their mean square. Default `learning_rate` 0.001. Source: keras.optimizers.RMSprop. */
export class RMSprop extends Optimizer {
  static override class_name = 'RMSprop'
  static override defaults = { learning_rate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }
  declare rho: number
  declare momentum: number
  declare epsilon: number
  declare centered: boolean
  /** @internal */ _velocities: Variable[] = []
  /** @internal */ _momentums: Variable[] = []
  /** @internal */ _average_gradients: Variable[] = []

  constructor(config?: RMSpropConfig) {
    super(config as Record<string, unknown>)
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    this._velocities = this.add_optimizer_variables(variables, 'velocity')
    if (this.momentum > 0) this._momentums = this.add_optimizer_variables(variables, 'momentum')
    if (this.centered) this._average_gradients = this.add_optimizer_variables(variables, 'average_gradient')
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const { rho, momentum, epsilon } = this
    const index = this._index(variable)
    const v = this._velocities[index]!
    const plain = momentum <= 0 && !this.centered
    if (plain && this._fused('KerasRMSprop', [variable, v], gradient, { learning_rate, rho, epsilon })) return
    this.assign(v, add(multiply(v, rho), multiply(square(gradient), 1 - rho)))
    let size: Tensor = v
    if (this.centered) {
      const average = this._average_gradients[index]!
      this.assign(average, add(multiply(average, rho), multiply(gradient, 1 - rho)))
      size = subtract(v, square(average)) as Tensor
    }
    const step = divide(multiply(gradient, learning_rate), sqrt(add(size, epsilon)))
    if (momentum <= 0) {
      this.assign_sub(variable, step)
      return
    }
    const m = this._momentums[index]!
    this.assign(m, add(multiply(m, momentum), step))
    this.assign_sub(variable, m)
  }
}
