import { getKernel, type KernelFunc, type TensorInfo, type TypedArray, util } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'
import type { WasmBackend } from './wasm_memory'

type Part = 'x' | 'mean' | 'variance' | 'scale' | 'offset'
type Inputs = Partial<Record<Part, TensorInfo>> & { x: TensorInfo; mean: TensorInfo; variance: TensorInfo }

/** True when the statistics are vectors along the last axis. */
function along_channels({ x, ...parts }: Inputs): boolean {
  const channels = x.shape.at(-1)
  const fits = (part: TensorInfo | undefined): boolean =>
    !part || (part.shape.length === 1 && part.shape[0] === channels && part.dtype === 'float32')
  return x.dtype === 'float32' && Object.values(parts).every(fits)
}

/** `factor` and `shift` of each channel, such that the result is `x factor + shift`. */
function linear_form(
  read: (part: Part) => TypedArray | null,
  epsilon: number,
  factors: Float32Array | Float64Array,
  shifts: Float32Array | Float64Array,
): void {
  const [mean, variance, scale, offset] = [read('mean')!, read('variance')!, read('scale'), read('offset')]
  for (let i = 0; i < factors.length; i++) {
    const factor = (scale === null ? 1 : scale[i]!) / Math.sqrt(variance[i]! + epsilon)
    factors[i] = factor
    shifts[i] = (offset === null ? 0 : offset[i]!) - mean[i]! * factor
  }
}

/** FusedBatchNorm on cpu: one product and one sum for each value instead of a root and a division. */
export function batch_norm_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const inputs = args.inputs as unknown as Inputs
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
        const factors = new Float64Array(channels)
        const shifts = new Float64Array(channels)
        const read = (part: Part): TypedArray | null => values[parts.indexOf(part)] ?? null
        linear_form(read, varianceEpsilon, factors, shifts)
        const x = read('x')!
        for (let start = 0; start < x.length; start += channels) {
          for (let i = 0; i < channels; i++) out![start + i] = x[start + i]! * factors[i]! + shifts[i]!
        }
      },
    )[0]!
  }
}

interface HeapBackend extends WasmBackend {
  typedArrayFromHeap(info: TensorInfo): Float32Array
  disposeData(id: object): boolean
}

/** From this many values on, a convolution in wasm beats its own batch normalization. */
const convolution_limit = 4000

/** FusedBatchNorm on wasm: a depthwise convolution of one by one, which XNNPACK runs ten times as fast as wasm's own kernel. */
export function wasm_batch_norm_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const inputs = args.inputs as unknown as Inputs
    const { shape } = inputs.x
    if (util.sizeFromShape(shape) < convolution_limit || !along_channels(inputs)) return original(args)
    const backend = args.backend as unknown as HeapBackend
    const channels = shape.at(-1)!
    const filter = backend.makeOutput([1, 1, channels, 1], 'float32')
    const bias = backend.makeOutput([channels], 'float32')
    const read = (part: Part): TypedArray | null => (inputs[part] ? backend.typedArrayFromHeap(inputs[part]) : null)
    const { varianceEpsilon } = args.attrs as unknown as { varianceEpsilon: number }
    linear_form(read, varianceEpsilon, backend.typedArrayFromHeap(filter), backend.typedArrayFromHeap(bias))
    const images = shape.length === 4 ? shape : [shape[0]!, 1, util.sizeFromShape(shape.slice(1, -1)), channels]
    const convolution = getKernel('FusedDepthwiseConv2D', 'wasm')!.kernelFunc
    const result = convolution({
      inputs: { x: { dataId: inputs.x.dataId, shape: images, dtype: 'float32' }, filter, bias },
      attrs: { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1], activation: 'linear', leakyreluAlpha: 0 },
      backend: args.backend,
    }) as TensorInfo
    backend.disposeData(filter.dataId)
    backend.disposeData(bias.dataId)
    return { dataId: result.dataId, shape, dtype: 'float32' }
  }
}
