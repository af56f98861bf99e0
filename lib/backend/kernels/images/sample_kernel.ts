import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import type { MetaRule } from '../../meta/rule'
import { run_loop } from '../memory'

/** What stands beyond the ends of an axis: one value, the last pixel, the axis again, or its mirror image without or with the last pixel twice. */
export type FillMode = 'constant' | 'nearest' | 'wrap' | 'mirror' | 'reflect'

export interface Sampling {
  /** 0: the nearest value. 1: weighted sums of the values around. */
  order: number
  fill_mode: FillMode
  fill_value: number
}

const modulo = (a: number, b: number): number => a - b * Math.floor(a / b)

const mirrored = (at: number, last: number): number => (last === 0 ? 0 : Math.abs(modulo(at + last, 2 * last) - last))

/** The place on an axis for a whole place on or beside it; -1 is outside. */
function folded(at: number, size: number, mode: FillMode): number {
  if (at >= 0 && at < size) return at
  if (mode === 'constant') return -1
  const place =
    mode === 'nearest'
      ? Math.min(Math.max(at, 0), size - 1)
      : mode === 'wrap'
        ? modulo(at, size)
        : mode === 'mirror'
          ? mirrored(at, size - 1)
          : Math.floor((mirrored(2 * at + 1, 2 * size) - 1) / 2)
  return place >= 0 && place < size ? place : 0
}

/** The pixels that a point is made of (-1: outside), their weights, and the shares of the higher places along each axis. */
interface Reader {
  pixels: Int32Array
  weights: Float64Array
  shares: Float64Array
  read(point: number): void
}

function reader_of(sizes: number[], coordinates: TypedArray[], { order, fill_mode }: Sampling): Reader {
  const axes = sizes.length
  const corners = order === 0 ? 1 : 2 ** axes
  const pixels = new Int32Array(corners)
  const weights = new Float64Array(corners)
  const shares = new Float64Array(axes)
  const read = (point: number): void => {
    pixels[0] = 0
    weights[0] = 1
    for (let axis = 0, filled = 1; axis < axes; axis++) {
      const size = sizes[axis]!
      const place = coordinates[axis]![point]!
      const lower = order === 0 ? Math.sign(place) * Math.floor(Math.abs(place) + 0.5) : Math.floor(place)
      const share = order === 0 ? 0 : place - lower
      const low = folded(lower, size, fill_mode)
      shares[axis] = share
      if (order !== 0) {
        const high = folded(lower + 1, size, fill_mode)
        for (let i = 0; i < filled; i++) {
          pixels[filled + i] = pixels[i]! < 0 || high < 0 ? -1 : pixels[i]! * size + high
          weights[filled + i] = weights[i]! * share
        }
      }
      for (let i = 0; i < filled; i++) {
        pixels[i] = pixels[i]! < 0 || low < 0 ? -1 : pixels[i]! * size + low
        weights[i] = weights[i]! * (1 - share)
      }
      if (order !== 0) filled *= 2
    }
  }
  const [rows, columns] = coordinates as [TypedArray, TypedArray]
  const [height, width] = sizes as [number, number]
  const read_plane = (point: number): void => {
    const [y, x] = [rows[point]!, columns[point]!]
    const [top, left] = [Math.floor(y), Math.floor(x)]
    const [down, across] = [y - top, x - left]
    const [upper, lower] = [folded(top, height, fill_mode), folded(top + 1, height, fill_mode)]
    const [first, second] = [folded(left, width, fill_mode), folded(left + 1, width, fill_mode)]
    pixels[0] = upper < 0 || first < 0 ? -1 : upper * width + first
    pixels[1] = lower < 0 || first < 0 ? -1 : lower * width + first
    pixels[2] = upper < 0 || second < 0 ? -1 : upper * width + second
    pixels[3] = lower < 0 || second < 0 ? -1 : lower * width + second
    weights[0] = (1 - down) * (1 - across)
    weights[1] = down * (1 - across)
    weights[2] = (1 - down) * across
    weights[3] = down * across
    shares[0] = down
    shares[1] = across
  }
  return { pixels, weights, shares, read: axes === 2 && order === 1 ? read_plane : read }
}

const product = (numbers: number[]): number => numbers.reduce((a, b) => a * b, 1)

