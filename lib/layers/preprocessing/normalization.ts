import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../../backend/scope'
import { epsilon } from '../../common/config'
import { ValueError } from '../../common/errors'
import { is_serialized } from '../../common/serialized'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { cast, convert_to_tensor, slice } from '../../ops/core'
import { add, divide, maximum, multiply, subtract } from '../../ops/numpy/arithmetic'
import { sqrt } from '../../ops/numpy/elementwise'
import { mean, variance } from '../../ops/numpy/reduce'
import { broadcast_to, reshape } from '../../ops/numpy/shape'
import { is_tensor, nested_shape, type TensorLike } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'
import { type Batches, input_batches, is_whole } from './adapt_batches'
import { Moments } from './moments'

export interface NormalizationConfig extends LayerConfig {
  /** The axis or axes whose places each have a mean and a variance of their own; null for one mean and variance of all. Default -1. */
  axis?: number | number[] | null
  /** The mean, in place of `adapt`: a number, or one for each place along `axis`. */
  mean?: TensorLike | null
  /** The variance, in place of `adapt`. */
  variance?: TensorLike | null
  /** Whether to undo the normalisation. Default false. */
  invert?: boolean
}
export interface Normalization extends Omit<Resolved<NormalizationConfig>, 'axis' | 'mean' | 'variance'> {}

/**
 * `(x - mean) / sqrt(variance)`, with numbers that `adapt` takes from data, or that the constructor was given. Source: keras.layers.Normalization.
 *
 * ```ts
 * new Normalization({ mean: 3, variance: 4 })([[1], [5]]) // [[-1], [1]]
 * ```
 */
export class Normalization extends Layer {
  static override class_name = 'Normalization'
  static override defaults = { axis: -1, invert: false }
  static override call_options = {}
  declare axis: number[]
  readonly input_mean: unknown
  readonly input_variance: unknown
  declare adapt_mean: Variable
  declare adapt_variance: Variable
  declare count: Variable
  private _has_moments = false
  private _kept_axes: number[] = []
  private _input_shape: Shape = []

  /** @throws ValueError when only one of `mean` and `variance` is given, or their shapes do not fit. */
  constructor(config: NormalizationConfig = {}) {
    const { mean: given_mean = null, variance: given_variance = null, ...rest } = config
    super(rest)
    this.axis = this.axis === null ? [] : [this.axis].flat()
    this.input_mean = plain(given_mean)
    this.input_variance = plain(given_variance)
    this.supports_masking = true
    this._check_given()
  }

  private _check_given(): void {
    const { input_mean, input_variance, axis } = this
    if ((input_mean === null) !== (input_variance === null)) {
      throw new ValueError(
        `When setting values directly, both \`mean\` and \`variance\` must be set. Received: mean=${repr(input_mean)} and variance=${repr(input_variance)}`,
      )
    }
    const [mean_shape, variance_shape] = [nested_shape(input_mean), nested_shape(input_variance)]
    if (shape_text(mean_shape) !== shape_text(variance_shape)) {
      throw new ValueError(
        `When setting values directly, \`mean\` and \`variance\` must have the same shape. Received: mean shape ${shape_text(mean_shape)} and variance shape ${shape_text(variance_shape)}`,
      )
    }
    if (mean_shape.length > axis.length) {
      throw new ValueError(
        `The rank of \`mean\` must be less than or equal to the number of axes (${axis.length}). Received: mean shape ${shape_text(mean_shape)} for axis ${repr(axis)}`,
      )
    }
  }

  /** The mean in the shape in which it meets inputs, a new tensor; null before the layer is built. */
  get mean(): Tensor | null {
    return this.built ? scoped(() => this._spread(this._center)) : null
  }

  /** The variance in the shape in which it meets inputs, a new tensor; null before the layer is built. */
  get variance(): Tensor | null {
    return this.built ? scoped(() => this._spread(this._squared_width)) : null
  }

