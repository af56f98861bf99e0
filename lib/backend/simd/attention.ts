import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { steps_of } from '../kernels/attention_kernel'
import type { WasmBackend } from '../wasm/memory'
import { simd_of } from './load'

/** Scores that are held at once. */
const most_scores = 65_536

/** KerasAttention on wasm: two products and a softmax for some rows of a head, on the memory of the operands as it lies. */
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
    const block = Math.min(rows, Math.max(8, Math.floor(most_scores / columns)))
    const packing = simd.gemm_scratch()
    const scratch = simd.scratch(packing + 4 * block * columns)
    const scores = scratch + packing
    const [q, k, v, mask, to] = [query, key, value, allowed, out].map((info) => (info == null ? 0 : simd.at(info)))
    const steps = allowed == null ? null : steps_of(allowed.shape)
    const plain = [0, 0, -Infinity, Infinity, scratch]
    const [query_step, key_step] = [4 * heads * size, 4 * own_heads * size]
    const [result_step, value_step] = [4 * heads * value_size, 4 * own_heads * value_size]
    for (let i = 0; i < batch * heads; i++) {
      const [n, h] = [Math.floor(i / heads), i % heads]
      const head = n * columns * own_heads + Math.floor((h * own_heads) / heads)
      const keys = k! + 4 * head * size
      const values = v! + 4 * head * value_size
      for (let first = 0; first < rows; first += block) {
        const count = Math.min(block, rows - first)
        const place = (n * rows + first) * heads + h
        simd.gemm(q! + 4 * place * size, keys, scores, count, size, columns, query_step, 4, 4, key_step, 4 * columns, ...plain)
        simd.multiply(scores, count * columns, scale)
        if (steps !== null) {
          const from = mask! + n * steps[0]! + h * steps[1]! + first * steps[2]!
          simd.forbid(scores, from, count, columns, steps[2]!, steps[3]!)
        }
        simd.softmax_rows(scores, count, columns, is_causal ? 1 : 0, first)
        const result = to! + 4 * place * value_size
        simd.gemm(scores, values, result, count, columns, value_size, 4 * columns, 4, value_step, 4, result_step, ...plain)
      }
    }
    return out
  }
}
