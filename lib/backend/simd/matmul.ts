import { broadcast_util, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { fallback_kernel } from '../kernels/fallback'
import { broadcast_batches } from '../kernels/matmul_batches'
import { activate, plain_matmul_kernel } from '../kernels/plain_kernels'
import type { WasmBackend } from '../wasm/memory'
import { simd_of } from './load'

/** The activations that are bounds of the result. */
export const bounds: Record<string, [low: number, high: number] | undefined> = {
  linear: [-Infinity, Infinity],
  relu: [0, Infinity],
  relu6: [0, 6],
}

interface Attrs {
  transposeA?: boolean
  transposeB?: boolean
  activation?: string
}

/** For each product of a batch, which matrix of an operand takes part. */
function places(batch: number[], own: number[]): number[] {
  const size = util.sizeFromShape(batch)
  if (util.sizeFromShape(own) === size) return Array.from({ length: size }, (_, i) => i)
  const steps = util.computeStrides(batch).concat(1)
  const own_steps = util.computeStrides(own).concat(1)
  const lead = batch.length - own.length
  return Array.from({ length: size }, (_, i) => {
    let place = 0
    for (let axis = 0; axis < own.length; axis++) {
      if (own[axis] !== 1) place += (Math.floor(i / steps[lead + axis]!) % batch[lead + axis]!) * own_steps[axis]!
    }
    return place
  })
}

/** BatchMatMul and _FusedMatMul on wasm: matrices and batches of floats, which may broadcast. */
export function simd_matmul_kernel(name: 'BatchMatMul' | '_FusedMatMul'): KernelFunc {
  const loops = plain_matmul_kernel(fallback_kernel(name, 'wasm'), name === '_FusedMatMul')
  const plain = broadcast_batches(loops)
  return (args) => {
    const { a, b, bias, preluActivationWeights } = args.inputs as unknown as Record<string, TensorInfo>
    const { transposeA, transposeB, activation } = args.attrs as unknown as Attrs
    const simd = simd_of(args.backend as object)
    const limits = bounds[name === 'BatchMatMul' ? 'linear' : (activation ?? 'linear')]
    const [m, k] = transposeA ? [a!.shape.at(-1)!, a!.shape.at(-2)!] : [a!.shape.at(-2)!, a!.shape.at(-1)!]
    const n = b!.shape.at(transposeB ? -2 : -1)!
    util.assert(
      b!.shape.at(transposeB ? -1 : -2) === k,
      () => `matMul: the inner sizes of the operands differ. Received: a.shape=[${a!.shape}], b.shape=[${b!.shape}]`,
    )
    const vector = bias == null || (bias.dtype === 'float32' && util.sizeFromShape(bias.shape) === n && bias.shape.at(-1) === n)
    const floats = a!.dtype === 'float32' && b!.dtype === 'float32'
    const after = limits === undefined ? activate(activation!) : null
    if (simd === null || after === undefined || preluActivationWeights != null || !floats || !vector) return plain(args)
    const batch_a = a!.shape.slice(0, -2)
    const batch_b = b!.shape.slice(0, -2)
    const batch = broadcast_util.assertAndGetBroadcastShape(batch_a, batch_b)
    const out = (args.backend as WasmBackend).makeOutput([...batch, m, n], 'float32')
    const [left, right, result, shift] = [simd.at(a!), simd.at(b!), simd.at(out), bias == null ? 0 : simd.at(bias)]
    const left_steps = transposeA ? [4, 4 * m] : [4 * k, 4]
    const right_steps = transposeB ? [4, 4 * k] : [4 * n, 4]
    const range = limits ?? bounds.linear!
    const scratch = simd.scratch(simd.gemm_scratch())
    const multiply = (from: number, by: number, to: number, rows: number): void =>
      simd.gemm(from, by, to, rows, k, n, ...left_steps, ...right_steps, 4 * n, 0, shift, ...range, scratch)
    const count = util.sizeFromShape(batch)
    if (util.sizeFromShape(batch_b) === 1 && !transposeA) {
      multiply(left, right, result, count * m)
    } else {
      const of_a = places(batch, batch_a)
      const of_b = places(batch, batch_b)
      for (let i = 0; i < count; i++)
        multiply(left + 4 * of_a[i]! * m * k, right + 4 * of_b[i]! * k * n, result + 4 * i * m * n, m)
    }
    if (after !== null) after((args.backend as WasmBackend).typedArrayFromHeap(out))
    return out
  }
}
