import type { DataType, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** OneHot; an index out of range gives a row without the on-value. wasm's own writes past its memory there. */
export const one_hot_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const indices = inputs.indices as TensorInfo
  const { depth, onValue, offValue, dtype } = attrs as unknown as {
    depth: number
    onValue: number
    offValue: number
    dtype?: DataType
  }
  return run_loop(backend, [indices], [{ shape: [...indices.shape, depth], dtype: dtype ?? 'float32' }], ([ids], [out]) => {
    if (offValue !== 0) out!.fill(offValue)
    for (let i = 0; i < ids!.length; i++) {
      const id = ids![i]!
      if (id >= 0 && id < depth) out![i * depth + id] = onValue
    }
  })[0]!
}
