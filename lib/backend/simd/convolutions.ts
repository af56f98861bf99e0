import { backend_util, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { WasmBackend } from '../wasm/memory'
import { type Simd, simd_of } from './load'
import { bounds } from './matmul'

type Shape4D = [number, number, number, number]

interface Attrs {
  strides: [number, number] | number
  pad: 'valid' | 'same' | number
  dataFormat?: string
  dilations?: [number, number] | number
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
  activation?: string
  filterShape: Shape4D
  inputShape: Shape4D
}

/** Sizes of a convolution whose images are padded first; of images and their rows the sizes are bytes. */
interface Geometry {
  info: backend_util.Conv2DInfo
  /** Height and width with the padding. */
  padded: [height: number, width: number]
  pixel: number
  line: number
  down: number
  across: number
  /** Neighbouring values of a row of the window. */
  taps: number
  pads: boolean
  /** Each pixel by itself: a plain product. */
  pointwise: boolean
}

/** Values of windows that are laid out at once. */
const window_values = 32_768

function geometry_of(x: number[], filter: number[], attrs: Attrs, depthwise: boolean): Geometry | null {
  const { strides, pad, dilations, dimRoundingMode, dataFormat } = attrs
  const spread = dilations ?? 1
  if (dataFormat === 'NCHW' || [spread].flat().some((step) => step !== 1)) return null
  const info = backend_util.computeConv2DInfo(x as Shape4D, filter as Shape4D, strides, 1, pad, dimRoundingMode, depthwise)
  if ((!depthwise && filter[2] !== x[3]) || (depthwise && filter[3] !== 1) || util.sizeFromShape(info.outShape) === 0) return null
  const { top, left } = info.padInfo
  const needed = (out: number, stride: number, size: number): number => (out - 1) * stride + size
  const height = needed(info.outHeight, info.strideHeight, info.filterHeight)
  const width = needed(info.outWidth, info.strideWidth, info.filterWidth)
  const padded: [number, number] = [Math.max(height, info.inHeight + top), Math.max(width, info.inWidth + left)]
  const pads = padded[0] !== info.inHeight || padded[1] !== info.inWidth
  const pixel = 4 * info.inChannels
  const line = padded[1] * pixel
  return {
    ...{ info, padded, pixel, line },
    down: info.strideHeight * line,
    across: info.strideWidth * pixel,
    taps: info.filterWidth * info.inChannels,
    pads,
    pointwise: !pads && info.filterHeight * info.filterWidth * info.strideHeight * info.strideWidth === 1,
  }
}

const padded_bytes = ({ pads, padded, line }: Geometry): number => (pads ? padded[0] * line : 0)

/** Where an image begins once it is padded: in `room`, or where it was. */
function padded_image(simd: Simd, { info, padded, pixel, pads }: Geometry, image: number, room: number): number {
  if (!pads) return image
  simd.pad_image(image, room, info.inHeight, info.inWidth, pixel, ...padded, info.padInfo.top, info.padInfo.left)
  return room
}

/** Of a product: nothing is added, and nothing bounds it. */
const plain = [0, 0, -Infinity, Infinity]

const floats = (...infos: (TensorInfo | undefined)[]): boolean => infos.every((info) => info == null || info.dtype === 'float32')

/** Conv2D and FusedConv2D on wasm: windows are packed as they are multiplied. With threads, XNNPACK's own are faster. */
export function simd_conv_kernel(fused: boolean): (original: KernelFunc) => KernelFunc {
  return (original) => (args) => {
    const { x, filter, bias, preluActivationWeights } = args.inputs as unknown as Record<string, TensorInfo>
    const attrs = args.attrs as unknown as Attrs
    const simd = simd_of(args.backend as object)
    const limits = bounds[fused ? (attrs.activation ?? 'linear') : 'linear']
    const plain_bias = bias == null || util.sizeFromShape(bias.shape) === filter!.shape[3]
    if (simd === null || simd.threads || limits === undefined || preluActivationWeights != null || !plain_bias)
      return original(args)
    const geometry = floats(x, filter, bias) ? geometry_of(x!.shape, filter!.shape, attrs, false) : null
    if (geometry === null) return original(args)
    const { info, taps, line, down, across } = geometry
    const out = (args.backend as WasmBackend).makeOutput(info.outShape, 'float32')
    const [images, weights, shift, result] = [simd.at(x!), simd.at(filter!), bias == null ? 0 : simd.at(bias), simd.at(out)]
    const n = info.outChannels
    const pixels = info.outHeight * info.outWidth
    if (geometry.pointwise) {
      const scratch = simd.scratch(simd.gemm_scratch())
      const rows = info.batchSize * pixels
      simd.gemm(images, weights, result, rows, taps, n, 4 * taps, 4, 4 * n, 4, 4 * n, 0, shift, ...limits, scratch)
      return out
    }
    const packing = simd.conv_scratch(taps)
    const scratch = simd.scratch(packing + padded_bytes(geometry))
    for (let i = 0; i < info.batchSize; i++) {
      const image = padded_image(simd, geometry, images + i * info.inHeight * info.inWidth * geometry.pixel, scratch + packing)
      const to = result + 4 * i * pixels * n
      simd.conv_image(
        image,
        weights,
        to,
        pixels,
        info.outWidth,
        info.filterHeight,
        taps,
        n,
        line,
        down,
        across,
        shift,
        ...limits,
        scratch,
      )
    }
    return out
  }
}

/** Whether a gradient has the shape of what the convolution gave. */
const fits = (dy: TensorInfo, { info }: Geometry): boolean => util.arraysEqual(dy.shape, info.outShape)

/** How many output pixels have their windows laid out at once. */
const pixels_at_once = (size: number, pixels: number): number =>
  Math.min(pixels, Math.max(16, 4 * Math.floor(window_values / size / 4)))

/** Conv2DBackpropFilter on wasm: the windows, turned, times the gradient. */
export function simd_filter_gradient_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { x, dy } = args.inputs as unknown as Record<string, TensorInfo>
    const attrs = args.attrs as unknown as Attrs
    const simd = simd_of(args.backend as object)
    const geometry = simd !== null && floats(x, dy) ? geometry_of(x!.shape, attrs.filterShape, attrs, false) : null
    if (simd === null || geometry === null || !fits(dy!, geometry)) return original(args)
    const { info, taps, line, down, across } = geometry
    const out = (args.backend as WasmBackend).makeOutput(info.filterShape, 'float32')
    const [images, slopes, result] = [simd.at(x!), simd.at(dy!), simd.at(out)]
    const n = info.outChannels
    const size = info.filterHeight * taps
    const pixels = info.outHeight * info.outWidth
    const step = pixels_at_once(size, pixels)
    const packing = simd.gemm_scratch()
    const scratch = simd.scratch(packing + 4 * size * step + padded_bytes(geometry))
    const room = scratch + packing
    if (geometry.pointwise) {
      simd.gemm(images, slopes, result, taps, info.batchSize * pixels, n, 4, 4 * taps, 4 * n, 4, 4 * n, ...plain, scratch)
      return out
    }
    let add = 0
    for (let i = 0; i < info.batchSize; i++) {
      const image = padded_image(
        simd,
        geometry,
        images + i * info.inHeight * info.inWidth * geometry.pixel,
        room + 4 * size * step,
      )
      for (let first = 0; first < pixels; first += step, add = 1) {
        const count = Math.min(step, pixels - first)
        simd.windows(image, room, first, count, info.outWidth, info.filterHeight, taps, line, down, across)
        const from = slopes + 4 * (i * pixels + first) * n
        simd.gemm(room, from, result, size, count, n, 4, 4 * size, 4 * n, 4, 4 * n, add, 0, -Infinity, Infinity, scratch)
      }
    }
    return out
  }
}

