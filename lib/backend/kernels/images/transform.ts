import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from '../memory'

export interface TransformAttrs {
  interpolation: 'nearest' | 'bilinear'
  fillMode: 'constant' | 'reflect' | 'wrap' | 'nearest'
  fillValue: number
  outputShape?: [number, number]
}

const clamp = (value: number, size: number): number => Math.min(Math.max(value, 0), size - 1)

function reflected(at: number, size: number): number {
  const period = 2 * size
  if (at < 0) {
    const moved = at < period ? period * Math.trunc(-at / period) + at : at
    return clamp(moved < -size ? moved + period : -moved - 1, size)
  }
  const rest = at - period * Math.trunc(at / period)
  return clamp(rest >= size ? period - rest - 1 : rest, size)
}

function wrapped(at: number, size: number): number {
  const moved = at < 0 ? at + size * (Math.trunc(-at / (size - 1)) + 1) : at - size * Math.trunc(at / (size - 1))
  return clamp(moved, size)
}

function mapped(at: number, size: number, mode: TransformAttrs['fillMode']): number {
  if (mode === 'nearest') return clamp(at, size)
  if (mode === 'constant' || (at >= 0 && at <= size - 1)) return at
  if (size <= 1) return 0
  return mode === 'reflect' ? reflected(at, size) : wrapped(at, size)
}

/** A pixel of the image that an output pixel reads; -1 is outside. */
type Read = (out_pixel: number, in_pixel: number, weight: number) => void

/** Calls `read` for each pixel that each output pixel is made of. Output pixels at infinity read the outside. */
function each_read(
  image: number[],
  [out_height, out_width]: [number, number],
  transforms: TypedArray,
  { interpolation, fillMode }: TransformAttrs,
  read: Read,
): void {
  const [batch, height, width] = image as [number, number, number, number]
  const inside = (n: number, row: number, column: number): number =>
    row >= 0 && row < height && column >= 0 && column < width ? (n * height + row) * width + column : -1
  let out = 0
  for (let n = 0; n < batch; n++) {
    const t = transforms.length === 8 ? transforms : transforms.subarray(n * 8, n * 8 + 8)
    for (let r = 0; r < out_height; r++) {
      for (let c = 0; c < out_width; c++, out++) {
        const scale = t[6]! * c + t[7]! * r + 1
        if (scale === 0) {
          read(out, -1, 1)
          continue
        }
        const x = mapped((t[0]! * c + t[1]! * r + t[2]!) / scale, width, fillMode)
        const y = mapped((t[3]! * c + t[4]! * r + t[5]!) / scale, height, fillMode)
        if (interpolation === 'nearest') {
          read(out, inside(n, Math.round(y), Math.round(x)), 1)
          continue
        }
        const [top, left] = [Math.floor(y), Math.floor(x)]
        const [down, across] = [y - top, x - left]
        read(out, inside(n, top, left), (1 - down) * (1 - across))
        read(out, inside(n, top, left + 1), (1 - down) * across)
        read(out, inside(n, top + 1, left), down * (1 - across))
        read(out, inside(n, top + 1, left + 1), down * across)
      }
    }
  }
}

/** Transform: tfjs's plain one moves only the first image of a batch. */
export const transform_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { image, transforms } = inputs as unknown as { image: TensorInfo; transforms: TensorInfo }
  const own = attrs as unknown as TransformAttrs
  const [batch, height, width, channels] = image.shape as [number, number, number, number]
  const size = own.outputShape ?? [height, width]
  return run_loop(
    backend,
    [image, transforms],
    [{ shape: [batch, ...size, channels], dtype: image.dtype }],
    ([values, moves], [out]) =>
      each_read(image.shape, size, moves!, own, (to, from, weight) => {
        for (let i = 0; i < channels; i++)
          out![to * channels + i]! += weight * (from < 0 ? own.fillValue : values![from * channels + i]!)
      }),
  )[0]!
}

/** The gradient of Transform by its image. */
export const transform_gradient_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, transforms } = inputs as unknown as Record<'dy' | 'transforms', TensorInfo>
  const own = attrs as unknown as TransformAttrs & { shape: number[] }
  const channels = own.shape[3]!
  const size = dy.shape.slice(1, 3) as [number, number]
  return run_loop(backend, [dy, transforms], [{ shape: own.shape, dtype: 'float32' }], ([slopes, moves], [dx]) =>
    each_read(own.shape, size, moves!, own, (from, to, weight) => {
      if (to >= 0) for (let i = 0; i < channels; i++) dx![to * channels + i]! += weight * slopes![from * channels + i]!
    }),
  )[0]!
}
