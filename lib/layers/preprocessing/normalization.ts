import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../../backend/scope'
import { epsilon } from '../../common/config'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { cast, convert_to_tensor, slice } from '../../ops/core'
import { add, divide, maximum, multiply, subtract } from '../../ops/numpy/arithmetic'
import { sqrt } from '../../ops/numpy/elementwise'
import { reshape } from '../../ops/numpy/shape'
import type { TensorLike } from '../../variables/to_tensor'
import type { Variable } from '../../variables/variable'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'
import { type Batches, input_batches, is_whole } from './adapt_batches'
import { check_given_moments, plain_numbers } from './given_moments'
import { KeptAxes } from './kept_axes'
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
  declare private _kept: KeptAxes

  /** @throws ValueError when only one of `mean` and `variance` is given, or their shapes do not fit. */
  constructor(config: NormalizationConfig = {}) {
    const { mean: given_mean = null, variance: given_variance = null, ...rest } = config
    super(rest)
    this.axis = this.axis === null ? [] : [this.axis].flat()
    this.input_mean = plain_numbers(given_mean)
    this.input_variance = plain_numbers(given_variance)
    this.supports_masking = true
    check_given_moments(this.input_mean, this.input_variance, this.axis)
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
    this._kept = new KeptAxes(this.axis, input_shape)
    if (this.input_mean !== null) return
    const { shape } = this._kept
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
    const moments = await Moments.of(input_batches(data, steps), (batch) => scoped(() => this._moments_of(batch)))
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
    const start = x.shape.map(() => 0)
    const part = rows === null || rows >= x.shape[0]! ? x : slice(x, start, [rows, ...x.shape.slice(1)])
    const [part_mean, part_variance] = this._moments_of(part)
    this.adapt_mean.assign(part_mean)
    this.adapt_variance.assign(part_variance)
    this.finalize_state()
  }

  private _moments_of(batch: TensorLike): [mean: Tensor, variance: Tensor, size: number] {
    const x = convert_to_tensor(batch)
    if (!this.built) this.build(x.shape)
    return this._kept.moments_of(x)
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

  private _spread(given: unknown): Tensor {
    return this._kept.spread(convert_to_tensor(given as TensorLike, { dtype: this.compute_dtype }))
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), mean: this.input_mean, variance: this.input_variance }
  }
}
