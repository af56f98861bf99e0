import type { Tensor } from '@tensorflow/tfjs-core'
import { add, divide, expand_dims, maximum, mean, multiply, sqrt, square } from '../ops/numpy'
import { NumberVariable } from '../variables/number_variable'
import type { Variable } from '../variables/variable'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

export interface AdafactorConfig extends OptimizerConfig {
  /** Exponent of the decay of the second moment. Default -0.8. */
  beta_2_decay?: number
  /** Keeps squares of gradients above 0. Default 1e-30. */
  epsilon_1?: number
  /** Least scale of a variable. Default 0.001. */
  epsilon_2?: number
  /** Largest root mean square of a step. Default 1. */
  clip_threshold?: number
  /** Whether the learning rate falls with the step. Default true. */
  relative_step?: boolean
}

/** Adam with second moments kept as rows and columns. Default `learning_rate` 0.001. Source: keras.optimizers.Adafactor; N. Shazeer and M. Stern, "Adafactor", 2018. */
export class Adafactor extends Optimizer {
  static override class_name = 'Adafactor'
  static override defaults = {
    learning_rate: 0.001,
    beta_2_decay: -0.8,
    epsilon_1: 1e-30,
    epsilon_2: 0.001,
    clip_threshold: 1,
    relative_step: true,
  }
  declare beta_2_decay: number
  declare epsilon_1: number
  declare epsilon_2: number
  declare clip_threshold: number
  declare relative_step: boolean
  /** @internal */ _rows: Variable[] = []
  /** @internal */ _columns: Variable[] = []
  /** @internal */ _velocities: Variable[] = []

  constructor(config?: AdafactorConfig) {
    super(config as Record<string, unknown>)
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    for (const variable of variables) {
      const { shape, local_name: name, keras_dtype: dtype } = variable
      if (shape.length < 2) {
        for (const list of [this._rows, this._columns]) {
          const placeholder = new NumberVariable(0, { name, dtype: 'int32', trainable: false })
          this._variables.push(placeholder)
          list.push(placeholder)
        }
      } else {
        this._rows.push(this.add_variable({ shape: shape.slice(0, -1), dtype, name }))
        this._columns.push(this.add_variable({ shape: [...shape.slice(0, -2), shape[shape.length - 1]!], dtype, name }))
      }
      this._velocities.push(this.add_variable_from_reference(variable, { name: 'velocity' }))
    }
  }

  private size(x: Tensor): Tensor {
    return sqrt(mean(square(x))) as Tensor
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const index = this._index(variable)
    const step = this._step + 1
    const fixed = this._learning_rate instanceof NumberVariable
    const own_rate = fixed && this.relative_step ? Math.min(learning_rate, 1 / Math.sqrt(step)) : learning_rate
    const rate = Math.min(own_rate, 1 / Math.sqrt(step))
    const beta = Math.fround(1 - Math.fround(step ** this.beta_2_decay))
    const v = this._velocities[index]!
    const squares = add(square(gradient), this.epsilon_1)
    const decayed = (old: Variable, value: unknown): unknown => add(multiply(old, beta), multiply(value as Tensor, 1 - beta))
    if (variable.shape.length >= 2) {
      const rows = this._rows[index]!
      const columns = this._columns[index]!
      this.assign(rows, decayed(rows, mean(squares, { axis: -1 })))
      this.assign(columns, decayed(columns, mean(squares, { axis: -2 })))
      const share = divide(rows, mean(rows, { axis: -1, keepdims: true }))
      this.assign(v, multiply(expand_dims(share, -1), expand_dims(columns, -2)))
    } else {
      this.assign(v, decayed(v, squares))
    }
    const raw = divide(gradient, sqrt(v)) as Tensor
    const clipped = divide(raw, maximum(divide(this.size(raw), this.clip_threshold), 1))
    const scale = multiply(maximum(this.size(variable.value), this.epsilon_2), rate)
    this.assign_sub(variable, multiply(clipped, scale))
  }
}
