import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../common/errors'
import { canonical_axis, type Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { cast } from '../../ops/core'
import { layer_normalization } from '../../ops/nn/normalization'
import type { Variable } from '../../variables/variable'
import { Layer, type LayerConfig } from '../layer'
import type { ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'

export interface LayerNormalizationConfig extends LayerConfig {
  /** The axis or axes over which to normalise. Default -1. */
  axis?: number | number[]
  /** Added to the variance. Default 1e-3. */
  epsilon?: number
  /** Whether to add `beta`. Default true. */
  center?: boolean
  /** Whether to multiply by `gamma`. Default true. */
  scale?: boolean
  /** Scales without centring; kept for old files, see `RMSNormalization`. Default false. */
  rms_scaling?: boolean
  beta_initializer?: InitializerLike
  gamma_initializer?: InitializerLike
  beta_regularizer?: RegularizerLike
  gamma_regularizer?: RegularizerLike
  beta_constraint?: ConstraintLike
  gamma_constraint?: ConstraintLike
}
export interface LayerNormalization extends Resolved<LayerNormalizationConfig> {}

/**
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta`, with mean and variance over `axis` of each sample; `gamma` and `beta` have the shape of those axes. Computes in
 * float32. Source: keras.layers.LayerNormalization.
 *
 * ```ts
 * new LayerNormalization({ epsilon: 1e-9 })([[1, 3]]) // [[-1, 1]]
 * ```
 */
export class LayerNormalization extends Layer {
  static override class_name = 'LayerNormalization'
  static override defaults = {
    axis: -1,
    epsilon: 1e-3,
    center: true,
    scale: true,
    rms_scaling: false,
    beta_initializer: 'zeros',
    gamma_initializer: 'ones',
    beta_regularizer: null,
    gamma_regularizer: null,
    beta_constraint: null,
    gamma_constraint: null,
  }
  static override call_options = {}
  declare gamma: Variable | null
  declare beta: Variable | null

  /** @throws TypeError when `axis` is neither an integer nor a list. */
  constructor(config: LayerNormalizationConfig = {}) {
    super(config)
    if (!Array.isArray(this.axis) && !Number.isInteger(this.axis)) {
      throw new TypeError(`Expected an int or a list/tuple of ints for the argument 'axis', but received: ${repr(this.axis)}`)
    }
    this.supports_masking = true
    this._state.autocast = false
  }

  /** The axes counted from the front, ascending. @throws ValueError */
  private axes(rank: number): number[] {
    const axes = [this.axis].flat().map((axis) => canonical_axis(axis, rank))
    if (new Set(axes).size !== axes.length)
      throw new ValueError(`Duplicate axes are not allowed. Received: axis=${repr(this.axis)}`)
    return axes.sort((a, b) => a - b)
  }

  override build(input_shape: Shape): void {
    const shape = this.axes(input_shape.length).map((axis) => input_shape[axis]!)
    const { scale, center, rms_scaling } = this
    this.gamma = scale || rms_scaling ? this.add_weight({ name: 'gamma', shape, autocast: false }) : null
    this.beta = center && !rms_scaling ? this.add_weight({ name: 'beta', shape, autocast: false }) : null
  }

  override call(x: Tensor): Tensor {
    const { gamma, beta, epsilon, rms_scaling } = this
    return cast(
      layer_normalization(x, { gamma, beta, axis: this.axes(x.shape.length), epsilon, rms_scaling }),
      this.compute_dtype,
    )
  }

  override compute_output_shape(input_shape: Shape): Shape {
    this.axes(input_shape.length)
    return input_shape
  }
}