/** Calls `visit` with the number of a point of the result and the first row of its image, after its pixels have been read. */
function each_point(
  shape: number[],
  places: TensorInfo,
  values: TypedArray[],
  settings: Sampling,
  visit: (point: number, first: number, place: number, reader: Reader) => void,
): void {
  const sizes = shape.slice(1, -1)
  const [groups, points] = places.shape as [number, number]
  const reader = reader_of(sizes, values, settings)
  const pixels = product(sizes)
  for (let n = 0; n < shape[0]!; n++) {
    for (let p = 0; p < points; p++) {
      const place = groups === 1 ? p : n * points + p
      reader.read(place)
      visit(n * points + p, n * pixels, place, reader)
    }
  }
}

type Given = TensorInfo[]

/** KerasSample: values of images `[n, ...sizes, c]` at coordinates `[n or 1, points]`, one tensor for each of `sizes`: `[n, points, c]`. */
export const sample_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const [images, ...coordinates] = inputs as unknown as [TensorInfo, ...Given]
  const settings = attrs as unknown as Sampling
  const channels = images.shape[images.shape.length - 1]!
  const shape = [images.shape[0]!, coordinates[0]!.shape[1]!, channels]
  return run_loop(backend, [images, ...coordinates], [{ shape, dtype: 'float32' }], ([values, ...places], [out]) =>
    each_point(images.shape, coordinates[0]!, places, settings, (point, first, _, { pixels, weights }) => {
      const to = point * channels
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let i = 0; i < pixels.length; i++)
          sum += weights[i]! * (pixels[i]! < 0 ? settings.fill_value : values![(first + pixels[i]!) * channels + c]!)
        out![to + c] = sum
      }
    }),
  )[0]!
}

/** KerasSampleImagesGrad: its gradient by images of the given shape. */
export const sample_images_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const [dy, ...coordinates] = inputs as unknown as [TensorInfo, ...Given]
  const { shape, ...settings } = attrs as unknown as Sampling & { shape: number[] }
  const channels = shape[shape.length - 1]!
  return run_loop(backend, [dy, ...coordinates], [{ shape, dtype: 'float32' }], ([slopes, ...places], [out]) =>
    each_point(shape, coordinates[0]!, places, settings, (point, first, _, { pixels, weights }) => {
      const from = point * channels
      for (let i = 0; i < pixels.length; i++) {
        const weight = weights[i]!
        if (pixels[i]! < 0 || weight === 0) continue
        const to = (first + pixels[i]!) * channels
        for (let c = 0; c < channels; c++) out![to + c]! += weight * slopes![from + c]!
      }
    }),
  )[0]!
}

/** KerasSamplePlacesGrad: its gradient by the coordinates along one axis. */
export const sample_places_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const [dy, images, ...coordinates] = inputs as unknown as [TensorInfo, TensorInfo, ...Given]
  const { axis, ...settings } = attrs as unknown as Sampling & { axis: number }
  const channels = images.shape[images.shape.length - 1]!
  const given = [dy, images, ...coordinates]
  const results = [{ shape: coordinates[0]!.shape, dtype: 'float32' as const }]
  return run_loop(backend, given, results, ([slopes, values, ...places], [out]) => {
    if (settings.order === 0) return
    each_point(images.shape, coordinates[0]!, places, settings, (point, first, place, { pixels, shares }) => {
      for (let i = 0; i < pixels.length; i++) {
        let weight = (i >> axis) & 1 ? 1 : -1
        for (let a = 0; a < shares.length; a++) if (a !== axis) weight *= (i >> a) & 1 ? shares[a]! : 1 - shares[a]!
        for (let c = 0; c < channels; c++) {
          const value = pixels[i]! < 0 ? settings.fill_value : values![(first + pixels[i]!) * channels + c]!
          out![place]! += weight * value * slopes![point * channels + c]!
        }
      }
    })
  })[0]!
}

/** What they give in a trace. */
export const sample_meta_rules: Record<string, MetaRule> = {
  KerasSample: (inputs) => {
    const [images, places] = inputs as unknown as [TensorInfo, TensorInfo]
    return { shape: [images.shape[0]!, places.shape[1]!, images.shape[images.shape.length - 1]!], dtype: 'float32' }
  },
  KerasSampleImagesGrad: (_inputs, { shape }) => ({ shape, dtype: 'float32' }),
  KerasSamplePlacesGrad: (inputs) => ({ shape: (inputs as unknown as TensorInfo[])[2]!.shape, dtype: 'float32' }),
}
