import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { steps_of } from '../kernels/attention_kernel'
import type { WasmBackend } from '../kernels/wasm_memory'
import { simd_of } from './load'

/** KerasAttention on wasm: two products and a softmax for each head, on the memory of the operands as it lies. */
export function simd_attention_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { query, key, value, allowed } = args.inputs as unknown as Record<'query' | 'key' | 'value', TensorInfo> & {
      allowed?: TensorInfo
    }
    const simd = simd_of(args.backend as object)
    if (simd === null) return original(args)
    const { scale, is_causal } = args.attrs as unknown as { scale: number; is_causal: boolean }
    const [batch, rows, heads, size] = query.shape as [number, number, number, number]
    const [, columns, own_heads, value_size] = value.shape as [number, number, number, number]
    const out = (args.backend as WasmBackend).makeOutput([batch, rows, heads, value_size], 'float32')
    const packing = simd.gemm_scratch()
    const scratch = simd.scratch(packing + 4 * rows * columns)
    const scores = scratch + packing
    const [q, k, v, mask, to] = [query, key, value, allowed, out].map((info) => (info == null ? 0 : simd.at(info)))
    const steps = allowed == null ? [] : steps_of(allowed.shape)
    const unbounded = [0, 0, -Infinity, Infinity, scratch]
    for (let n = 0; n < batch; n++) {
      for (let h = 0; h < heads; h++) {
        const head = n * columns * own_heads + Math.floor((h * own_heads) / heads)
        const place = n * rows * heads + h
        const left = q! + 4 * place * size
        const right = k! + 4 * head * size
        const key_step = 4 * own_heads * size
        simd.gemm(left, right, scores, rows, size, columns, 4 * heads * size, 4, 4, key_step, 4 * columns, ...unbounded)
        simd.multiply(scores, rows * columns, scale)
        if (allowed != null) simd.forbid(scores, mask! + n * steps[0]! + h * steps[1]!, rows, columns, steps[2]!, steps[3]!)
        simd.softmax_rows(scores, rows, columns, is_causal ? 1 : 0)
        const values = v! + 4 * head * value_size
        const value_step = 4 * own_heads * value_size
        const result = to! + 4 * place * value_size
        const result_step = 4 * heads * value_size
        simd.gemm(scores, values, result, rows, columns, value_size, 4 * columns, 4, value_step, 4, result_step, ...unbounded)
      }
    }
    return out
  }
}
