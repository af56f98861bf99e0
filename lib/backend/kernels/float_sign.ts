import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** The sign of floats: NaN stays, and the smallest numbers have one too, which wasm's kernel takes for zero. */
export function float_sign_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const x = args.inputs.x as TensorInfo
    if (x.dtype !== 'float32') return original(args)
    return run_loop(args.backend, [x], [{ shape: x.shape, dtype: 'float32' }], ([values], [out]) => {
      for (let i = 0; i < out!.length; i++) out![i] = Math.sign(values![i]!)
    })[0]!
  }
}
