import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { relu } from '../../ops/nn/activations'
import { multiply, subtract } from '../../ops/numpy/arithmetic'
import { negative } from '../../ops/numpy/elementwise'
import type { Variable } from '../../variables/variable'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'

export interface PReLUConfig extends LayerConfig {
  /** Default `zeros`. */
  alpha_initializer?: InitializerLike
  alpha_regularizer?: RegularizerLike
  alpha_constraint?: ConstraintLike
  /** Axes along which the slopes are the same, counted from 1. */
  shared_axes?: number | number[] | null
}
export interface PReLU extends Resolved<Omit<PReLUConfig, 'shared_axes'>> {
  shared_axes: number[] | null
}

/** `x`, below zero `alpha * x` with a learned slope for each place. Source: keras.layers.PReLU. */
export class PReLU extends Layer {
  static override class_name = 'PReLU'
  static override defaults = { alpha_initializer: 'zeros', alpha_regularizer: null, alpha_constraint: null, shared_axes: null }
  static override call_options = {}
  declare alpha: Variable

  constructor(config: PReLUConfig = {}) {
    super(config)
    if (this.shared_axes !== null) this.shared_axes = [this.shared_axes].flat()
    this.supports_masking = true
  }

  /** @throws ValueError when the batch is among the shared axes. */
  override build(input_shape: Shape): void {
    const shared = this.shared_axes ?? []
    if (shared.includes(0)) throw new ValueError(`PReLU: the slopes have no batch axis. Received: shared_axes=${repr(shared)}`)
    const shape = input_shape.slice(1).map((d, i) => (shared.includes(i + 1) ? 1 : d))
    this.alpha = this.add_weight({ name: 'alpha', shape })
    const own_axes = input_shape.map((d, i) => [i, d] as const).filter(([i]) => i > 0 && !shared.includes(i))
    this.input_spec = new InputSpec({ ndim: input_shape.length, axes: Object.fromEntries(own_axes) })
  }

  override call(x: Tensor): Tensor {
    return subtract(relu(x), multiply(this.alpha, relu(negative(x))))
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