/** Conv2DBackpropInput on wasm: the gradient times the filters, turned, added where the windows were. */
export function simd_input_gradient_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const { dy, filter } = args.inputs as unknown as Record<string, TensorInfo>
    const attrs = args.attrs as unknown as Attrs
    const simd = simd_of(args.backend as object)
    const geometry = simd !== null && floats(filter, dy) ? geometry_of(attrs.inputShape, filter!.shape, attrs, false) : null
    if (simd === null || geometry === null || !fits(dy!, geometry)) return original(args)
    const { info, padded, pixel, taps, line, down, across, pads } = geometry
    const out = (args.backend as WasmBackend).makeOutput(info.inShape, 'float32')
    const [weights, slopes, result] = [simd.at(filter!), simd.at(dy!), simd.at(out)]
    const n = info.outChannels
    const size = info.filterHeight * taps
    const pixels = info.outHeight * info.outWidth
    const step = pixels_at_once(size, pixels)
    const packing = simd.gemm_scratch()
    const scratch = simd.scratch(packing + 4 * size * step + padded_bytes(geometry))
    const room = scratch + packing
    if (geometry.pointwise) {
      simd.gemm(slopes, weights, result, info.batchSize * pixels, n, taps, 4 * n, 4, 4, 4 * n, 4 * taps, ...plain, scratch)
      return out
    }
    const image_bytes = info.inHeight * info.inWidth * pixel
    const heap = (args.backend as WasmBackend).wasm.HEAPU8
    for (let i = 0; i < info.batchSize; i++) {
      const image = result + i * image_bytes
      const wide = pads ? room + 4 * size * step : image
      heap.fill(0, wide, wide + (pads ? padded_bytes(geometry) : image_bytes))
      for (let first = 0; first < pixels; first += step) {
        const count = Math.min(step, pixels - first)
        const from = slopes + 4 * (i * pixels + first) * n
        simd.gemm(from, weights, room, count, n, size, 4 * n, 4, 4, 4 * n, 4 * size, ...plain, scratch)
        simd.add_windows(wide, room, first, count, info.outWidth, info.filterHeight, taps, line, down, across)
      }
      if (pads) simd.crop_image(wide, image, info.inHeight, info.inWidth, pixel, ...padded, info.padInfo.top, info.padInfo.left)
    }
    return out
  }
}

