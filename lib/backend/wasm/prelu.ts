import { add, type KernelFunc, maximum, minimum, mul, type Tensor, tidy } from '@tensorflow/tfjs-core'

/** True when `alpha` without leading ones is the tail of `shape`: all that wasm's own kernel can do; it writes past its memory for the rest. */
function is_tail(alpha: number[], shape: number[]): boolean {
  const first = alpha.findIndex((d) => d !== 1)
  const tail = first < 0 ? [] : alpha.slice(first)
  return tail.length <= shape.length && tail.every((d, i) => d === shape[shape.length - tail.length + i])
}

/** Prelu on wasm, for slopes of any shape that broadcasts. */
export function wasm_prelu_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { x, alpha } = args.inputs as unknown as { x: Tensor; alpha: Tensor }
    if (is_tail(alpha.shape, x.shape) && alpha.rank <= x.rank) return original(args)
    return tidy(() => add(maximum(x, 0), mul(alpha, minimum(x, 0))))
  }
}
