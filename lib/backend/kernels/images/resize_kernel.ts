import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import type { MetaRule } from '../../meta/rule'
import { run_loop } from '../memory'
import { type Band, type ResizeMethod, resize_band } from './resize_weights'

type Shape4D = [number, number, number, number]

/** Weighted sums along the middle axis of `[outer, from, inner]`. */
function along(
  values: TypedArray,
  outer: number,
  from: number,
  inner: number,
  { taps, first, weights }: Band,
  out: TypedArray,
): void {
  const to = first.length
  for (let o = 0, at = 0; o < outer; o++) {
    for (let i = 0; i < to; i++) {
      const start = (o * from + first[i]!) * inner
      const count = Math.min(taps, from - first[i]!)
      const own = i * taps
      const [one, two] = [weights[own]!, count > 1 ? weights[own + 1]! : 0]
      const second = count > 1 ? start + inner : start
      for (let k = 0; k < inner; k++, at++) {
        let sum = one * values[start + k]! + two * values[second + k]!
        for (let t = 2, place = start + 2 * inner + k; t < count; t++, place += inner) sum += weights[own + t]! * values[place]!
        out[at] = sum
      }
    }
  }
}

/** Rows and columns, in the order that leaves less in between. */
function both(values: TypedArray, [n, height, width, channels]: Shape4D, rows: Band, columns: Band, out: TypedArray): void {
  const [tall, wide] = [rows.first.length, columns.first.length]
  if (tall * width <= height * wide) {
    const between = new Float32Array(n * tall * width * channels)
    along(values, n, height, width * channels, rows, between)
    along(between, n * tall, width, channels, columns, out)
  } else {
    const between = new Float32Array(n * height * wide * channels)
    along(values, n * height, width, channels, columns, between)
    along(between, n, height, wide * channels, rows, out)
  }
}

/** What the kernels of resizing are told. */
export interface ResizeSettings {
  method: ResizeMethod
  antialias: boolean
}

/** KerasResize: images `[n, h, w, c]` with other numbers of rows and columns, `size`. */
export const resize_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const images = inputs.images as TensorInfo
  const { size, method, antialias } = attrs as unknown as ResizeSettings & { size: [number, number] }
  const [n, height, width, channels] = images.shape as Shape4D
  return run_loop(backend, [images], [{ shape: [n, ...size, channels], dtype: 'float32' }], ([values], [out]) =>
    both(
      values!,
      images.shape as Shape4D,
      resize_band(method, height, size[0], antialias),
      resize_band(method, width, size[1], antialias),
      out!,
    ),
  )[0]!
}

/** KerasResizeGrad: its gradient by images of the given shape. */
export const resize_slopes_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const dy = inputs.dy as TensorInfo
  const { shape, method, antialias } = attrs as unknown as ResizeSettings & { shape: Shape4D }
  return run_loop(backend, [dy], [{ shape, dtype: 'float32' }], ([slopes], [out]) =>
    both(
      slopes!,
      dy.shape as Shape4D,
      resize_band(method, shape[1], dy.shape[1]!, antialias, true),
      resize_band(method, shape[2], dy.shape[2]!, antialias, true),
      out!,
    ),
  )[0]!
}

/** What both give in a trace. */
export const resize_meta_rules: Record<string, MetaRule> = {
  KerasResize: ({ images }, { size }) => ({ shape: [images!.shape[0]!, size[0], size[1], images!.shape[3]!], dtype: 'float32' }),
  KerasResizeGrad: (_inputs, { shape }) => ({ shape, dtype: 'float32' }),
}
