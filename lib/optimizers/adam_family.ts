import type { Tensor } from '@tensorflow/tfjs-core'
import { abs, add, divide, maximum, multiply, sqrt, square, subtract } from '../ops/numpy'
import { NumberVariable } from '../variables/number_variable'
import type { Variable } from '../variables/variable'
import type { AdamConfig } from './adam'
import { Optimizer } from './optimizer'

const { fround } = Math

/** Arguments of Adam's relatives. */
export type MomentConfig = Omit<AdamConfig, 'amsgrad'>

/** Two slots a variable, and the update of Adam's moments. */
export abstract class MomentOptimizer extends Optimizer {
  static override defaults: Record<string, unknown> = { learning_rate: 0.001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 }
  declare beta_1: number
  declare beta_2: number
  declare epsilon: number
  /** @internal */ _momentums: Variable[] = []
  /** @internal */ _seconds: Variable[] = []
  /** Name of the second slot. */
  protected readonly second_name: string = 'velocity'

  constructor(config?: MomentConfig) {
    super(config as Record<string, unknown>)
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    ;[this._momentums, this._seconds] = this.add_optimizer_variables(variables, ['momentum', this.second_name]) as [
      Variable[],
      Variable[],
    ]
  }

  /** The slots of a variable, the first one moved towards the gradient. */
  protected first_moment(gradient: Tensor, variable: Variable): [Variable, Variable] {
    const index = this._index(variable)
    const m = this._momentums[index]!
    this.assign_add(m, multiply(subtract(gradient, m), 1 - this.beta_1))
    return [m, this._seconds[index]!]
  }

  /** Both slots, moved towards the gradient and its square. */
  protected moments(gradient: Tensor, variable: Variable): [Variable, Variable] {
    const [m, v] = this.first_moment(gradient, variable)
    this.assign_add(v, multiply(subtract(square(gradient), v), 1 - this.beta_2))
    return [m, v]
  }

  /** `1 - beta^step` of this step. */
  protected correction(beta: number): number {
    return fround(1 - fround(fround(beta) ** (this._step + 1)))
  }
}

/** Adam with the largest absolute gradient in place of the second moment. Source: keras.optimizers.Adamax. */
export class Adamax extends MomentOptimizer {
  static override class_name = 'Adamax'
  protected override readonly second_name = 'norm'

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const [m, u] = this.first_moment(gradient, variable)
    this.assign(u, maximum(multiply(u, this.beta_2), abs(gradient)))
    this.assign_sub(variable, divide(multiply(m, learning_rate / this.correction(this.beta_1)), add(u, this.epsilon)))
  }
}

/** Adam with Nesterov's momentum. Source: keras.optimizers.Nadam; T. Dozat, "Incorporating Nesterov Momentum into Adam", 2015. */
export class Nadam extends MomentOptimizer {
  static override class_name = 'Nadam'
  /** @internal */ _u_product: NumberVariable | null = null

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    this._u_product = new NumberVariable(1, { dtype: variables[0]?.keras_dtype ?? 'float32', trainable: true })
    this._variables.push(this._u_product)
  }

  private warming(step: number): number {
    return fround(this.beta_1 * fround(1 - 0.5 * fround(fround(0.96) ** step)))
  }

  override _update(grads: readonly Tensor[], variables: readonly Variable[], learning_rate: number): void {
    this._u_product!.assign(fround(this._u_product!.number * this.warming(this._step + 1)))
    super._update(grads, variables, learning_rate)
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const u = this.warming(this._step + 1)
    const next_u = this.warming(this._step + 2)
    const product = this._u_product!.number
    const next_product = fround(product * next_u)
    const [m, v] = this.moments(gradient, variable)
    const m_hat = add(multiply(m, next_u / fround(1 - next_product)), multiply(gradient, fround(1 - u) / fround(1 - product)))
    const root = sqrt(multiply(v, 1 / this.correction(this.beta_2)))
    this.assign_sub(variable, divide(multiply(m_hat, learning_rate), add(root, this.epsilon)))
  }
}
