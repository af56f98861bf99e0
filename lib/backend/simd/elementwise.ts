import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { WasmBackend } from '../kernels/wasm_memory'
import { simd_of } from './load'

/** KerasReluGrad on wasm. */
export function simd_relu_grad_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { dy, y } = args.inputs as unknown as Record<'dy' | 'y', TensorInfo>
    const { top } = args.attrs as unknown as { top: number | null }
    const simd = y.dtype === 'float32' ? simd_of(args.backend as object) : null
    if (simd === null) return original(args)
    const out = (args.backend as WasmBackend).makeOutput(dy.shape, 'float32')
    simd.open_gate(simd.at(dy), simd.at(y), simd.at(out), util.sizeFromShape(dy.shape), top === null ? 0 : 1, top ?? 0)
    return out
  }
}

type Limits = (attrs: Record<string, number>) => [low: number, high: number]

/** Relu, Relu6 or ClipByValue on wasm, where what is no number stays so. */
export function simd_clip_kernel(limits: Limits): (original: KernelFunc) => KernelFunc {
  return (original) => (args) => {
    const x = args.inputs.x as TensorInfo
    const simd = x.dtype === 'float32' ? simd_of(args.backend as object) : null
    if (simd === null) return original(args)
    const out = (args.backend as WasmBackend).makeOutput(x.shape, 'float32')
    const [low, high] = limits((args.attrs ?? {}) as unknown as Record<string, number>)
    simd.clip(simd.at(x), simd.at(out), util.sizeFromShape(x.shape), low, high)
    return out
  }
}
