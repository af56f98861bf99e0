import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from '../memory'
import { resize_slopes_kernel } from './resize_kernel'

export interface ResizeAttrs {
  alignCorners: boolean
  halfPixelCenters?: boolean
}

/** For each place of a resized axis: the two places that it was read from, and the share of the second. */
interface Reads {
  first: Int32Array
  second: Int32Array
  share: Float32Array
}

function scale_of(from: number, to: number, align: boolean): number {
  return align && to > 1 ? (from - 1) / (to - 1) : from / to
}

function linear_reads(from: number, to: number, { alignCorners, halfPixelCenters }: ResizeAttrs): Reads {
  const scale = scale_of(from, to, alignCorners)
  const reads = { first: new Int32Array(to), second: new Int32Array(to), share: new Float32Array(to) }
  for (let i = 0; i < to; i++) {
    const place = halfPixelCenters ? scale * (i + 0.5) - 0.5 : scale * i
    reads.first[i] = Math.max(0, Math.floor(place))
    reads.second[i] = Math.min(from - 1, Math.ceil(place))
    reads.share[i] = place - reads.first[i]!
  }
  return reads
}

function nearest_reads(from: number, to: number, { alignCorners, halfPixelCenters }: ResizeAttrs): Reads {
  const scale = scale_of(from, to, alignCorners)
  const first = Int32Array.from({ length: to }, (_, i) => {
    const place = halfPixelCenters ? scale * (i + 0.5) : scale * i
    return Math.max(0, Math.min(from - 1, alignCorners ? Math.round(place) : Math.floor(place)))
  })
  return { first, second: first, share: new Float32Array(to) }
}

/** How a method of resizing reads. */
export const reads_of = (method: 'bilinear' | 'nearest'): typeof linear_reads =>
  method === 'bilinear' ? linear_reads : nearest_reads

function spread(dy: TypedArray, dy_shape: number[], rows: Reads, columns: Reads, dx: TypedArray, dx_shape: number[]): void {
  const [batch, height, width, channels] = dy_shape as [number, number, number, number]
  const [, in_height, in_width] = dx_shape as [number, number, number, number]
  let at = 0
  const give = (n: number, r: number, c: number, from: number, weight: number): void => {
    if (weight === 0) return
    const to = ((n * in_height + r) * in_width + c) * channels
    for (let i = 0; i < channels; i++) dx[to + i]! += dy[from + i]! * weight
  }
  for (let n = 0; n < batch; n++) {
    for (let r = 0; r < height; r++) {
      const down = rows.share[r]!
      for (let c = 0; c < width; c++, at += channels) {
        const across = columns.share[c]!
        give(n, rows.first[r]!, columns.first[c]!, at, (1 - down) * (1 - across))
        give(n, rows.first[r]!, columns.second[c]!, at, (1 - down) * across)
        give(n, rows.second[r]!, columns.first[c]!, at, down * (1 - across))
        give(n, rows.second[r]!, columns.second[c]!, at, down * across)
      }
    }
  }
}

const larger = (a: number[], b: number[]): boolean => a[1]! * a[2]! > b[1]! * b[2]!

/** ResizeBilinearGrad and ResizeNearestNeighborGrad: tfjs's own leave out half-pixel centres, and one swaps height and width. */
export function resize_gradient_kernel(method: 'bilinear' | 'nearest'): KernelFunc {
  const reads = reads_of(method)
  return ({ inputs, attrs, backend }) => {
    const { images, dy } = inputs as unknown as { images: TensorInfo; dy: TensorInfo }
    const own = attrs as unknown as ResizeAttrs
    if (method === 'bilinear' && own.halfPixelCenters && !own.alignCorners && larger(dy.shape, images.shape)) {
      const settings = { shape: images.shape, method, antialias: false }
      return resize_slopes_kernel({ inputs: { dy }, attrs: settings, backend })
    }
    return run_loop(backend, [dy], [{ shape: images.shape, dtype: 'float32' }], ([slopes], [dx]) => {
      const rows = reads(images.shape[1]!, dy.shape[1]!, own)
      const columns = reads(images.shape[2]!, dy.shape[2]!, own)
      spread(slopes!, dy.shape, rows, columns, dx!, images.shape)
    })[0]!
  }
}
