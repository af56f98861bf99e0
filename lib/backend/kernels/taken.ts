import { backend_util, type KernelFunc, type TensorInfo, type TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** Calls `visit` with the place of each output of a dilation and the places, in input and filter, of its largest sum: the first one. */
function each_largest(
  info: backend_util.Conv2DInfo,
  x: TypedArray,
  filter: TypedArray,
  visit: (out: number, in_place: number, filter_place: number) => void,
): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info
  let out = 0
  for (let n = 0; n < batchSize; n++) {
    for (let r = 0; r < outHeight; r++) {
      for (let c = 0; c < outWidth; c++) {
        for (let channel = 0; channel < inChannels; channel++, out++) {
          let [largest, in_place, filter_place] = [Number.NEGATIVE_INFINITY, -1, -1]
          for (let i = 0; i < info.filterHeight * info.filterWidth; i++) {
            const row = r * info.strideHeight - padInfo.top + Math.floor(i / info.filterWidth) * info.dilationHeight
            const column = c * info.strideWidth - padInfo.left + (i % info.filterWidth) * info.dilationWidth
            if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) continue
            const place = ((n * inHeight + row) * inWidth + column) * inChannels + channel
            const sum = x[place]! + filter[i * inChannels + channel]!
            if (sum > largest) [largest, in_place, filter_place] = [sum, place, i * inChannels + channel]
          }
          if (in_place >= 0) visit(out, in_place, filter_place)
        }
      }
    }
  }
}

/** What a tensor like the input, or like the filter, holds at the places that a Dilation2D took its outputs from. */
export const dilation_taken_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, filter, from } = inputs as unknown as Record<'x' | 'filter' | 'from', TensorInfo>
  const { strides, pad, dilations, of } = attrs as unknown as Record<string, never>
  const info = backend_util.computeDilation2DInfo(x.shape as never, filter.shape as never, strides!, pad!, 'NHWC', dilations!)
  return run_loop(backend, [x, filter, from], [{ shape: info.outShape, dtype: 'float32' }], ([values, taps, source], [taken]) =>
    each_largest(info, values!, taps!, (out, in_place, filter_place) => {
      taken![out] = source![of === 'x' ? in_place : filter_place]!
    }),
  )[0]!
}
