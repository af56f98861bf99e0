import type { backend_util, TypedArray } from '@tensorflow/tfjs-core'

type ConvInfo = backend_util.Conv2DInfo

/** Calls `visit(x_offset, y_offset, tap)` for every output pixel and filter tap that lies inside the image. Offsets are NHWC. */
function each_tap(info: ConvInfo, visit: (x_offset: number, y_offset: number, tap: number) => void): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info
  for (let n = 0; n < info.batchSize; n++) {
    for (let kr = 0; kr < info.filterHeight; kr++) {
      for (let kc = 0; kc < info.filterWidth; kc++) {
        const tap = kr * info.filterWidth + kc
        for (let r = 0; r < outHeight; r++) {
          const xr = r * info.strideHeight + kr * info.dilationHeight - info.padInfo.top
          if (xr < 0 || xr >= inHeight) continue
          for (let c = 0; c < outWidth; c++) {
            const xc = c * info.strideWidth + kc * info.dilationWidth - info.padInfo.left
            if (xc < 0 || xc >= inWidth) continue
            visit(((n * inHeight + xr) * inWidth + xc) * inChannels, ((n * outHeight + r) * outWidth + c) * outChannels, tap)
          }
        }
      }
    }
  }
}

/** Adds the filter gradient of a convolution to `dw` [height, width, in, out]. */
export function conv_filter_gradient(info: ConvInfo, x: TypedArray, dy: TypedArray, dw: TypedArray): void {
  const { inChannels, outChannels } = info
  each_tap(info, (x_offset, y_offset, tap) => {
    for (let i = 0; i < inChannels; i++) {
      const value = x[x_offset + i]!
      const row = (tap * inChannels + i) * outChannels
      for (let o = 0; o < outChannels; o++) dw[row + o]! += value * dy[y_offset + o]!
    }
  })
}

/** Adds the input gradient of a convolution to `dx`. */
export function conv_input_gradient(info: ConvInfo, dy: TypedArray, w: TypedArray, dx: TypedArray): void {
  const { inChannels, outChannels } = info
  each_tap(info, (x_offset, y_offset, tap) => {
    for (let i = 0; i < inChannels; i++) {
      const row = (tap * inChannels + i) * outChannels
      let sum = 0
      for (let o = 0; o < outChannels; o++) sum += w[row + o]! * dy[y_offset + o]!
      dx[x_offset + i]! += sum
    }
  })
}

/** Adds the filter gradient of a depthwise convolution to `dw` [height, width, in, multiplier]. */
export function depthwise_filter_gradient(info: ConvInfo, x: TypedArray, dy: TypedArray, dw: TypedArray): void {
  const { inChannels } = info
  const multiplier = info.outChannels / inChannels
  each_tap(info, (x_offset, y_offset, tap) => {
    let w = tap * info.outChannels
    let y = y_offset
    for (let i = 0; i < inChannels; i++) {
      const value = x[x_offset + i]!
      for (let m = 0; m < multiplier; m++) dw[w++]! += value * dy[y++]!
    }
  })
}

/** Adds the input gradient of a depthwise convolution to `dx`. */
export function depthwise_input_gradient(info: ConvInfo, dy: TypedArray, filter: TypedArray, dx: TypedArray): void {
  const { inChannels } = info
  const multiplier = info.outChannels / inChannels
  each_tap(info, (x_offset, y_offset, tap) => {
    let w = tap * info.outChannels
    let y = y_offset
    for (let i = 0; i < inChannels; i++) {
      let sum = 0
      for (let m = 0; m < multiplier; m++) sum += filter[w++]! * dy[y++]!
      dx[x_offset + i]! += sum
    }
  })
}
