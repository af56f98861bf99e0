import {
  add,
  backend_util,
  cast,
  exp,
  less,
  lessEqual,
  log,
  logicalAnd,
  logicalOr,
  matMul,
  max,
  mul,
  notEqual,
  reshape,
  scalar,
  sub,
  sum,
  type Tensor,
  type TensorInfo,
  tensor,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core'
import { type ResizeAttrs, reads_of } from '../kernels/images/resize_gradients'
import { type Make, made_in_tidy } from './make'

const inputs_as = <K extends string>(inputs: unknown): Record<K, Tensor> => inputs as Record<K, Tensor>

const logical_xor: Make =
  () =>
  ({ inputs }) => {
    const { a, b } = inputs_as<'a' | 'b'>(inputs)
    return tidy(() => notEqual(cast(a, 'int32'), cast(b, 'int32')))
  }

const log_softmax: Make =
  () =>
  ({ inputs, attrs }) => {
    const { logits } = inputs_as<'logits'>(inputs)
    const axis = attrs!.axis as unknown as number
    return tidy(() => {
      const below = sub(logits, max(logits, axis, true))
      return sub(below, log(sum(exp(below), axis, true)))
    })
  }

/** How many rows and columns beside the diagonal stay; a negative number is all of them. */
const matrix_band_part: Make =
  () =>
  ({ inputs }) => {
    const { input, numLower, numUpper } = inputs_as<'input' | 'numLower' | 'numUpper'>(inputs)
    const [rows, columns] = input.shape.slice(-2) as [number, number]
    return tidy(() => {
      const below = Int32Array.from({ length: rows * columns }, (_, i) => Math.floor(i / columns) - (i % columns))
      const apart = tensor(below, [rows, columns], 'int32')
      const within = (distance: Tensor, limit: Tensor): Tensor => {
        const whole = cast(limit, 'int32')
        return logicalOr(less(whole, scalar(0, 'int32')), lessEqual(distance, whole))
      }
      const band = logicalAnd(within(apart, numLower), within(sub(scalar(0, 'int32'), apart), numUpper))
      const everywhere = logicalAnd(band, cast(add(zerosLike(cast(input, 'int32')), scalar(1, 'int32')), 'bool'))
      return where(everywhere, input, zerosLike(input))
    })
  }

/** What each place of a resized axis takes from the places it was made of: [resized, original]. */
function share_matrix(from: number, to: number, method: 'bilinear' | 'nearest', attrs: ResizeAttrs): Tensor {
  const { first, second, share } = reads_of(method)(from, to, attrs)
  const values = new Float32Array(to * from)
  for (let i = 0; i < to; i++) {
    values[i * from + first[i]!]! += 1 - share[i]!
    values[i * from + second[i]!]! += share[i]!
  }
  return tensor(values, [1, to, from])
}

/** Gradients of resizing, linear along each axis: two products of matrices. */
const resize_gradient =
  (method: 'bilinear' | 'nearest'): Make =>
  () =>
  ({ inputs, attrs }) => {
    const { images, dy } = inputs_as<'images' | 'dy'>(inputs)
    const own = attrs as unknown as ResizeAttrs
    const [batch, height, width, channels] = images.shape as [number, number, number, number]
    const [, rows, columns] = dy.shape as [number, number, number, number]
    return tidy(() => {
      const down = share_matrix(height, rows, method, own)
      const across = share_matrix(width, columns, method, own)
      const lines = matMul(down, reshape(dy, [batch, rows, columns * channels]), true)
      const pixels = matMul(across, reshape(lines, [batch * height, columns, channels]), true)
      return reshape(pixels, images.shape)
    })
  }

/** A pooled axis of an image: its size, that of the result, and the window. */
type PooledAxis = [size: number, out: number, window: number, stride: number, before: number]

function pooled_axes(x: Tensor, attrs: Record<string, unknown>): PooledAxis[] {
  const sizes = [x.shape, attrs.filterSize, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode] as unknown[]
  if (x.shape.length === 4) {
    const i = backend_util.computePool2DInfo(...(sizes as Parameters<typeof backend_util.computePool2DInfo>))
    return [
      [i.inHeight, i.outHeight, i.filterHeight, i.strideHeight, i.padInfo.top],
      [i.inWidth, i.outWidth, i.filterWidth, i.strideWidth, i.padInfo.left],
    ]
  }
  const i = backend_util.computePool3DInfo(...(sizes as Parameters<typeof backend_util.computePool3DInfo>))
  return [
    [i.inDepth, i.outDepth, i.filterDepth, i.strideDepth, i.padInfo.front],
    [i.inHeight, i.outHeight, i.filterHeight, i.strideHeight, i.padInfo.top],
    [i.inWidth, i.outWidth, i.filterWidth, i.strideWidth, i.padInfo.left],
  ]
}

/** How many times more places each window covers than lie in the input. */
const excess = ([size, out, window, stride, before]: PooledAxis): number[] =>
  Array.from({ length: out }, (_, i) => {
    const first = i * stride - before
    return window / Math.max(1, Math.min(size, first + window) - Math.max(0, first))
  })

/** Gradients of average pooling: the shaders count the padding among the values, so that what they get is made larger where they meet it. */
const average_pool_gradient: Make = (original) => (args) => {
  const { dy, input } = inputs_as<'dy' | 'input'>(args.inputs)
  return made_in_tidy(() => {
    let whole = dy
    pooled_axes(input, args.attrs!).forEach((axis, i) => {
      const factors = excess(axis)
      if (factors.every((factor) => factor === 1)) return
      const shape = dy.shape.map((_, at) => (at === i + 1 ? factors.length : 1))
      whole = mul(whole, tensor(factors, shape))
    })
    return original({ ...args, inputs: { ...args.inputs, dy: whole } }) as TensorInfo
  })
}

/** A part of a complex tensor that has been reshaped keeps the shape it had before. */
const complex_part: Make = (original) => (args) => ({
  ...(original(args) as TensorInfo),
  shape: (args.inputs.input as TensorInfo).shape,
})

/** Kernels that TensorFlow.js lacks on WebGL and WebGPU, or that are wrong there, made of others. */
export const composed_kernels: Record<string, Make> = {
  LogicalXor: logical_xor,
  LogSoftmax: log_softmax,
  MatrixBandPart: matrix_band_part,
  ResizeBilinearGrad: resize_gradient('bilinear'),
  ResizeNearestNeighborGrad: resize_gradient('nearest'),
  AvgPoolGrad: average_pool_gradient,
  AvgPool3DGrad: average_pool_gradient,
  Real: complex_part,
  Imag: complex_part,
}
