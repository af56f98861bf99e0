import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { ensure_own_kernels } from './own'
import type { HalfType } from './round_half_kernel'

/** float32 values rounded to the nearest float16 or bfloat16 (ties to even). The gradient passes unchanged. */
export function round_half(x: Tensor, dtype: HalfType): Tensor {
  ensure_own_kernels()
  return engine().runKernel('KerasRoundHalf', { x }, { dtype })
}