/** DepthwiseConv2dNativeBackpropFilter and DepthwiseConv2dNativeBackpropInput on wasm, for one filter a channel. */
export function simd_depthwise_kernel(of: 'filter' | 'input'): (original: KernelFunc) => KernelFunc {
  return (original) => (args) => {
    const { x, dy, filter } = args.inputs as unknown as Record<string, TensorInfo>
    const attrs = args.attrs as unknown as Attrs
    const simd = simd_of(args.backend as object)
    const by_filter = of === 'filter'
    const shapes = by_filter ? [x!.shape, attrs.filterShape] : [attrs.inputShape, filter!.shape]
    const geometry = simd !== null && floats(x, dy, filter) ? geometry_of(shapes[0]!, shapes[1]!, attrs, true) : null
    if (simd === null || geometry === null || !fits(dy!, geometry)) return original(args)
    const { info, padded, pixel, line, down, across, pads } = geometry
    const out = (args.backend as WasmBackend).makeOutput(by_filter ? info.filterShape : info.inShape, 'float32')
    const [slopes, result] = [simd.at(dy!), simd.at(out)]
    const images = by_filter ? simd.at(x!) : result
    const taps = by_filter ? result : simd.at(filter!)
    const room = simd.scratch(Math.max(16, padded_bytes(geometry)))
    const image_bytes = info.inHeight * info.inWidth * pixel
    const heap = (args.backend as WasmBackend).wasm.HEAPU8
    if (by_filter) heap.fill(0, result, result + 4 * util.sizeFromShape(info.filterShape))
    for (let i = 0; i < info.batchSize; i++) {
      const image = images + i * image_bytes
      const wide = by_filter ? padded_image(simd, geometry, image, room) : pads ? room : image
      if (!by_filter) heap.fill(0, wide, wide + (pads ? padded_bytes(geometry) : image_bytes))
      const from = slopes + i * info.outHeight * info.outWidth * pixel
      const window = [info.outHeight, info.outWidth, info.filterHeight, info.filterWidth]
      simd.depthwise_gradient(wide, taps, from, ...window, pixel, line, down, across, by_filter ? 1 : 0)
      if (!by_filter && pads)
        simd.crop_image(wide, image, info.inHeight, info.inWidth, pixel, ...padded, info.padInfo.top, info.padInfo.left)
    }
    return out
  }
}
