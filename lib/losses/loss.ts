import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { NotImplementedError } from '../common/errors'
import { auto_name } from '../common/names'
import { is_plain_object, map_structure } from '../common/tree'
import { Callable } from '../graph/callable'
import { get_keras_mask } from '../graph/masking'
import { class_name_of } from '../graph/operation'
import { logical_and } from '../ops/numpy'
import { type DTypePolicyLike, get_dtype_policy } from '../variables/dtype_policy'
import { type TensorLike, to_tensor } from '../variables/to_tensor'
import { type Reduction, reduce_weighted_values, standardize_reduction } from './reduction'

export interface LossConfig {
  name?: string | null
  /** Default `sum_over_batch_size`. */
  reduction?: Reduction
  /** Default: floatx. */
  dtype?: DTypePolicyLike | null
}

/** How a loss is called. */
export interface Loss {
  (y_true: TensorLike, y_pred: TensorLike, sample_weight?: TensorLike | { sample_weight?: TensorLike | null } | null): Tensor
}

/**
 * Base of losses. A subclass writes `call(y_true, y_pred)`, which gives the loss of each sample. A mask on `y_pred` takes part as a weight.
 * Source: keras.losses.Loss.
 *
 * ```ts
 * const loss = new MeanSquaredError()
 * loss([[0, 1]], [[1, 1]], { sample_weight: [2] })
 * ```
 */
export abstract class Loss extends Callable {
  static class_name = 'Loss'
  static module = 'keras.losses'
  declare readonly reduction: Reduction
  /** The dtype in which it computes. */
  declare readonly dtype: string

  /** @throws ValueError for an unknown reduction. */
  constructor({ name = null, reduction = 'sum_over_batch_size', dtype = null }: LossConfig = {}) {
    super(name ?? auto_name(class_name_of(new.target)))
    this.reduction = standardize_reduction(reduction)
    Object.defineProperty(this, 'dtype', { value: get_dtype_policy(dtype).compute_dtype, enumerable: true })
  }

  /** The loss of each sample. @throws NotImplementedError unless a subclass writes it. */
  call(_y_true: any, _y_pred: any): any {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`call\` is not implemented.`)
  }

  override __call__(y_true: unknown, y_pred: unknown, options: unknown = null): Tensor {
    const sample_weight = is_plain_object(options) ? (options.sample_weight ?? null) : options
    return scoped(() => {
      const in_mask = get_keras_mask(y_pred) as Tensor | null
      const convert = (leaf: unknown): Tensor => to_tensor(leaf, this.dtype)
      const losses = this.call(map_targets(convert, y_true), map_targets(convert, y_pred)) as Tensor
      const out_mask = get_keras_mask(losses) as Tensor | null
      const mask = in_mask !== null && out_mask !== null ? (logical_and(in_mask, out_mask) as Tensor) : (in_mask ?? out_mask)
      return reduce_weighted_values(losses, sample_weight, mask, this.reduction, this.dtype)
    })
  }

  get_config(): Record<string, unknown> {
    return { name: this.name, reduction: this.reduction }
  }

  static from_config(this: new (config: any) => any, config: Record<string, unknown>): any {
    return new this(config)
  }
}

/** Dicts keep their structure; nested arrays are one value. */
function map_targets(convert: (leaf: unknown) => Tensor, value: unknown): unknown {
  return is_plain_object(value) ? map_structure((leaf) => convert(leaf), value) : convert(value)
}
