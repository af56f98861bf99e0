import type { Tensor } from '@tensorflow/tfjs-core'
import { serialize_object, take_config } from '../common/objects'
import { type RevivalOptions, revive_nested } from '../common/serialized'
import { is_plain_object } from '../common/tree'
import { Loss, type LossConfig } from './loss'
import { type Reduction, squeeze_or_expand_to_same_rank } from './reduction'

/** A loss as a function: the loss of each sample. */
export type LossFunction = (y_true: any, y_pred: any, options?: any) => any

/**
 * A loss made of a function `(y_true, y_pred, options)`. What the config holds beyond `name`, `reduction` and `dtype` are the function's options.
 * Source: keras.losses.LossFunctionWrapper.
 */
export class LossFunctionWrapper extends Loss {
  static override class_name = 'LossFunctionWrapper'
  declare readonly fn: LossFunction
  /** @internal */ declare _fn_kwargs: Record<string, unknown>

  constructor({
    fn,
    name = null,
    reduction = 'sum_over_batch_size',
    dtype = null,
    ...fn_kwargs
  }: { fn: LossFunction } & LossConfig & Record<string, unknown>) {
    super({ name: name ?? fn.name, reduction, dtype })
    Object.defineProperty(this, 'fn', { value: fn, enumerable: true })
    Object.defineProperty(this, '_fn_kwargs', { value: fn_kwargs, enumerable: false })
  }

  override call(y_true: any, y_pred: any): any {
    if (is_plain_object(y_true) || is_plain_object(y_pred)) return this.fn(y_true, y_pred, this._fn_kwargs)
    const [target, output] = squeeze_or_expand_to_same_rank(y_true as Tensor, y_pred as Tensor)
    return this.fn(target, output, this._fn_kwargs)
  }

  override get_config(): Record<string, unknown> {
    return { ...super.get_config(), fn: serialize_object(this.fn), ...this._fn_kwargs }
  }

  static override from_config(config: Record<string, unknown>, options: RevivalOptions = {}): any {
    const { fn, ...rest } = config
    if (fn === undefined) return new (this as unknown as new (config: unknown) => unknown)(config)
    return new LossFunctionWrapper({ fn: (typeof fn === 'function' ? fn : revive_nested(fn, options)) as LossFunction, ...rest })
  }
}

/** Base of the losses of this library: a function and a table of arguments. */
export abstract class NamedLoss extends LossFunctionWrapper {
  /** Keys of the config that Keras does not save. */
  static unsaved: readonly string[] = []

  /** @throws TypeError for an unknown argument, ValueError for an unknown reduction. */
  constructor(fn: LossFunction, config: LossConfig | undefined, defaults: { name: string } & Record<string, unknown>) {
    super({
      fn,
      ...take_config(new.target, config, { reduction: 'sum_over_batch_size' as Reduction, dtype: null, ...defaults }),
    })
    for (const key of Object.keys(this._fn_kwargs)) {
      Object.defineProperty(this, key, { value: this._fn_kwargs[key], enumerable: true, writable: true, configurable: true })
    }
  }

  override get_config(): Record<string, unknown> {
    const { fn: _fn, ...config } = super.get_config()
    for (const key of (this.constructor as typeof NamedLoss).unsaved) delete config[key]
    return config
  }
}
