import { backend_util, type KernelFunc, type TensorInfo, type TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from '../memory'

type Triple = [number, number, number]

/** Sizes of a pooling; a 2D one has depth 1. */
interface PoolInfo {
  batch: number
  channels: number
  in_size: Triple
  out_size: Triple
  window: Triple
  strides: Triple
  padding: Triple
}

function info_2d(info: backend_util.Conv2DInfo): PoolInfo {
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    in_size: [1, info.inHeight, info.inWidth],
    out_size: [1, info.outHeight, info.outWidth],
    window: [1, info.filterHeight, info.filterWidth],
    strides: [1, info.strideHeight, info.strideWidth],
    padding: [0, info.padInfo.top, info.padInfo.left],
  }
}

function info_3d(info: backend_util.Conv3DInfo): PoolInfo {
  return {
    batch: info.batchSize,
    channels: info.inChannels,
    in_size: [info.inDepth, info.inHeight, info.inWidth],
    out_size: [info.outDepth, info.outHeight, info.outWidth],
    window: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    padding: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  }
}

type Window = (offset: number, places: Int32Array, count: number) => void

/**
 * Calls `visit` for every output pixel with its offset and the offsets (of channel 0) of the input pixels in its window. `places` is reused.
 */
function each_window(info: PoolInfo, visit: Window): void {
  const { batch, channels, in_size, out_size, window, strides, padding } = info
  const places = new Int32Array(window[0] * window[1] * window[2])
  const from = (out: number, axis: number): number => Math.max(0, out * strides[axis]! - padding[axis]!)
  const to = (out: number, axis: number): number =>
    Math.min(in_size[axis]!, out * strides[axis]! - padding[axis]! + window[axis]!)
  let offset = 0
  for (let n = 0; n < batch; n++) {
    for (let d = 0; d < out_size[0]; d++) {
      for (let r = 0; r < out_size[1]; r++) {
        for (let c = 0; c < out_size[2]; c++, offset += channels) {
          let count = 0
          for (let xd = from(d, 0); xd < to(d, 0); xd++) {
            for (let xr = from(r, 1); xr < to(r, 1); xr++) {
              const row = ((n * in_size[0] + xd) * in_size[1] + xr) * in_size[2]
              for (let xc = from(c, 2); xc < to(c, 2); xc++) places[count++] = (row + xc) * channels
            }
          }
          visit(offset, places, count)
        }
      }
    }
  }
}

/** Adds each output's gradient to the first largest value of its window. */
function max_pool_gradient(info: PoolInfo, dy: TypedArray, dx: TypedArray, x: TypedArray): void {
  each_window(info, (offset, places, count) => {
    for (let channel = 0; channel < info.channels && count > 0; channel++) {
      let best = places[0]! + channel
      for (let i = 1; i < count; i++) if (x[places[i]! + channel]! > x[best]!) best = places[i]! + channel
      dx[best]! += dy[offset + channel]!
    }
  })
}

/** Shares each output's gradient among the values of its window; padding takes none, as it was not counted. */
function average_pool_gradient(info: PoolInfo, dy: TypedArray, dx: TypedArray): void {
  each_window(info, (offset, places, count) => {
    for (let i = 0; i < count; i++) {
      for (let channel = 0; channel < info.channels; channel++) dx[places[i]! + channel]! += dy[offset + channel]! / count
    }
  })
}

interface PoolAttrs {
  filterSize: number | [number, number] | [number, number, number]
  strides: number | [number, number] | [number, number, number]
  pad: 'valid' | 'same' | number
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** Sizes of a pooling and the shape of its result. */
function pool_info(x: TensorInfo, attrs: PoolAttrs, rank: 2 | 3): { info: PoolInfo; shape: number[] } {
  const sizes = [x.shape, attrs.filterSize, attrs.strides, 1, attrs.pad, attrs.dimRoundingMode] as unknown[]
  if (rank === 2) {
    const given = backend_util.computePool2DInfo(...(sizes as unknown as Parameters<typeof backend_util.computePool2DInfo>))
    return { info: info_2d(given), shape: given.outShape }
  }
  const given = backend_util.computePool3DInfo(...(sizes as unknown as Parameters<typeof backend_util.computePool3DInfo>))
  return { info: info_3d(given), shape: given.outShape }
}

/**
 * Gradients of pooling. wasm's own for the maximum are wrong where a window has no positive value, tfjs's for the average where padding is in
 * it, and the plain-JS ones are slow.
 */
export function pool_gradient_kernel(method: 'max' | 'average', rank: 2 | 3): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { dy, input } = inputs as unknown as { dy: TensorInfo; input: TensorInfo }
    const { info } = pool_info(input, attrs as unknown as PoolAttrs, rank)
    return run_loop(backend, [dy, input], [{ shape: input.shape, dtype: 'float32' }], ([slopes, x], [dx]) => {
      if (method === 'max') max_pool_gradient(info, slopes!, dx!, x!)
      else average_pool_gradient(info, slopes!, dx!)
    })[0]!
  }
}

/** What `from` holds at the places that a maximum pooling of `x` took its outputs from: the first largest values of the windows. */
export function pool_taken_kernel(rank: 2 | 3): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { x, from } = inputs as unknown as { x: TensorInfo; from: TensorInfo }
    const { info, shape } = pool_info(x, attrs as unknown as PoolAttrs, rank)
    return run_loop(backend, [x, from], [{ shape, dtype: 'float32' }], ([values, source], [taken]) =>
      each_window(info, (offset, places, count) => {
        for (let channel = 0; channel < info.channels && count > 0; channel++) {
          let best = places[0]! + channel
          for (let i = 1; i < count; i++) if (values![places[i]! + channel]! > values![best]!) best = places[i]! + channel
          taken![offset + channel] = source![best]!
        }
      }),
    )[0]!
  }
}

/** MaxPool3D on wasm, whose own gives 0 for a window of negative values. */
export const max_pool_3d_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const x = inputs.x as TensorInfo
  const { info, shape } = pool_info(x, attrs as unknown as PoolAttrs, 3)
  return run_loop(backend, [x], [{ shape, dtype: x.dtype }], ([values], [out]) =>
    each_window(info, (offset, places, count) => {
      for (let channel = 0; channel < info.channels; channel++) {
        let best = Number.NEGATIVE_INFINITY
        for (let i = 0; i < count; i++) best = Math.max(best, values![places[i]! + channel]!)
        out![offset + channel] = best
      }
    }),
  )[0]!
}
