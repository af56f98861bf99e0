import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from '../memory'
import { forward_factors } from './batch_norm_training'

/** The inputs of the kernel. */
export type Part = 'x' | 'mean' | 'variance' | 'scale' | 'offset'
export type BatchNormInputs = Partial<Record<Part, TensorInfo>> & { x: TensorInfo; mean: TensorInfo; variance: TensorInfo }

/** True when the statistics are vectors along the last axis. */
export function along_channels({ x, ...parts }: BatchNormInputs): boolean {
  const channels = x.shape.at(-1)
  const fits = (part: TensorInfo | undefined): boolean =>
    !part || (part.shape.length === 1 && part.shape[0] === channels && part.dtype === 'float32')
  return x.dtype === 'float32' && Object.values(parts).every(fits)
}

/** FusedBatchNorm on cpu: one product and one sum for each value instead of a root and a division. */
export function batch_norm_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const inputs = args.inputs as unknown as BatchNormInputs
    if (!along_channels(inputs)) return original(args)
    const { varianceEpsilon } = args.attrs as unknown as { varianceEpsilon: number }
    const parts = (Object.keys(inputs) as Part[]).filter((part) => inputs[part])
    const { shape } = inputs.x
    return run_loop(
      args.backend,
      parts.map((part) => inputs[part]!),
      [{ shape, dtype: 'float32' }],
      (values, [out]) => {
        const channels = shape.at(-1)!
        const read = (part: Part): TypedArray | null => values[parts.indexOf(part)] ?? null
        const vectors = [read('mean'), read('variance'), read('scale'), read('offset')] as const
        const [factors, shifts] = forward_factors(...vectors, varianceEpsilon)
        const x = read('x')!
        for (let start = 0; start < x.length; start += channels) {
          for (let i = 0; i < channels; i++) out![start + i] = x[start + i]! * factors[i]! + shifts[i]!
        }
      },
    )[0]!
  }
}
