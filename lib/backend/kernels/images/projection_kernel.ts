import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { MetaRule } from '../../meta/rule'
import { run_loop } from '../memory'

interface Area {
  height: number
  width: number
}

const single = Math.fround

/**
 * KerasProjection: for each pixel (x, y) of an area the place `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)`, `k = c0 x + c1 y + 1`, by transforms `[n, 8]`: rows and columns,
 * `[n, height * width]` each. Each step is rounded as other backends round it.
 */
export const projection_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const transforms = inputs.transforms as TensorInfo
  const { height, width } = attrs as unknown as Area
  const n = transforms.shape[0]!
  const result = { shape: [n, height * width], dtype: 'float32' as const }
  return run_loop(backend, [transforms], [result, result], ([t], [rows, columns]) => {
    for (let i = 0, at = 0; i < n; i++) {
      const [a0, a1, a2, b0, b1, b2, c0, c1] = t!.subarray(i * 8, i * 8 + 8) as unknown as number[]
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at++) {
          const k = single(single(c0! * x) + single(c1! * y)) + 1
          columns![at] = single(single(single(a0! * x) + single(a1! * y)) + a2!) / single(k)
          rows![at] = single(single(single(b0! * x) + single(b1! * y)) + b2!) / single(k)
        }
      }
    }
  })
}

/** KerasProjectionGrad: its gradient by the transforms. */
export const projection_slopes_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { d_rows, d_columns, transforms } = inputs as unknown as Record<'d_rows' | 'd_columns' | 'transforms', TensorInfo>
  const { height, width } = attrs as unknown as Area
  const result = { shape: transforms.shape, dtype: 'float32' as const }
  return run_loop(backend, [d_rows, d_columns, transforms], [result], ([down, across, t], [out]) => {
    for (let i = 0, at = 0; i < transforms.shape[0]!; i++) {
      const [a0, a1, a2, b0, b1, b2, c0, c1] = t!.subarray(i * 8, i * 8 + 8) as unknown as number[]
      const sums = new Float64Array(8)
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at++) {
          const k = c0! * x + c1! * y + 1
          const [dx, dy] = [across![at]! / k, down![at]! / k]
          const dk = -(dx * (a0! * x + a1! * y + a2!) + dy * (b0! * x + b1! * y + b2!)) / k
          sums[0]! += dx * x
          sums[1]! += dx * y
          sums[2]! += dx
          sums[3]! += dy * x
          sums[4]! += dy * y
          sums[5]! += dy
          sums[6]! += dk * x
          sums[7]! += dk * y
        }
      }
      out!.set(sums, i * 8)
    }
  })[0]!
}

/** What they give in a trace. */
export const projection_meta_rules: Record<string, MetaRule> = {
  KerasProjection: ({ transforms }, { height, width }) => {
    const places = { shape: [transforms!.shape[0]!, height * width], dtype: 'float32' as const }
    return [places, places]
  },
  KerasProjectionGrad: ({ transforms }) => ({ shape: transforms!.shape, dtype: 'float32' }),
}
