import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { run_sample } from '../../backend/kernels/images/sample'
import type { FillMode, Sampling } from '../../backend/kernels/images/sample_kernel'
import { is_float_dtype } from '../../common/dtypes'
import { tensor_dtype } from '../../variables/to_tensor'
import { size_of } from '../axes'
import { binary, finish, float_scalar, int_scalar, reshaped, store_as, unary } from '../convert'
import { cast_values } from '../core'
import { broadcasted } from '../numpy/comparison'
import { joined } from '../numpy/join'

export type { FillMode, Sampling }

export const fill_modes: readonly FillMode[] = ['constant', 'nearest', 'wrap', 'mirror', 'reflect']

/** Whole places, as floats, brought back to the axis. */
function folded(place: Tensor, size: number, mode: FillMode): Tensor {
  const scalar = float_scalar
  const mirrored = (x: Tensor, last: number): Tensor =>
    unary('Abs', binary('Sub', binary('Mod', binary('Add', x, scalar(last)), scalar(2 * last)), scalar(last)))
  if (mode === 'nearest') return unary('ClipByValue', place, { clipValueMin: 0, clipValueMax: size - 1 })
  if (mode === 'wrap') return binary('Mod', place, scalar(size))
  if (mode === 'mirror') return mirrored(place, size - 1)
  if (mode === 'constant') return place
  const between = binary('Add', binary('Multiply', place, scalar(2)), scalar(1))
  return unary('Floor', binary('Multiply', binary('Sub', mirrored(between, 2 * size), scalar(1)), scalar(0.5)))
}

/** Rounded, halves away from zero. */
function half_away(x: Tensor): Tensor {
  return binary('Multiply', unary('Sign', x), unary('Floor', binary('Add', unary('Abs', x), float_scalar(0.5))))
}

/** One of the places that a value is made of along an axis: its index, whether it is on the axis, and its weight (null: 1). */
interface Part {
  index: Tensor
  inside: Tensor
  weight: Tensor | null
}

function part_at(place: Tensor, weight: Tensor | null, size: number, mode: FillMode): Part {
  const at = folded(place, size, mode)
  const inside = binary('LogicalAnd', binary('GreaterEqual', at, float_scalar(0)), binary('Less', at, float_scalar(size)))
  const safe = run_kernel('Select', { condition: inside, t: at, e: unary('ZerosLike', at) })
  return { index: store_as(safe, 'int32'), inside, weight }
}

function parts_along(coordinate: Tensor, size: number, { order, fill_mode }: Sampling): Part[] {
  if (order === 0) {
    return [part_at(half_away(coordinate), null, size, fill_mode)]
  }
  const lower = unary('Floor', coordinate)
  const share = binary('Sub', coordinate, lower)
  return [
    part_at(lower, binary('Sub', float_scalar(1), share), size, fill_mode),
    part_at(binary('Add', lower, float_scalar(1)), share, size, fill_mode),
  ]
}

/** All choices of one item from each list. */
const choices = <T>(lists: T[][]): T[][] =>
  lists.reduce<T[][]>((all, list) => all.flatMap((chosen) => list.map((item) => [...chosen, item])), [[]])

const product_of = (tensors: (Tensor | null)[]): Tensor | null => {
  const given = tensors.filter((tensor) => tensor !== null)
  return given.length === 0 ? null : given.reduce((a, b) => binary('Multiply', a, b))
}

/**
 * The values of images `[n, ...sizes, c]` at `coordinates`, one float32 tensor `[n or 1, points]` for each of `sizes`: `[n, points, c]`, of the images' dtype. Gradients flow
 * to the images and to the coordinates.
 */
export function sampled(images: Tensor, coordinates: readonly Tensor[], sampling: Sampling): Tensor {
  const dtype = tensor_dtype(images)
  const floats = is_float_dtype(dtype)
  const settings = floats ? sampling : { ...sampling, fill_value: Math.trunc(sampling.fill_value) }
  const values = store_as(images, 'float32')
  const sum = run_sample(values, coordinates, settings) ?? sampled_by_gathering(values, coordinates, settings)
  return floats ? finish(sum, dtype) : cast_values(half_away(sum), dtype)
}

/** `sampled` of float32 images, composed: one gather for each corner of the box around a point. */
export function sampled_by_gathering(images: Tensor, coordinates: readonly Tensor[], sampling: Sampling): Tensor {
  const n = images.shape[0]!
  const points = coordinates[0]!.shape[1]!
  const sizes = images.shape.slice(1, -1)
  const channels = images.shape[images.shape.length - 1]!
  const pixels = size_of(sizes)
  const constant = sampling.fill_mode === 'constant'
  const own_rows = reshaped(images, [n * pixels, channels])
  const beyond = n * pixels
  const fill = { shape: [1, channels], value: sampling.fill_value, dtype: 'float32' }
  const rows = constant ? joined([own_rows, run_kernel('Fill', {}, fill)], 0) : own_rows
  const starts = reshaped(run_kernel('Range', {}, { start: 0, stop: n, step: 1, dtype: 'int32' }), [n, 1])
  const first = n === 1 ? null : binary('Multiply', starts, int_scalar(pixels))
  const along = sizes.map((size, axis) => {
    const stride = size_of(sizes.slice(axis + 1))
    return parts_along(broadcasted(coordinates[axis]!, [n, points]), size, sampling).map((part) =>
      stride === 1 ? part : { ...part, index: binary('Multiply', part.index, int_scalar(stride)) },
    )
  })
  const terms = choices(along).map((parts) => {
    const index = [...parts.map((part) => part.index), ...(first === null ? [] : [first])].reduce((a, b) => binary('Add', a, b))
    const row = constant
      ? run_kernel('Select', {
          condition: parts.map((part) => part.inside).reduce((a, b) => binary('LogicalAnd', a, b)),
          t: index,
          e: run_kernel('Fill', {}, { shape: index.shape, value: beyond, dtype: 'int32' }),
        })
      : index
    const values = run_kernel('GatherV2', { x: rows, indices: reshaped(row, [n * points]) }, { axis: 0, batchDims: 0 })
    const weight = product_of(parts.map((part) => part.weight))
    return weight === null ? values : binary('Multiply', values, reshaped(weight, [n * points, 1]))
  })
  return reshaped(
    terms.reduce((a, b) => binary('Add', a, b)),
    [n, points, channels],
  )
}

/** The numbers of the rows and of the columns of all pixels, `[1, height * width]` each. */
export function pixel_places(height: number, width: number): [rows: Tensor, columns: Tensor] {
  const counted = (count: number, shape: number[], reps: number[]): Tensor =>
    reshaped(
      run_kernel(
        'Tile',
        { x: reshaped(run_kernel('Range', {}, { start: 0, stop: count, step: 1, dtype: 'float32' }), shape) },
        { reps },
      ),
      [1, height * width],
    )
  return [counted(height, [height, 1], [1, width]), counted(width, [1, width], [height, 1])]
}

/** The order of sampling by the name of an interpolation. */
export const orders: Record<string, number> = { nearest: 0, bilinear: 1 }
