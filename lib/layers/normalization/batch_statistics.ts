import type { Tensor } from '@tensorflow/tfjs-core'
import { cast } from '../../ops/core'
import { moments } from '../../ops/nn/normalization'
import { divide, maximum, subtract } from '../../ops/numpy/arithmetic'
import { where } from '../../ops/numpy/comparison'
import { square } from '../../ops/numpy/elementwise'
import { sum } from '../../ops/numpy/reduce'
import { broadcast_to, expand_dims, reshape } from '../../ops/numpy/shape'

/** Mean and variance of each feature along `axis`, of what the mask (one axis less than `x`) keeps. */
export function batch_statistics(x: Tensor, axis: number, mask: Tensor | null): [mean: Tensor, variance: Tensor] {
  const rank = x.shape.length
  const place = axis < 0 ? axis + rank : axis
  const axes = x.shape.map((_, i) => i).filter((i) => i !== place)
  if (mask === null) return moments(x, { axes }) as unknown as [Tensor, Tensor]
  const kept = cast(broadcast_to(expand_dims(mask, { axis: -1 }), x.shape), 'bool')
  const total = (values: Tensor): Tensor => sum(values, { axis: axes, keepdims: true })
  const count = maximum(total(cast(kept, 'float32')), 1)
  const mean = divide(total(where(kept, x, 0)), count)
  const variance = divide(total(square(where(kept, subtract(x, mean), 0))), count)
  const size = x.shape[place]!
  return [reshape(mean, [size]), reshape(variance, [size])]
}