  /** @throws ValueError for an axis that the input does not have, or whose size is unknown. */
  override build(input_shape: Shape): void {
    const rank = input_shape.length
    if (this.axis.some((axis) => axis < -rank || axis >= rank)) {
      throw new ValueError(
        `All \`axis\` values must be in the range [-ndim, ndim). Received inputs with ndim=${rank}, while axis=${repr(this.axis)}`,
      )
    }
    const kept = this.axis.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b)
    const unknown = kept.find((axis) => input_shape[axis] === null)
    if (unknown !== undefined) {
      throw new ValueError(
        `All \`axis\` values to be kept must have a known shape. Received axis=${repr(this.axis)}, inputs.shape=${shape_text(input_shape)}, with unknown axis at index ${unknown}`,
      )
    }
    this._kept_axes = kept
    this._input_shape = input_shape
    if (this.input_mean !== null) return
    const shape = kept.map((axis) => input_shape[axis]!)
    this.adapt_mean = this.add_weight({ name: 'mean', shape, initializer: 'zeros', trainable: false })
    this.adapt_variance = this.add_weight({ name: 'variance', shape, initializer: 'ones', trainable: false })
    this.count = this.add_weight({ name: 'count', shape: [], dtype: 'int32', initializer: 'zeros', trainable: false })
  }

  /** The weights count from here on; until then the mean is 0 and the variance 1, as in Keras also when a variable is assigned. */
  override finalize_state(): void {
    this._has_moments = true
  }

  override load_own_variables(store: Record<string, unknown>): void {
    super.load_own_variables(store)
    this.finalize_state()
  }

  /**
   * Takes mean and variance from data: an array or a tensor, or batches of such (also `[x, y]`; then await the answer). What an earlier call took is forgotten.
   *
   * ```ts
   * const layer = new Normalization()
   * await layer.adapt([[0, 7], [2, 9]])
   * layer([[1, 9]]) // [[0, 1]]
   * ```
   * @param options `steps`: how many batches count, for arrays batches of `batch_size` (32).
   * @throws ValueError when the data do not fit the shape of the layer, or mean and variance were given; TypeError for what is no data.
   */
  async adapt(
    data: TensorLike | Batches,
    { batch_size = null, steps = null }: { batch_size?: number | null; steps?: number | null } = {},
  ): Promise<void> {
    if (this.input_mean !== null) {
      throw new ValueError(
        `Cannot \`adapt\` a Normalization layer that is initialized with static \`mean\` and \`variance\`. Received: mean=${repr(this.input_mean)}, variance=${repr(this.input_variance)}`,
      )
    }
    if (is_whole(data)) return scoped(() => this._adapt_to_whole(data, steps === null ? null : steps * (batch_size ?? 32)))
    const moments = new Moments()
    for await (const batch of input_batches(data, steps)) {
      const [batch_mean, batch_variance, size] = scoped(() => this._moments_of(batch))
      try {
        moments.add(await batch_mean.data(), await batch_variance.data(), size)
      } finally {
        batch_mean.dispose()
        batch_variance.dispose()
      }
    }
    if (moments.count === 0) {
      throw new ValueError(
        `adapt() received an empty iterable (no batches). Expected at least one batch, e.g. layer.adapt([x]). Received: ${repr(data)}`,
      )
    }
    scoped(() => {
      this.adapt_mean.assign(reshape(moments.mean, this.adapt_mean.shape))
      this.adapt_variance.assign(reshape(moments.variance, this.adapt_variance.shape))
    })
    this.finalize_state()
  }

  private _adapt_to_whole(data: TensorLike, rows: number | null): void {
    const x = convert_to_tensor(data)
    const part =
      rows === null || rows >= x.shape[0]!
        ? x
        : slice(
            x,
            x.shape.map(() => 0),
            [rows, ...x.shape.slice(1)],
          )
    const [part_mean, part_variance] = this._moments_of(part)
    this.adapt_mean.assign(part_mean)
    this.adapt_variance.assign(part_variance)
    this.finalize_state()
  }

  /** Mean and variance of a batch, and how many values each of them is of. */
  private _moments_of(batch: TensorLike): [mean: Tensor, variance: Tensor, size: number] {
    const x = cast(convert_to_tensor(batch), 'float32')
    if (!this.built) this.build(x.shape)
    if (
      x.shape.length !== this._input_shape.length ||
      this._kept_axes.some((axis) => x.shape[axis] !== this._input_shape[axis])
    ) {
      throw new ValueError(
        `The layer was built with input_shape=${shape_text(this._input_shape)}, but adapt() is being called with data with an incompatible shape, data.shape=${shape_text(x.shape)}`,
      )
    }
    const axes = x.shape.map((_, axis) => axis).filter((axis) => !this._kept_axes.includes(axis))
    return [mean(x, { axis: axes }), variance(x, axes, false), axes.reduce((size, axis) => size * x.shape[axis]!, 1)]
  }

  override call(inputs: Tensor): Tensor {
    const x = cast(inputs, this.compute_dtype)
    const center = this._spread(this._center)
    const deviation = maximum(sqrt(this._spread(this._squared_width)), epsilon())
    return this.invert ? add(center, multiply(x, deviation)) : divide(subtract(x, center), deviation)
  }

  private get _center(): unknown {
    return this.input_mean ?? (this._has_moments ? this.adapt_mean : 0)
  }

  private get _squared_width(): unknown {
    return this.input_variance ?? (this._has_moments ? this.adapt_variance : 1)
  }

  /** The values along the kept axes of an input. */
  private _spread(given: unknown): Tensor {
    const values = convert_to_tensor(given as TensorLike, { dtype: this.compute_dtype })
    const shape: number[] = this._input_shape.map(() => 1)
    const whole = this._input_shape.map((size, axis) => (this._kept_axes.includes(axis) ? size! : 1))
    for (let i = 1; i <= values.shape.length; i++) shape[this._kept_axes.at(-i)!] = values.shape.at(-i)!
    return broadcast_to(reshape(values, shape), whole)
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), mean: this.input_mean, variance: this.input_variance }
  }
}

/** Numbers and nested arrays of what stands for them: tensors, typed arrays, the serialised form of an array. */
function plain(value: unknown): unknown {
  if (is_serialized(value)) return value.config.value
  if (is_tensor(value)) return value.arraySync()
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>)
  return Array.isArray(value) ? value.map(plain) : value
}
