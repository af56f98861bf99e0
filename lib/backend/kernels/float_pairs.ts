import { type KernelFunc, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'
import { broadcast_shape, each_broadcast } from './named_kernels'

type Pair = (a: number, b: number) => number

function loop(fn: Pair, a: TensorInfo, b: TensorInfo, shape: number[], [x, y]: TypedArray[], out: TypedArray): void {
  if (util.arraysEqual(a.shape, b.shape)) for (let i = 0; i < out.length; i++) out[i] = fn(x![i]!, y![i]!)
  else if (y!.length === 1) for (let i = 0; i < out.length; i++) out[i] = fn(x![i]!, y![0]!)
  else {
    each_broadcast(shape, a.shape, (place, source) => {
      out[place] = x![source]!
    })
    each_broadcast(shape, b.shape, (place, source) => {
      out[place] = fn(out[place]!, y![source]!)
    })
  }
}

/** A kernel of two tensors: `fn` of each pair of floats, the kernel that is there for other dtypes. */
function float_pair_kernel(fn: Pair): (original: KernelFunc) => KernelFunc {
  return (original) => (args) => {
    const { a, b } = args.inputs as unknown as { a: TensorInfo; b: TensorInfo }
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return original(args)
    const shape = broadcast_shape(a.shape, b.shape)
    return run_loop(args.backend, [a, b], [{ shape, dtype: 'float32' }], (values, [out]) =>
      loop(fn, a, b, shape, values, out!),
    )[0]!
  }
}

const against = (a: number, b: number): boolean => a !== 0 && a < 0 !== b < 0

/** The remainder has the sign of the divisor. */
function remainder(a: number, b: number): number {
  const rest = a % b
  return against(rest, b) ? rest + b : rest
}

/** As C has it: every power of 1, and an infinite power of -1, is 1. */
function raised(a: number, b: number): number {
  return a === 1 || (a === -1 && (b === Infinity || b === -Infinity)) ? 1 : a ** b
}

/** Remainders of floats, exact for the smallest dividends and infinite divisors. */
export const remainder_kernel = float_pair_kernel(remainder)

/** Powers, which JavaScript has otherwise than C. */
export const power_kernel = float_pair_kernel(raised)
