import { type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { attributes_of, type Made, type NativeBackend } from './backend'
import { chained_result } from './chain'

/** Multiplications up to which a product of matrices is faster than the convolution that it is: three times for small images. */
const largest_product = 100_000_000

interface Attrs {
  strides: number | number[]
  pad: unknown
  dataFormat?: string
  inputShape?: number[]
  filterShape?: number[]
}

/** True for a convolution of single pixels, each with itself: one product of matrices. */
export function is_pointwise(x: number[], filter: number[], { strides, pad, dataFormat }: Attrs): boolean {
  const [height, width, channels, made] = filter as [number, number, number, number]
  const padded = typeof pad !== 'string' && [pad].flat(2).some((size) => size !== 0)
  const single = height === 1 && width === 1 && x[3] === channels && [strides].flat().every((stride) => stride === 1)
  const work = util.sizeFromShape(x) * made
  return single && !padded && dataFormat !== 'NCHW' && work > 0 && work <= largest_product
}

/** A product of two tensors as matrices of their last axes, in a shape. */
function product(
  backend: NativeBackend,
  [a, b]: [TensorInfo, TensorInfo],
  [transpose_a, transpose_b]: [boolean, boolean],
  shape: number[],
): Made {
  return chained_result(backend, ({ of, run, reshape }) => {
    const matrix = (tensor: TensorInfo): number => {
      const columns = tensor.shape.at(-1)!
      return reshape(of(tensor), [util.sizeFromShape(tensor.shape) / columns, columns])
    }
    return reshape(run('MatMul', [matrix(a), matrix(b)], attributes_of(backend, { transpose_a, transpose_b })), shape)
  })
}

/** The convolution itself; only where `is_pointwise`. */
export const pointwise_convolution = (backend: NativeBackend, x: TensorInfo, filter: TensorInfo): Made =>
  product(backend, [x, filter], [false, false], [...x.shape.slice(0, 3), filter.shape[3]!])

/** Conv2D, Conv2DBackpropInput or Conv2DBackpropFilter: where single pixels are convolved, as a product of matrices. */
export function native_pointwise_kernel(name: string, original: KernelFunc): KernelFunc {
  return (args) => {
    const { x, dy, filter } = args.inputs as unknown as Record<'x' | 'dy' | 'filter', TensorInfo>
    const attrs = args.attrs as unknown as Attrs
    const [from, taps] = [attrs.inputShape ?? x.shape, attrs.filterShape ?? filter.shape]
    const floats = [x, dy, filter].every((tensor) => tensor == null || tensor.dtype === 'float32')
    if (!floats || from.length !== 4 || !is_pointwise(from, taps, attrs)) return original(args)
    const backend = args.backend as unknown as NativeBackend
    if (name === 'Conv2D') return backend.createOutputTensor(pointwise_convolution(backend, x, filter))
    return backend.createOutputTensor(
      name === 'Conv2DBackpropInput'
        ? product(backend, [dy, filter], [false, true], from)
        : product(backend, [x, dy], [true, false], taps),
    )
  }
}
