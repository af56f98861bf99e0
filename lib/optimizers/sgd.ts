import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { multiply, subtract } from '../ops/numpy'
import type { Variable } from '../variables/variable'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

export interface SGDConfig extends OptimizerConfig {
  /** Between 0 and 1. Default 0. */
  momentum?: number
  /** Default false. */
  nesterov?: boolean
}

/** Gradient descent, with momentum. Default `learning_rate` 0.01. Source: keras.optimizers.SGD. */
export class SGD extends Optimizer {
  static override class_name = 'SGD'
  static override defaults = { learning_rate: 0.01, momentum: 0, nesterov: false }
  declare momentum: number
  declare nesterov: boolean
  momentums: Variable[] = []

  /** @throws ValueError when `momentum` is not between 0 and 1. */
  constructor(config?: SGDConfig) {
    super(config as Record<string, unknown>)
    if (typeof this.momentum !== 'number' || this.momentum < 0 || this.momentum > 1) {
      throw new ValueError(`\`momentum\` must be a float between [0, 1]. Received: momentum=${repr(this.momentum)}`)
    }
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    if (this.momentum !== 0) this.momentums = this.add_optimizer_variables(variables, 'momentum')
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const m = this.momentum === 0 ? null : this.momentums[this._index(variable)]!
    const attrs = { learning_rate, momentum: this.momentum, nesterov: this.nesterov ? 1 : 0 }
    if (this._fused('KerasMomentum', [variable, m], gradient, attrs)) return
    const step = multiply(gradient, learning_rate)
    if (m === null) {
      this.assign_sub(variable, step)
      return
    }
    this.assign(m, subtract(multiply(m, this.momentum), step))
    this.assign_add(variable, this.nesterov ? subtract(multiply(m, this.momentum), step) : m)
  }
}
