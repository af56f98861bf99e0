import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { serialize_object, take_config } from '../common/objects'
import { type RevivalOptions, revive_nested } from '../common/serialized'
import { shapes_equal } from '../common/shape'
import { is_plain_object } from '../common/tree'
import { get_keras_mask } from '../graph/masking'
import { apply_mask, squeeze_or_expand_to_same_rank } from '../losses/reduction'
import { broadcast_to, divide_no_nan, mean, multiply, sum } from '../ops/numpy'
import { type NumberVariable, number_at_hand } from '../variables/number_variable'
import { type TensorLike, to_tensor } from '../variables/to_tensor'
import { Metric, type MetricConfig } from './metric'

type Reduce = (x: any, axis: number[]) => Tensor

/** Weights of samples: a tensor-like value, also inside the trailing options. */
export type SampleWeight = TensorLike | null | undefined | { sample_weight?: TensorLike | null }

/** The weight inside the trailing options, or itself. */
export function plain_weight(weight: SampleWeight): TensorLike | null {
  return ((is_plain_object(weight) ? weight.sample_weight : weight) as TensorLike | undefined) ?? null
}

function axes_from(first: number, rank: number): number[] {
  return Array.from({ length: rank - first }, (_, i) => first + i)
}

/** The values and weights with all axes but the first reduced. */
export function reduce_to_samplewise_values(
  given: unknown,
  given_weight: unknown,
  reduce: Reduce,
  dtype: string,
): [Tensor, Tensor | null] {
  const mask = get_keras_mask(given) as Tensor | null
  let values = to_tensor(given, dtype)
  let weight: Tensor | null = null
  if (given_weight !== null && given_weight !== undefined) {
    weight = apply_mask(to_tensor(given_weight, dtype), mask, dtype, 'sum')!
    ;[values, weight] = squeeze_or_expand_to_same_rank(values, weight)
    const rank = values.shape.length
    if (rank > weight.shape.length) values = reduce(values, axes_from(weight.shape.length, rank))
    if (!shapes_equal(weight.shape, values.shape)) weight = broadcast_to(weight, values.shape) as Tensor
    values = multiply(values, weight) as Tensor
    if (rank > 1 && weight.shape.length > 1) weight = reduce(weight, axes_from(1, weight.shape.length))
  }
  if (values.shape.length > 1) values = reduce(values, axes_from(1, values.shape.length))
  return [values, weight]
}

function total_of(values: Tensor): Tensor {
  return values.shape.length === 0 ? values : (sum(values) as Tensor)
}

/** Weighted sum of all values. Source: keras.metrics.Sum. */
export class Sum extends Metric {
  static override class_name = 'Sum'
  declare readonly total: NumberVariable

  constructor(config?: MetricConfig) {
    super(take_config(new.target, config, { name: 'sum', dtype: null } as MetricConfig))
    this.total = this._add_number('total')
  }

  override update_state(values: TensorLike, sample_weight?: SampleWeight): void {
    scoped(() => {
      const [samples] = reduce_to_samplewise_values(
        values,
        plain_weight(sample_weight),
        (x, axis) => sum(x, { axis }) as Tensor,
        this.dtype,
      )
      this.total.assign_add(total_of(samples))
    })
  }

  override result(): Tensor {
    return to_result(this.total)
  }
}

/** Weighted mean of all values; 0 before the first. Source: keras.metrics.Mean. */
export class Mean extends Metric {
  static override class_name = 'Mean'
  declare readonly total: NumberVariable
  declare readonly count: NumberVariable

  constructor(config?: MetricConfig) {
    super(take_config(new.target, config, { name: 'mean', dtype: null } as MetricConfig))
    this.total = this._add_number('total')
    this.count = this._add_number('count')
  }

  override update_state(values: TensorLike, sample_weight?: SampleWeight): void {
    this._update_mean(values, plain_weight(sample_weight))
  }

