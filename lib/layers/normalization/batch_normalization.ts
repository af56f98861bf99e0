import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { cast } from '../../ops/core'
import { update_moving_average } from '../../ops/nn/moving_average'
import { batch_norm_training, batch_normalization } from '../../ops/nn/normalization'
import type { Variable } from '../../variables/variable'
import { type CallOptions, InputSpec, Layer, type LayerConfig } from '../layer'
import type { ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import { batch_statistics } from './batch_statistics'
import { check_renorm, type RenormConfig, renorm_weights, renormalized } from './renorm'

export interface BatchNormalizationConfig extends LayerConfig, RenormConfig {
  /** The axis of the features. Default -1. */
  axis?: number
  /** Of the moving averages. Default 0.99. */
  momentum?: number
  /** Added to the variance. Default 1e-3. */
  epsilon?: number
  /** Whether to add `beta`. Default true. */
  center?: boolean
  /** Whether to multiply by `gamma`. Default true. */
  scale?: boolean
  beta_initializer?: InitializerLike
  gamma_initializer?: InitializerLike
  moving_mean_initializer?: InitializerLike
  moving_variance_initializer?: InitializerLike
  beta_regularizer?: RegularizerLike
  gamma_regularizer?: RegularizerLike
  beta_constraint?: ConstraintLike
  gamma_constraint?: ConstraintLike
  /** Statistics over all devices; there is one, so this changes nothing. */
  synchronized?: boolean
}
export interface BatchNormalization extends Resolved<BatchNormalizationConfig> {}

/**
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta` for each feature: with the statistics of the batch when training, else with their moving averages. Masked
 * steps do not count. A layer that is not trainable always uses the moving averages. Computes in float32. Source: keras.layers.BatchNormalization.
 *
 * ```ts
 * new BatchNormalization({ epsilon: 1e-9 })([[1], [3]], { training: true }) // [[-1], [1]]
 * ```
 */
export class BatchNormalization extends Layer {
  static override class_name = 'BatchNormalization'
  static override defaults = {
    axis: -1,
    momentum: 0.99,
    epsilon: 1e-3,
    center: true,
    scale: true,
    beta_initializer: 'zeros',
    gamma_initializer: 'ones',
    moving_mean_initializer: 'zeros',
    moving_variance_initializer: 'ones',
    beta_regularizer: null,
    gamma_regularizer: null,
    beta_constraint: null,
    gamma_constraint: null,
    synchronized: false,
    renorm: false,
    renorm_clipping: null,
    renorm_momentum: 0.99,
  }
  declare gamma: Variable | null
  declare beta: Variable | null
  declare moving_mean: Variable
  declare moving_variance: Variable
  declare moving_stddev: Variable
  declare renorm_mean: Variable
  declare renorm_stddev: Variable

  /** @throws ValueError for a wrong `renorm_clipping`. */
  constructor(config: BatchNormalizationConfig = {}) {
    super(config)
    if (this.renorm) this.renorm_clipping = check_renorm(this.renorm_clipping)
    this.supports_masking = true
  }

  override build(input_shape: Shape): void {
    this.compute_output_shape(input_shape)
    const size = input_shape.at(this.axis)!
    const vector = (name: string, trainable: boolean, initializer?: unknown): Variable =>
      this.add_weight({ name, shape: [size], trainable, autocast: false, initializer })
    this.gamma = this.scale ? vector('gamma', true) : null
    this.beta = this.center ? vector('beta', true) : null
    this.moving_mean = vector('moving_mean', false)
    this.moving_variance = vector('moving_variance', false)
    if (this.renorm) renorm_weights(this, vector)
    this.input_spec = new InputSpec({ ndim: input_shape.length, axes: { [this.axis]: size } })
  }

  override call(x: Tensor, { training, mask }: CallOptions): Tensor {
    if (mask !== null && mask.shape.length !== x.shape.length - 1) {
      throw new ValueError(
        `The mask provided should be one dimension less than the inputs. Received: mask.shape=${shape_text(mask.shape)}, inputs.shape=${shape_text(x.shape)}`,
      )
    }
    const { axis, epsilon, gamma, beta, compute_dtype } = this
    const inputs = cast(x, 'float32')
    if (!training || !this.trainable) {
      const { moving_mean, moving_variance } = this
      return cast(
        batch_normalization(inputs, moving_mean, moving_variance, { axis, offset: beta, scale: gamma, epsilon }),
        compute_dtype,
      )
    }
    if (mask === null && !this.renorm) {
      const place = axis < 0 ? axis + x.shape.length : axis
      const [y, mean, variance] = batch_norm_training(inputs, place, beta?.value ?? null, gamma?.value ?? null, epsilon)
      this.update(mean, variance)
      return cast(y, compute_dtype)
    }
    const [mean, variance] = batch_statistics(inputs, axis, mask)
    if (this.renorm) return cast(renormalized(this, inputs, mean, variance), compute_dtype)
    this.update(mean, variance)
    return cast(batch_normalization(inputs, mean, variance, { axis, offset: beta, scale: gamma, epsilon }), compute_dtype)
  }

  private update(mean: Tensor, variance: Tensor): void {
    update_moving_average(this.moving_mean, mean, this.momentum)
    update_moving_average(this.moving_variance, variance, this.momentum)
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
