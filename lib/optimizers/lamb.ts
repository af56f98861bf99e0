import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { add, divide, greater, logical_and, multiply, sign, sqrt, square, sum, where } from '../ops/numpy'
import type { Variable } from '../variables/variable'
import { MomentOptimizer } from './adam_family'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

function norm(x: Tensor): Tensor {
  return sqrt(sum(square(x))) as Tensor
}

/** Adam whose step has the norm of the variable. Source: keras.optimizers.Lamb; Y. You et al., "Large Batch Optimization for Deep Learning", 2019. */
export class Lamb extends MomentOptimizer {
  static override class_name = 'Lamb'

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const [m, v] = this.moments(gradient, variable)
    const root = add(sqrt(multiply(v, 1 / this.correction(this.beta_2))), this.epsilon)
    const step = divide(multiply(m, 1 / this.correction(this.beta_1)), root) as Tensor
    const size = norm(variable.value)
    const step_size = norm(step)
    const ratio = where(logical_and(greater(size, 0), greater(step_size, 0)), divide(size, step_size), 1)
    this.assign_sub(variable, multiply(multiply(step, ratio), learning_rate))
  }
}

export interface LionConfig extends OptimizerConfig {
  /** Weight of the momentum in the step. Default 0.9. */
  beta_1?: number
  /** Decay of the momentum. Default 0.99. */
  beta_2?: number
}

/** Steps of equal size, by the sign of the momentum. Default `learning_rate` 0.001. Source: keras.optimizers.Lion. */
export class Lion extends Optimizer {
  static override class_name = 'Lion'
  static override defaults = { learning_rate: 0.001, beta_1: 0.9, beta_2: 0.99 }
  declare beta_1: number
  declare beta_2: number
  /** @internal */ _momentums: Variable[] = []

  /** @throws ValueError when `beta_1` is not in (0, 1]. */
  constructor(config?: LionConfig) {
    super(config as Record<string, unknown>)
    if (!(this.beta_1 > 0 && this.beta_1 <= 1)) {
      throw new ValueError(
        `Argument \`beta_1\` must be in the [0, 1] range. Otherwise, the optimizer degenerates to SignSGD. Received: beta_1=${repr(this.beta_1)}.`,
      )
    }
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    this._momentums = this.add_optimizer_variables(variables, 'momentum')
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const m = this._momentums[this._index(variable)]!
    const mixed = (beta: number): Tensor => add(multiply(m, beta), multiply(gradient, 1 - beta)) as Tensor
    this.assign_sub(variable, multiply(sign(mixed(this.beta_1)), learning_rate))
    this.assign(m, mixed(this.beta_2))
  }
}
