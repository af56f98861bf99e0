import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { run_loop } from '../memory'

/**
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta` of the rows of `gamma`'s or the given size, the last axes of x; not `centered`: `x / sqrt(mean(x²) + epsilon) * gamma`.
 */
export const layer_norm_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, gamma, beta } = inputs as unknown as { x: TensorInfo; gamma?: TensorInfo; beta?: TensorInfo }
  const { size, epsilon, centered } = attrs as unknown as { size: number; epsilon: number; centered: boolean }
  const given = [x, gamma, beta].filter((info) => info != null)
  return run_loop(backend, given, [{ shape: x.shape, dtype: 'float32' }], ([values, ...vectors], [out]) => {
    const scale = gamma == null ? null : vectors.shift()!
    const shift = beta == null ? null : vectors.shift()!
    for (let row = 0; row < out!.length; row += size) {
      let sum = 0
      if (centered) for (let i = 0; i < size; i++) sum += values![row + i]!
      const mean = sum / size
      let squares = 0
      for (let i = 0; i < size; i++) {
        const deviation = values![row + i]! - mean
        squares += deviation * deviation
      }
      const inverse = 1 / Math.sqrt(squares / size + epsilon)
      for (let i = 0; i < size; i++) {
        const value = (values![row + i]! - mean) * inverse
        out![row + i] = (scale === null ? value : value * scale[i]!) + (shift === null ? 0 : shift[i]!)
      }
    }
  })[0]!
}
