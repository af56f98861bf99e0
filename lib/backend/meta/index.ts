import type { Tensor } from '@tensorflow/tfjs-core'
import { MetaData } from './data'
import { type KernelCount, swap_counter } from './registry'
import { on_meta_backend } from './switch'

export type { Shape } from '../../common/shape'
export { known_values } from './data'
export { has_fill, unfilled_shape } from './fills'
export { type KernelCount, register_meta_rule } from './registry'
export { broadcast, DimensionClash, type MetaInputs, type MetaOutput, type MetaRule, same_dim } from './rule'
export { on_real_backend, tracing } from './switch'
export { type TensorSpec, trace } from './trace'

/** True for a tensor without data, of a trace. */
export function is_meta(tensor: Tensor): boolean {
  return tensor.dataId instanceof MetaData
}

/**
 * Runs `fn` once on the meta backend and counts its kernel calls and the floating point operations of its products and convolutions. Real
 * tensors and variables may be used inside. What `fn` makes is freed at the end. Traces inside must have known dimensions only, or their
 * passes count each.
 */
export function count_kernels(fn: () => unknown): KernelCount {
  const count: KernelCount = { kernels: {}, total: 0, flops: 0 }
  const outer = swap_counter(count)
  try {
    on_meta_backend(fn)
  } finally {
    swap_counter(outer)
  }
  if (outer !== null) {
    for (const [name, calls] of Object.entries(count.kernels)) outer.kernels[name] = (outer.kernels[name] ?? 0) + calls
    outer.total += count.total
    outer.flops += count.flops
  }
  return count
}
