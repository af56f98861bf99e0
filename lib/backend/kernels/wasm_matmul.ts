import {
  broadcast_util,
  broadcastTo,
  type KernelFunc,
  reshape,
  type Tensor,
  type TensorInfo,
  tidy,
  transpose,
  util,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { fallback_kernel } from './fallback'
import { forget_view, view, type WasmBackend } from './wasm_memory'
import { product_of } from './wasm_product'

/** Shapes in which each right operand was multiplied. wasm keeps it packed by its id alone, and reads wild memory for another shape. */
const packed_as = new WeakMap<object, string>()

/** The right operand, copied if wasm already packed it in another shape. */
function safe_right<T extends TensorInfo>(b: T, backend: WasmBackend): T {
  const shape = b.shape.slice(-2).join()
  const known = packed_as.get(b.dataId)
  if (known === undefined) packed_as.set(b.dataId, shape)
  if (known === undefined || known === shape) return b
  const copy = backend.makeOutput(b.shape, b.dtype)
  const from = backend.dataIdMap.get(b.dataId).memoryOffset
  backend.wasm.HEAPU8.copyWithin(backend.dataIdMap.get(copy.dataId).memoryOffset, from, from + 4 * util.sizeFromShape(b.shape))
  return engine().makeTensorFromTensorInfo(copy) as unknown as T
}

/** A matrix as a batch of one: wasm's fused product knows no other rank. */
const as_batch = (x: TensorInfo): TensorInfo =>
  x.shape.length === 2 ? { dataId: x.dataId, shape: [1, x.shape[0]!, x.shape[1]!], dtype: x.dtype } : x

/** _FusedMatMul on wasm, for matrices and batches, whose right operand is not taken for another, and whose batches may broadcast. */
export function wasm_fused_matmul_kernel(original: KernelFunc): KernelFunc {
  const plain = fallback_kernel('_FusedMatMul', 'wasm')
  return (args) => {
    const { a, b } = args.inputs as unknown as { a: TensorInfo; b: TensorInfo }
    const rank = a.shape.length
    if (rank !== b.shape.length || (rank > 2 && a.shape.slice(0, -2).join() !== b.shape.slice(0, -2).join())) return plain(args)
    const right = safe_right(b, args.backend as WasmBackend)
    const out = original({ ...args, inputs: { ...args.inputs, a: as_batch(a), b: as_batch(right) } }) as TensorInfo
    if (right !== b) (right as Tensor).dispose()
    return rank === 2 ? { dataId: out.dataId, shape: out.shape.slice(1), dtype: out.dtype } : out
  }
}

const transposed = (x: Tensor): Tensor => transpose(x, [0, 2, 1])

/** Nanoseconds, roughly, of one product in wasm's plain loop, which it uses for transposed and for batched operands. */
const plain_cost = (m: number, k: number, n: number, ta: boolean): number => m * k * n * (ta && m * k * n > 1e6 ? 2 : 1)

/** Nanoseconds, roughly, of one product by XNNPACK: the right operand is packed first, and nothing may be transposed. */
const packed_cost = (m: number, k: number, n: number, ta: boolean, tb: boolean): number =>
  15_000 + 0.08 * m * k * n + 3 * k * n + (ta ? 2 * m * k : 0) + (tb ? 2 * k * n : 0)

/** Nanoseconds, roughly, of `a bᵀ` as `(b aᵀ)ᵀ`: of the two operands the small one is packed. */
const swapped_cost = (m: number, k: number, n: number): number => packed_cost(n, k, m, false, false) + 2 * m * k + 2 * m * n

/** One XNNPACK product for each matrix of the batch, on views of the operands' memory. */
function product_by_product(a: Tensor, b: Tensor, backend: WasmBackend): TensorInfo {
  const [batch, m, k] = a.shape as [number, number, number]
  const n = b.shape[2]!
  const out = backend.makeOutput([batch, m, n], 'float32')
  const product = product_of(backend)
  const bytes = (shape: number[]): Uint8Array => new Uint8Array(new Int32Array(shape).buffer)
  const a_shape = bytes([1, m, k])
  const b_shape = bytes([1, k, n])
  const id = (info: TensorInfo): number => backend.dataIdMap.get(info.dataId).id
  for (let i = 0; i < batch; i++) {
    const views = [
      view(backend, a, [m, k], i * m * k),
      view(backend, b, [k, n], i * k * n),
      view(backend, out, [m, n], i * m * n),
    ]
    const [left, right, result] = views.map(id) as [number, number, number]
    product(left, a_shape, 3, right, b_shape, 3, false, false, result)
    for (const v of views) forget_view(backend, v)
  }
  return out
}

/** BatchMatMul on wasm: packed products wherever they are faster than wasm's own choice, and batches that broadcast. */
export function wasm_matmul_kernel(original: KernelFunc): KernelFunc {
  const plain = fallback_kernel('BatchMatMul', 'wasm')
  return (args) => {
    const { a, b } = args.inputs as unknown as { a: Tensor; b: Tensor }
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return plain(args)
    const { transposeA: ta, transposeB: tb } = args.attrs as unknown as { transposeA: boolean; transposeB: boolean }
    const backend = args.backend as WasmBackend
    const batch_a = a.shape.slice(0, -2)
    const batch_b = b.shape.slice(0, -2)
    const [m, k] = ta ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!]
    const n = tb ? b.shape.at(-2)! : b.shape.at(-1)!
    const batch_shape = broadcast_util.assertAndGetBroadcastShape(batch_a, batch_b)
    const batch = util.sizeFromShape(batch_shape)
    const run = (left: Tensor, right: Tensor, ta: boolean, tb: boolean): Tensor =>
      engine().makeTensorFromTensorInfo(
        original({
          inputs: { a: left, b: safe_right(right, backend) },
          attrs: { transposeA: ta, transposeB: tb },
          backend,
        }) as TensorInfo,
      )
    const shape = [...batch_shape, m, n]
    const shaped = (x: Tensor): Tensor => (util.arraysEqual(x.shape, shape) ? x : reshape(x, shape))
    return tidy(() => {
      const packs = packed_cost(m, k, n, ta, tb) < plain_cost(m, k, n, ta)
      if (batch === 1) {
        const swaps = tb && !ta && swapped_cost(m, k, n) < Math.min(plain_cost(m, k, n, ta), packed_cost(m, k, n, ta, tb))
        if ((!packs && !swaps) || (!ta && !tb)) return shaped(run(a, b, ta, tb))
        const [left, right] = [a, b].map((x) => reshape(x, [1, ...x.shape.slice(-2)])) as [Tensor, Tensor]
        if (swaps) return shaped(transposed(run(right, transposed(left), false, false)))
        return shaped(run(ta ? transposed(left) : left, tb ? transposed(right) : right, false, false))
      }
      if (util.sizeFromShape(batch_b) === 1 && !ta) {
        const rows = reshape(a, [batch * m, k])
        const right = reshape(b, b.shape.slice(-2) as [number, number])
        const packs_rows = tb && packed_cost(batch * m, k, n, false, true) < plain_cost(batch * m, k, n, false)
        return shaped(packs_rows ? run(rows, transpose(right), false, false) : run(rows, right, false, tb))
      }
      const whole = (x: Tensor): Tensor => {
        const matrix = x.shape.slice(-2)
        const full =
          util.sizeFromShape(x.shape.slice(0, -2)) === batch ? x : broadcastTo(x, [...batch_shape, ...matrix] as [number])
        return reshape(full, [batch, ...matrix])
      }
      const left = whole(a)
      const right = whole(b)
      if (!packs) return shaped(run(left, right, ta, tb))
      return shaped(
        engine().makeTensorFromTensorInfo(
          product_by_product(ta ? transposed(left) : left, tb ? transposed(right) : right, backend),
        ),
      )
    })
  }
}
