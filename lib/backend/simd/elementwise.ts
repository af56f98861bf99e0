import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { WasmBackend } from '../wasm/memory'
import { type Simd, simd_of } from './load'

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

/** The functions that `map` knows. */
const functions = ['Exp', 'Tanh', 'Erf']

/** Exp, Tanh or Erf of floats on wasm. */
export function simd_function_kernel(name: string): (original: KernelFunc) => KernelFunc {
  const kind = functions.indexOf(name)
  return (original) => (args) => {
    const x = args.inputs.x as TensorInfo
    const simd = x.dtype === 'float32' ? simd_of(args.backend as object) : null
    if (simd === null) return original(args)
    const out = (args.backend as WasmBackend).makeOutput(x.shape, 'float32')
    simd.map(simd.at(x), simd.at(out), util.sizeFromShape(x.shape), kind)
    return out
  }
}

/** Runs a function of two operands from place to place; `one_a` and `one_b` tell whether an operand is one value. */
type PairLoop = (simd: Simd, a: number, b: number, out: number, size: number, one_a: number, one_b: number) => void

/** A kernel of two float operands of one shape, or one of which is a number, or a vector along the last axis of the other. */
function simd_pair_kernel(dtype: 'float32' | 'bool', loop: PairLoop): (original: KernelFunc) => KernelFunc {
  const bytes = dtype === 'bool' ? 1 : 4
  return (original) => (args) => {
    const { a, b } = args.inputs as unknown as Record<'a' | 'b', TensorInfo>
    const simd = a.dtype === 'float32' && b.dtype === 'float32' ? simd_of(args.backend as object) : null
    const [size_a, size_b] = [a, b].map(({ shape }) => util.sizeFromShape(shape)) as [number, number]
    const large = size_a > size_b || (size_a === size_b && a.shape.length >= b.shape.length) ? a : b
    const small = large === a ? b : a
    const row = util.sizeFromShape(small.shape)
    const size = util.sizeFromShape(large.shape)
    const whole = util.arraysEqual(small.shape, large.shape)
    const one = row === 1 && small.shape.length <= large.shape.length
    const vector = small.shape.length === 1 && small.shape[0] === large.shape.at(-1)
    if (simd === null || size === 0 || !(whole || one || vector)) return original(args)
    const out = (args.backend as WasmBackend).makeOutput(large.shape, dtype)
    const [left, right, to] = [simd.at(a), simd.at(b), simd.at(out)]
    if (whole || one) {
      loop(simd, left, right, to, size, one && small === a ? 1 : 0, one && small === b ? 1 : 0)
      return out
    }
    for (let at = 0; at < size; at += row)
      loop(simd, left + (large === a ? 4 * at : 0), right + (large === b ? 4 * at : 0), to + bytes * at, row, 0, 0)
    return out
  }
}

const compared = (kind: number, swapped = false): ((original: KernelFunc) => KernelFunc) =>
  simd_pair_kernel('bool', (simd, a, b, out, size, one_a, one_b) =>
    swapped ? simd.compare(b, a, out, size, one_b, one_a, kind) : simd.compare(a, b, out, size, one_a, one_b, kind),
  )

const extreme = (largest: number): ((original: KernelFunc) => KernelFunc) =>
  simd_pair_kernel('float32', (simd, a, b, out, size, one_a, one_b) => simd.extremes(a, b, out, size, one_a, one_b, largest))

/** Kernels of two operands. */
export const simd_pair_kernels: Record<string, (original: KernelFunc) => KernelFunc> = {
  Equal: compared(2),
  Greater: compared(0),
  GreaterEqual: compared(1),
  Less: compared(0, true),
  LessEqual: compared(1, true),
  Maximum: extreme(1),
  Minimum: extreme(0),
  NotEqual: compared(3),
}
