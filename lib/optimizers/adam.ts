import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { add, divide, maximum, multiply, sqrt, square, subtract } from '../ops/numpy'
import type { Variable } from '../variables/variable'
import type { OptimizerConfig } from './config'
import { Optimizer } from './optimizer'

const { fround } = Math

export interface AdamConfig extends OptimizerConfig {
  /** Decay of the first moment. Default 0.9. */
  beta_1?: number
  /** Decay of the second moment. Default 0.999. */
  beta_2?: number
  /** Default 1e-7. */
  epsilon?: number
  /** Whether the largest second moment so far counts. Default false. */
  amsgrad?: boolean
}

/**
 * Adam: steps by first and second moments of the gradients. Default `learning_rate` 0.001. Source: keras.optimizers.Adam; D. Kingma and J. Ba, "Adam", 2014.
 */
export class Adam extends Optimizer {
  static override class_name = 'Adam'
  static override defaults: Record<string, unknown> = {
    learning_rate: 0.001,
    beta_1: 0.9,
    beta_2: 0.999,
    epsilon: 1e-7,
    amsgrad: false,
  }
  declare beta_1: number
  declare beta_2: number
  declare epsilon: number
  declare amsgrad: boolean
  /** @internal */ _momentums: Variable[] = []
  /** @internal */ _velocities: Variable[] = []
  /** @internal */ _velocity_hats: Variable[] = []

  constructor(config?: AdamConfig) {
    super(config as Record<string, unknown>)
  }

  override build(variables: readonly Variable[]): void {
    if (this.built) return
    super.build(variables)
    ;[this._momentums, this._velocities] = this.add_optimizer_variables(variables, ['momentum', 'velocity']) as [
      Variable[],
      Variable[],
    ]
    if (this.amsgrad) this._velocity_hats = this.add_optimizer_variables(variables, 'velocity_hat')
  }

  override update_step(gradient: Tensor, variable: Variable, learning_rate: number): void {
    const { beta_1, beta_2, epsilon } = this
    const index = this._index(variable)
    const m = this._momentums[index]!
    const v = this._velocities[index]!
    const largest = this._velocity_hats[index]
    const step = this._step + 1
    const rest_1 = fround(1 - fround(fround(beta_1) ** step))
    const rest_2 = fround(1 - fround(fround(beta_2) ** step))
    const alpha = fround((learning_rate * fround(Math.sqrt(rest_2))) / rest_1)
    if (this._fused('KerasAdam', [variable, m, v, largest], gradient, { alpha, beta_1, beta_2, epsilon })) return
    this.assign_add(m, multiply(subtract(gradient, m), 1 - beta_1))
    this.assign_add(v, multiply(subtract(square(gradient), v), 1 - beta_2))
    if (largest !== undefined) this.assign(largest, maximum(largest, v))
    this.assign_sub(variable, divide(multiply(m, alpha), add(sqrt(largest ?? v), epsilon)))
  }
}

/** Adam with weight decay. Default `weight_decay` 0.004. Source: keras.optimizers.AdamW; I. Loshchilov and F. Hutter, "Decoupled Weight Decay Regularization", 2019. */
export class AdamW extends Adam {
  static override class_name = 'AdamW'
  static override defaults: Record<string, unknown> = { ...Adam.defaults, weight_decay: 0.004 }

  /** @throws ValueError when `weight_decay` is null. */
  constructor(config?: AdamConfig) {
    super(config)
    if (this.weight_decay === null) throw new ValueError('Argument `weight_decay` must be a float. Received: weight_decay=None')
  }
}
