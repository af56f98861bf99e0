import type { Tensor } from '@tensorflow/tfjs-core'
import { epsilon } from '../common/config'
import { ValueError } from '../common/errors'
import { shape_size } from '../common/shape'
import { repr } from '../common/text'
import { cast } from '../ops/core'
import { add, divide, divide_no_nan, expand_dims, mean, multiply, squeeze, sum } from '../ops/numpy'
import { tensor_dtype, to_tensor } from '../variables/to_tensor'

/** How the losses of samples become one number. */
export type Reduction = 'sum_over_batch_size' | 'sum' | 'mean' | 'mean_with_sample_weight' | 'none' | null

const allowed = ['sum_over_batch_size', 'sum', null, 'none', 'mean', 'mean_with_sample_weight']

/** @throws ValueError for an unknown reduction. */
export function standardize_reduction(reduction: unknown): Reduction {
  if (!allowed.includes(reduction as string)) {
    throw new ValueError(
      `Invalid value for argument \`reduction\`. Expected one of ${repr(allowed)}. Received: reduction=${repr(reduction)}`,
    )
  }
  return reduction as Reduction
}

/** Gives or takes a last axis of size 1, where the ranks differ by one. */
export function squeeze_or_expand_to_same_rank(x1: Tensor, x2: Tensor, expand_rank_1 = true): [Tensor, Tensor] {
  const rank1 = x1.shape.length
  const rank2 = x2.shape.length
  if (rank1 === rank2 + 1 && x1.shape[rank1 - 1] === 1) {
    if (rank2 === 1 && expand_rank_1) return [x1, expand_dims(x2, -1) as Tensor]
    return [squeeze(x1, -1) as Tensor, x2]
  }
  if (rank2 === rank1 + 1 && x2.shape[rank2 - 1] === 1) {
    if (rank1 === 1 && expand_rank_1) return [expand_dims(x1, -1) as Tensor, x2]
    return [x1, squeeze(x2, -1) as Tensor]
  }
  return [x1, x2]
}

/** The weights of the samples with the mask in them. For a mean, kept entries weigh more, so that the mean is over them alone. */
export function apply_mask(
  sample_weight: Tensor | null,
  mask: Tensor | null,
  dtype: string,
  reduction: Reduction,
): Tensor | null {
  if (mask === null) return sample_weight
  let weight = cast(mask, dtype) as Tensor
  if (reduction === 'mean' || reduction === 'sum_over_batch_size') {
    weight = multiply(weight, divide(shape_size(mask.shape), add(sum(weight), epsilon()))) as Tensor
  }
  if (sample_weight === null) return weight
  const [mask_weight, own_weight] = squeeze_or_expand_to_same_rank(weight, cast(sample_weight, dtype) as Tensor)
  return multiply(own_weight, mask_weight) as Tensor
}

/** Sum, mean or neither. */
export function reduce_values(values: Tensor, sample_weight: Tensor | null, reduction: Reduction): Tensor {
  const { shape, size } = values
  if (reduction === null || reduction === 'none' || shape.length === 0 || (shape.length === 1 && size === 0)) return values
  if (reduction === 'sum') return sum(values) as Tensor
  if (reduction === 'mean_with_sample_weight' && sample_weight !== null) {
    return divide_no_nan(sum(values), cast(sum(sample_weight), tensor_dtype(values))) as Tensor
  }
  return (size === 0 ? sum(values) : mean(values)) as Tensor
}

/** Weighs, masks and reduces losses. */
export function reduce_weighted_values(
  values: Tensor,
  sample_weight: unknown,
  mask: Tensor | null,
  reduction: Reduction,
  dtype?: string,
): Tensor {
  let losses = dtype === undefined ? values : to_tensor(values, dtype)
  const own_dtype = tensor_dtype(losses)
  const given = sample_weight === null || sample_weight === undefined ? null : to_tensor(sample_weight, own_dtype)
  let weight = apply_mask(given, mask, own_dtype, reduction)
  if (weight !== null) {
    ;[losses, weight] = squeeze_or_expand_to_same_rank(losses, weight)
    losses = multiply(losses, weight) as Tensor
  }
  return reduce_values(losses, weight, reduction)
}