  /** @internal */
  _update_mean(values: unknown, sample_weight: TensorLike | null): void {
    scoped(() => {
      const scalar_weight = typeof sample_weight === 'number' ? sample_weight : null
      const [samples, weight] = reduce_to_samplewise_values(
        values,
        scalar_weight === null ? sample_weight : null,
        (x, axis) => mean(x, { axis }) as Tensor,
        this.dtype,
      )
      const size = samples.shape.length >= 1 ? samples.shape[0]! : 1
      const total = total_of(samples)
      if (scalar_weight === null) {
        this.total.assign_add(total)
        this.count.assign_add(weight === null ? size : total_of(weight))
      } else {
        const number = this.total.known === null ? null : number_at_hand(total)
        this.total.assign_add(number === null ? multiply(total, scalar_weight) : number * scalar_weight)
        this.count.assign_add(scalar_weight * size)
      }
    })
  }

  override result(): Tensor {
    return scoped(() => {
      const { total, count } = this
      const known = total.known !== null && count.known !== null
      if (known) return to_tensor(count.known === 0 ? 0 : total.known! / count.known!, this.dtype)
      return divide_no_nan(total, count) as Tensor
    })
  }
}

/** A tensor of its own with the value of a variable. */
export function to_result(variable: NumberVariable): Tensor {
  return variable.known === null ? (variable.value.clone() as Tensor) : to_tensor(variable.known, variable.keras_dtype)
}

/** The value of each sample. */
export type MetricFunction = (y_true: any, y_pred: any, options?: any) => any

/**
 * Weighted mean of `fn(y_true, y_pred, options)`. What the config holds beyond `name` and `dtype` are the function's options.
 * Source: keras.metrics.MeanMetricWrapper.
 */
export class MeanMetricWrapper extends Mean {
  static override class_name = 'MeanMetricWrapper'
  declare readonly fn: MetricFunction
  /** @internal */ declare _fn_kwargs: Record<string, unknown>

  constructor({ fn, name = null, dtype = null, ...fn_kwargs }: { fn: MetricFunction } & MetricConfig & Record<string, unknown>) {
    super({ name: name ?? fn.name, dtype })
    Object.defineProperty(this, 'fn', { value: fn, enumerable: true })
    Object.defineProperty(this, '_fn_kwargs', { value: fn_kwargs, enumerable: false })
  }

  override update_state(y_true: any, y_pred?: any, sample_weight?: SampleWeight): void {
    scoped(() => {
      const mask = get_keras_mask(y_pred) as Tensor | null
      const values = this.fn(y_true, y_pred, this._fn_kwargs)
      const weight = plain_weight(sample_weight)
      this._update_mean(
        values,
        mask === null ? weight : apply_mask(weight === null ? null : to_tensor(weight, this.dtype), mask, this.dtype, 'sum'),
      )
    })
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), fn: serialize_object(this.fn), ...this._fn_kwargs }
  }

  static override from_config(config: Record<string, unknown>, options: RevivalOptions = {}): any {
    const { fn, ...rest } = config
    if (fn === undefined) return new (this as unknown as new (config: unknown) => unknown)(config)
    return new MeanMetricWrapper({ fn: (typeof fn === 'function' ? fn : revive_nested(fn, options)) as MetricFunction, ...rest })
  }
}

/** Base of the mean metrics of this library: a function and a table of arguments. */
export abstract class NamedMetric extends MeanMetricWrapper {
  /** Keys of the config that Keras does not save. */
  static unsaved: readonly string[] = []

  /** @throws TypeError for an unknown argument. */
  constructor(fn: MetricFunction, config: MetricConfig | undefined, defaults: { name: string } & Record<string, unknown>) {
    super({ fn, ...take_config(new.target, config, { dtype: null, ...defaults }) })
    for (const key of Object.keys(this._fn_kwargs)) {
      Object.defineProperty(this, key, { value: this._fn_kwargs[key], enumerable: true, writable: true, configurable: true })
    }
  }

  override get_config(): Record<string, unknown> {
    const { fn: _fn, ...config } = super.get_config()
    for (const key of (this.constructor as typeof NamedMetric).unsaved) delete config[key]
    return config
  }
}
