import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { canonical_axis, type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { cast } from '../../ops/core'
import { layer_normalization } from '../../ops/nn/normalization'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { reshape } from '../../ops/numpy/shape'
import type { Variable } from '../../variables/variable'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'

export interface GroupNormalizationConfig extends LayerConfig {
  /** Number of groups, a divisor of the number of channels; -1 for one channel each. Default 32. */
  groups?: number
  /** The axis of the channels. Default -1. */
  axis?: number
  /** Added to the variance. Default 1e-3. */
  epsilon?: number
  /** Whether to add `beta`. Default true. */
  center?: boolean
  /** Whether to multiply by `gamma`. Default true. */
  scale?: boolean
  beta_initializer?: InitializerLike
  gamma_initializer?: InitializerLike
  beta_regularizer?: RegularizerLike
  gamma_regularizer?: RegularizerLike
  beta_constraint?: ConstraintLike
  gamma_constraint?: ConstraintLike
}
export interface GroupNormalization extends Resolved<GroupNormalizationConfig> {}

/**
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta`, with mean and variance of each group of channels of each sample. Source: keras.layers.GroupNormalization.
 *
 * ```ts
 * const y = new GroupNormalization({ groups: 2 })(ops.ones([1, 3, 4])) // shape [1, 3, 4]
 * ```
 */
export class GroupNormalization extends Layer {
  static override class_name = 'GroupNormalization'
  static override defaults = {
    groups: 32,
    axis: -1,
    epsilon: 1e-3,
    center: true,
    scale: true,
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

  /** @throws ValueError when `groups` is neither -1 nor a positive integer. */
  constructor(config: GroupNormalizationConfig = {}) {
    super(config)
    const { groups } = this
    if (!Number.isInteger(groups) || (groups <= 0 && groups !== -1)) {
      throw new ValueError(
        `Invalid value for argument \`groups\`. Expected a positive integer or -1. Received: groups=${repr(groups)}`,
      )
    }
    this.supports_masking = true
    this._state.autocast = false
  }

  /** @throws ValueError when the channels cannot be grouped. */
  override build(input_shape: Shape): void {
    const dim = input_shape.at(this.axis) ?? null
    if (dim === null) {
      throw new ValueError(
        `Axis ${this.axis} of input tensor should have a defined dimension but the layer received an input with shape ${shape_text(input_shape)}.`,
      )
    }
    if (dim < this.groups)
      throw new ValueError(`Number of groups (${this.groups}) cannot be more than the number of channels (${dim}).`)
    if (this.groups !== -1 && dim % this.groups !== 0)
      throw new ValueError(`Number of groups (${this.groups}) must be a multiple of the number of channels (${dim}).`)
    this.gamma = this.scale ? this.add_weight({ name: 'gamma', shape: [dim], autocast: false }) : null
    this.beta = this.center ? this.add_weight({ name: 'beta', shape: [dim], autocast: false }) : null
    this.input_spec = new InputSpec({ ndim: input_shape.length, axes: { [this.axis]: dim } })
  }

  override call(inputs: Tensor): Tensor {
    const x = cast(inputs, 'float32')
    const { shape } = x
    const axis = canonical_axis(this.axis, shape.length)
    const groups = this.groups === -1 ? shape[axis]! : this.groups
    const grouped = [...shape.slice(0, axis), groups, shape[axis]! / groups, ...shape.slice(axis + 1)]
    const axes = grouped.map((_, i) => i).filter((i) => i !== 0 && i !== axis)
    let y = reshape(layer_normalization(reshape(x, grouped), { axis: axes, epsilon: this.epsilon }), shape)
    const along = (weight: Tensor): Tensor =>
      reshape(
        weight,
        shape.map((d, i) => (i === axis ? d : 1)),
      )
    if (this.gamma !== null) y = multiply(y, along(this.gamma))
    if (this.beta !== null) y = add(y, along(this.beta))
    return cast(y, this.compute_dtype)
  }

  /** @throws ValueError when the input has no such axis. */
  override compute_output_shape(input_shape: Shape): Shape {
    if (this.axis >= input_shape.length || this.axis < -input_shape.length) {
      throw new ValueError(
        `Axis ${this.axis} is out of bounds for input shape ${shape_text(input_shape)}. Received: axis=${this.axis}`,
      )
    }
    return input_shape
  }
}
