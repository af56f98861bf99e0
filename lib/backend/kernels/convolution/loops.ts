import type { backend_util, TypedArray } from '@tensorflow/tfjs-core'

type Triple = [number, number, number]

/** Sizes of a 3D convolution; a 2D one has depth 1. Channels come last. */
export interface ConvInfo {
  batch: number
  in_size: Triple
  out_size: Triple
  filter_size: Triple
  in_channels: number
  out_channels: number
  strides: Triple
  dilations: Triple
  padding: Triple
}

/** The sizes of a 2D convolution. */
export function info_2d(info: backend_util.Conv2DInfo): ConvInfo {
  return {
    batch: info.batchSize,
    in_size: [1, info.inHeight, info.inWidth],
    out_size: [1, info.outHeight, info.outWidth],
    filter_size: [1, info.filterHeight, info.filterWidth],
    in_channels: info.inChannels,
    out_channels: info.outChannels,
    strides: [1, info.strideHeight, info.strideWidth],
    dilations: [1, info.dilationHeight, info.dilationWidth],
    padding: [0, info.padInfo.top, info.padInfo.left],
  }
}

/** The sizes of a 3D convolution. */
export function info_3d(info: backend_util.Conv3DInfo): ConvInfo {
  return {
    batch: info.batchSize,
    in_size: [info.inDepth, info.inHeight, info.inWidth],
    out_size: [info.outDepth, info.outHeight, info.outWidth],
    filter_size: [info.filterDepth, info.filterHeight, info.filterWidth],
    in_channels: info.inChannels,
    out_channels: info.outChannels,
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padding: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  }
}

/** Calls `visit(x_offset, y_offset, tap)` for every output pixel and filter tap that lies inside the image. */
function each_tap(info: ConvInfo, visit: (x_offset: number, y_offset: number, tap: number) => void): void {
  const { batch, in_size, out_size, filter_size, in_channels, out_channels, strides, dilations, padding } = info
  const place = (out: number, tap: number, axis: number): number => out * strides[axis]! + tap * dilations[axis]! - padding[axis]!
  for (let n = 0; n < batch; n++) {
    for (let tap = 0; tap < filter_size[0] * filter_size[1] * filter_size[2]; tap++) {
      const kc = tap % filter_size[2]
      const kr = Math.floor(tap / filter_size[2]) % filter_size[1]
      const kd = Math.floor(tap / (filter_size[2] * filter_size[1]))
      for (let d = 0; d < out_size[0]; d++) {
        const xd = place(d, kd, 0)
        if (xd < 0 || xd >= in_size[0]) continue
        for (let r = 0; r < out_size[1]; r++) {
          const xr = place(r, kr, 1)
          if (xr < 0 || xr >= in_size[1]) continue
          const x_row = ((n * in_size[0] + xd) * in_size[1] + xr) * in_size[2]
          const y_row = ((n * out_size[0] + d) * out_size[1] + r) * out_size[2]
          for (let c = 0; c < out_size[2]; c++) {
            const xc = c * strides[2] + kc * dilations[2] - padding[2]
            if (xc >= 0 && xc < in_size[2]) visit((x_row + xc) * in_channels, (y_row + c) * out_channels, tap)
          }
        }
      }
    }
  }
}

/** Adds the filter gradient of a convolution to `dw` [...taps, in, out]. */
export function conv_filter_gradient(info: ConvInfo, x: TypedArray, dy: TypedArray, dw: TypedArray): void {
  const { in_channels, out_channels } = info
  each_tap(info, (x_offset, y_offset, tap) => {
    for (let i = 0; i < in_channels; i++) {
      const value = x[x_offset + i]!
      const row = (tap * in_channels + i) * out_channels
      for (let o = 0; o < out_channels; o++) dw[row + o]! += value * dy[y_offset + o]!
    }
  })
}

/** Adds the input gradient of a convolution to `dx`. */
export function conv_input_gradient(info: ConvInfo, dy: TypedArray, w: TypedArray, dx: TypedArray): void {
  const { in_channels, out_channels } = info
  each_tap(info, (x_offset, y_offset, tap) => {
    for (let i = 0; i < in_channels; i++) {
      const row = (tap * in_channels + i) * out_channels
      let sum = 0
      for (let o = 0; o < out_channels; o++) sum += w[row + o]! * dy[y_offset + o]!
      dx[x_offset + i]! += sum
    }
  })
}

/** Adds the filter gradient of a depthwise convolution to `dw` [height, width, in, multiplier]. */
export function depthwise_filter_gradient(info: ConvInfo, x: TypedArray, dy: TypedArray, dw: TypedArray): void {
  const { in_channels } = info
  const multiplier = info.out_channels / in_channels
  each_tap(info, (x_offset, y_offset, tap) => {
    let w = tap * info.out_channels
    let y = y_offset
    for (let i = 0; i < in_channels; i++) {
      const value = x[x_offset + i]!
      for (let m = 0; m < multiplier; m++) dw[w++]! += value * dy[y++]!
    }
  })
}

/** Adds the input gradient of a depthwise convolution to `dx`. */
export function depthwise_input_gradient(info: ConvInfo, dy: TypedArray, filter: TypedArray, dx: TypedArray): void {
  const { in_channels } = info
  const multiplier = info.out_channels / in_channels
  each_tap(info, (x_offset, y_offset, tap) => {
    let w = tap * info.out_channels
    let y = y_offset
    for (let i = 0; i < in_channels; i++) {
      let sum = 0
      for (let m = 0; m < multiplier; m++) sum += filter[w++]! * dy[y++]!
      dx[x_offset + i]! += sum
    }
  })
}
