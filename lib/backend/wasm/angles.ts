import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'

interface WasmHeap {
  typedArrayFromHeap(info: TensorInfo): TypedArray
}

/** Beyond this angle wasm's sine and cosine lose digits. */
const largest_angle = 1e9

function angle_kernel(exact: (angle: number) => number): (original: KernelFunc) => KernelFunc {
  return (original) => (args) => {
    const x = args.inputs.x as TensorInfo
    const result = original(args) as TensorInfo
    if (x.dtype !== 'float32' || result.dtype !== 'float32') return result
    const heap = args.backend as unknown as WasmHeap
    const [angles, out] = [heap.typedArrayFromHeap(x), heap.typedArrayFromHeap(result)]
    for (let i = 0; i < out.length; i++) if (Math.abs(angles[i]!) > largest_angle) out[i] = exact(angles[i]!)
    return result
  }
}

/** Sine and cosine of wasm, exact for huge angles too. */
export const wasm_angle_kernels: Record<string, (original: KernelFunc) => KernelFunc> = {
  Cos: angle_kernel(Math.cos),
  Sin: angle_kernel(Math.sin),
}
