import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { values_at_hand } from '../../backend/values_at_hand'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { one_axis, range, size_of } from '../axes'
import { as_tensor, binary, finish, int_scalar, like, reshaped, store_as } from '../convert'
import { in_numpy, op1, op2 } from '../declare'
import { broadcasted, choose, places } from './comparison'
import { counting } from './creation'
import { flipped, gathered, permuted } from './shape'

/** True when all indices are seen to be from 0 to `size - 1`, where looking at them costs nothing. */
function all_inside(indices: Tensor, size: number): boolean {
  if (!values_at_hand()) return false
  const values = indices.dataSync()
  for (let i = 0; i < values.length; i++) if (!(values[i]! >= 0 && values[i]! < size)) return false
  return true
}

/** Indices from the end become indices from the start. */
function counted(indices: Tensor, size: number): Tensor {
  const whole = store_as(indices, 'int32')
  return choose(binary('Less', whole, int_scalar(0)), binary('Add', whole, int_scalar(size)), whole)
}

/**
 * The slices at `indices` along an axis; a null axis takes from the flat tensor. Negative indices count from the end; an index outside gives NaN, for integers the nearest
 * slice. Source: keras.ops.take.
 */
export const take = /*#__PURE__*/ op2(
  { class_name: 'Take', module: in_numpy, inputs: ['x', 'indices'], config: { axis: null as number | null } },
  (input: TensorLike, indices: TensorLike, axis: number | null) => {
    const given = as_tensor(input)
    const flat = axis === null || axis === undefined
    const x = flat ? like(reshaped(given, [size_of(given.shape)]), given) : given
    const place = flat ? 0 : one_axis(axis, x.shape.length)
    const size = x.shape[place]!
    if (typeof indices === 'number') {
      const i = indices < 0 ? indices + size : indices
      if (i >= 0 && i < size) return slice_at(x, i, place)
    }
    const whole = store_as(as_tensor(indices, typeof indices === 'number' ? 'int32' : null), 'int32')
    if (all_inside(whole, size)) return gathered(x, whole, place)
    const wanted = counted(whole, size)
    const safe = binary('Minimum', binary('Maximum', wanted, int_scalar(0)), int_scalar(size - 1))
    const taken = gathered(x, safe, place)
    if (x.dtype !== 'float32') return taken
    const outside = binary('NotEqual', safe, wanted)
    const lines = reshaped(outside, [
      ...new Array(place).fill(1),
      ...wanted.shape,
      ...new Array(x.shape.length - place - 1).fill(1),
    ])
    return like(choose(lines, run_kernel('Fill', {}, { shape: taken.shape, value: Number.NaN, dtype: 'float32' }), taken), x)
  },
)

function slice_at(x: Tensor, index: number, axis: number): Tensor {
  const part = run_kernel(
    'Slice',
    { x },
    { begin: x.shape.map((_, i) => (i === axis ? index : 0)), size: x.shape.map((d, i) => (i === axis ? 1 : d)) },
  )
  return like(
    reshaped(
      part,
      x.shape.filter((_, i) => i !== axis),
    ),
    x,
  )
}

/** Rows of a table at indices that are known to be inside: one gather, as an embedding needs it. */
export function take_rows(table: Tensor, indices: Tensor): Tensor {
  return like(run_kernel('GatherV2', { x: table, indices: store_as(indices, 'int32') }, { axis: 0, batchDims: 0 }), table)
}

/** Values along an axis, at indices of the same rank. Source: keras.ops.take_along_axis. */
export const take_along_axis = /*#__PURE__*/ op2(
  { class_name: 'TakeAlongAxis', module: in_numpy, inputs: ['x', 'indices'], config: { axis: null as number | null } },
  (input: TensorLike, indices: TensorLike, axis: number | null) => {
    const given = as_tensor(input)
    const wanted = as_tensor(indices)
    if (axis === null || axis === undefined)
      return along(like(reshaped(given, [size_of(given.shape)]), given), reshaped(wanted, [size_of(wanted.shape)]), 0)
    return along(given, wanted, one_axis(axis, given.shape.length))
  },
)

/** Values of `x` at indices that run along `axis`; the other axes broadcast. */
export function along(x: Tensor, indices: Tensor, axis: number): Tensor {
  const rank = x.shape.length
  const size = x.shape[axis]!
  const index = counted(indices, size)
  const common = x.shape.map((d, i) => (i === axis ? 1 : Math.max(d, index.shape[i]!)))
  const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
  const table = broadcasted(
    plain,
    common.map((d, i) => (i === axis ? size : d)),
  )
  const target = common.map((d, i) => (i === axis ? index.shape[i]! : d))
  let flat: Tensor = binary('Multiply', broadcasted(index, target), int_scalar(size_of(table.shape.slice(axis + 1))))
  for (const i of range(rank)) {
    if (i === axis || table.shape[i] === 1) continue
    const line = reshaped(
      counting(table.shape[i]!),
      table.shape.map((d, j) => (j === i ? d : 1)),
    )
    flat = binary('Add', flat, binary('Multiply', line, int_scalar(size_of(table.shape.slice(i + 1)))))
  }
  const values = run_kernel(
    'GatherV2',
    { x: reshaped(table, [size_of(table.shape)]), indices: reshaped(flat, [size_of(target)]) },
    { axis: 0, batchDims: 0 },
  )
  return like(store_as(reshaped(values, target), x.dtype as 'float32'), x)
}

/** One part of an index: a number, `[start, stop, step]`, null for a new axis, `'...'`, or a tensor of indices. */
export type IndexPart = number | null | '...' | readonly (number | null)[] | Tensor

/**
 * The part of a tensor that an index names, as `x[key]` does in Python. A key is one part, or a list of parts: numbers, slices `[start, stop, step]`, `'...'`, null for a new
 * axis, one tensor of indices.
 * Source: keras.ops.get_item.
 *
 * ```ts
 * get_item([[1, 2], [3, 4], [5, 6]], [[0, 2], '...', -1]) // [2, 4]
 * ```
 */
export const get_item = /*#__PURE__*/ op1(
  { class_name: 'GetItem', module: in_numpy, inputs: ['x', 'key'] },
  (input: TensorLike, key: unknown) => {
    const x = as_tensor(input)
    return indexed(x, index_parts(key))
  },
)

/** A list is a list of parts when it holds anything else than two or three numbers and nulls at the top, i.e. when some part is a list, a text or a tensor. */
function index_parts(key: unknown): IndexPart[] {
  if (!Array.isArray(key)) return [key as IndexPart]
  return key as IndexPart[]
}

function is_slice(part: unknown): part is readonly (number | null)[] {
  return Array.isArray(part)
}

function indexed(x: Tensor, given: IndexPart[]): Tensor {
  if (given.filter((part) => part === '...').length > 1)
    throw new ValueError(`Slice should only have one ellipsis. Received: ${repr(given)}`)
  const used = given.filter((part) => part !== null && part !== '...').length
  const rank = x.shape.length
  if (used > rank) throw new ValueError(`Array has shape ${shape_text(x.shape)} but slice has to many indices: ${repr(given)}`)
  const fill: IndexPart[] = new Array(rank - used).fill([null, null, null])
  const dots = given.indexOf('...')
  const parts = dots < 0 ? [...given, ...fill] : [...given.slice(0, dots), ...fill, ...given.slice(dots + 1)]
  const begin: number[] = []
  const size: number[] = []
  const steps: number[] = []
  const backwards: number[] = []
  const shape: number[] = []
  const gathers: [axis: number, indices: Tensor][] = []
  let axis = 0
  for (const part of parts) {
    if (part === null || part === undefined) {
      shape.push(1)
      continue
    }
    const count = x.shape[axis]!
    if (typeof part === 'number') {
      const i = part < 0 ? part + count : part
      if (i < 0 || i >= count)
        throw new ValueError(`Array has shape ${shape_text(x.shape)} but out-of-bounds index ${repr(given)} was requested.`)
      begin.push(i)
      size.push(1)
      steps.push(1)
    } else if (is_slice(part)) {
      const [start, length, step] = slice_bounds(part, count)
      if (step < 0) backwards.push(axis)
      begin.push(start)
      size.push(length)
      steps.push(Math.abs(step))
      shape.push(Math.ceil(length / Math.abs(step)))
    } else {
      const given_part = as_tensor(part as TensorLike)
      const tensor = given_part.dtype === 'bool' ? places(given_part)[0]! : given_part
      gathers.push([shape.length, counted(tensor, count)])
      begin.push(0)
      size.push(count)
      steps.push(1)
      shape.push(count)
    }
    axis++
  }
  const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
  const whole = begin.every((b, i) => b === 0 && size[i] === x.shape[i])
  let result = whole ? plain : run_kernel('Slice', { x: plain }, { begin, size })
  if (backwards.length > 0) result = flipped(result, backwards)
  steps.forEach((step, i) => {
    if (step > 1) result = strided(result, i, step)
  })
  result = reshaped(result, shape)
  let shift = 0
  for (const [place, indices] of gathers) {
    result = run_kernel('GatherV2', { x: result, indices }, { axis: place + shift, batchDims: 0 })
    shift += indices.shape.length - 1
  }
  return like(store_as(result, x.dtype as 'float32'), x)
}

/** Start from the front, length before striding, and step; for negative steps those of the reversed part. */
function slice_bounds(part: readonly (number | null)[], count: number): [start: number, length: number, step: number] {
  const step = part[2] ?? 1
  const clamp = (value: number, low: number, high: number): number =>
    Math.max(low, Math.min(high, value < 0 ? value + count : value))
  if (step > 0) {
    const start = part[0] === null || part[0] === undefined ? 0 : clamp(part[0], 0, count)
    const stop = part[1] === null || part[1] === undefined ? count : clamp(part[1], 0, count)
    return [start, Math.max(0, stop - start), step]
  }
  const start = part[0] === null || part[0] === undefined ? count - 1 : clamp(part[0], -1, count - 1)
  const stop = part[1] === null || part[1] === undefined ? -1 : clamp(part[1], -1, count - 1)
  return [stop + 1, Math.max(0, start - stop), step]
}

/** Every `step`-th slice along an axis. */
export function strided(x: Tensor, axis: number, step: number): Tensor {
  const length = x.shape[axis]!
  const count = Math.ceil(length / step)
  const before = size_of(x.shape.slice(0, axis))
  const after = size_of(x.shape.slice(axis + 1))
  const wide = reshaped(x, [before, length, after])
  const missing = count * step - length
  const padded =
    missing === 0
      ? wide
      : run_kernel(
          'PadV2',
          { x: wide },
          {
            paddings: [
              [0, 0],
              [0, missing],
              [0, 0],
            ],
            constantValue: 0,
          },
        )
  const groups = reshaped(padded, [before, count, step, after])
  const firsts = run_kernel('Slice', { x: groups }, { begin: [0, 0, 0, 0], size: [before, count, 1, after] })
  return reshaped(
    firsts,
    x.shape.map((d, i) => (i === axis ? count : d)),
  )
}

/** The values of the diagonal of two axes, along a new last axis. Source: keras.ops.diagonal. */
export const diagonal = /*#__PURE__*/ op1(
  { class_name: 'Diagonal', module: in_numpy, inputs: ['x'], config: { offset: 0, axis1: 0, axis2: 1 } },
  (input: TensorLike, offset: number, axis1: number, axis2: number) => {
    const x = as_tensor(input)
    const rank = x.shape.length
    if (rank < 2)
      throw new ValueError(
        `axis ${axis2} is out of bounds for an array with dimension ${rank}. \`diagonal\` requires an array of at least two dimensions.`,
      )
    const [a, b] = [one_axis(axis1, rank), one_axis(axis2, rank)]
    if (a === b) throw new ValueError(`\`axis1\` and \`axis2\` cannot be the same. Received: axis1=${axis1}, axis2=${axis2}`)
    return diagonal_last(x, offset, a, b)
  },
)

/** The diagonal of two axes as the last axis. */
export function diagonal_last(x: Tensor, offset: number, a: number, b: number): Tensor {
  const rest = range(x.shape.length).filter((i) => i !== a && i !== b)
  const square = permuted(x, [...rest, a, b])
  const [rows, columns] = square.shape.slice(-2) as [number, number]
  const length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns))
  const begin = offset >= 0 ? offset : -offset * columns
  const flat = reshaped(square, [...square.shape.slice(0, -2), rows * columns])
  const indices = as_tensor(
    range(length).map((i) => begin + i * (columns + 1)),
    'int32',
  )
  return like(gathered(flat, indices, flat.shape.length - 1), x)
}

/** The sum of a diagonal. Source: keras.ops.trace. */
export const trace = /*#__PURE__*/ op1(
  { class_name: 'Trace', module: in_numpy, inputs: ['x'], config: { offset: 0, axis1: 0, axis2: 1 } },
  (input: TensorLike, offset: number, axis1: number, axis2: number) => {
    const x = as_tensor(input)
    const rank = x.shape.length
    if (rank < 2)
      throw new ValueError(`\`trace\` requires an array of at least two dimensions. Received: x.shape=${shape_text(x.shape)}`)
    const [a, b] = [one_axis(axis1, rank), one_axis(axis2, rank)]
    if (a === b) throw new ValueError(`\`axis1\` and \`axis2\` must be different. Received: axis1=${axis1}, axis2=${axis2}`)
    const values = diagonal_last(x.dtype === 'bool' ? store_as(x, 'int32') : x, offset, a, b)
    const total = run_kernel('Sum', { x: values }, { axis: [values.shape.length - 1], keepDims: false })
    const dtype = tensor_dtype(x)
    return finish(
      total,
      x.dtype === 'bool' ? 'int32' : dtype.startsWith('uint') ? 'uint32' : x.dtype === 'int32' ? 'int32' : dtype,
    )
  },
)

/** The coordinates of flat indices in a shape, a list of one tensor for each axis. Source: keras.ops.unravel_index. */
export const unravel_index = /*#__PURE__*/ op1(
  { class_name: 'UnravelIndex', module: in_numpy, inputs: ['indices'], config: { shape: [] as readonly number[] } },
  (indices: TensorLike, shape: readonly number[]): Tensor[] => {
    const wanted = as_tensor(indices)
    const flat = counted(wanted, size_of(shape))
    return shape.map((d, i) => {
      const stride = size_of(shape.slice(i + 1))
      const quotient = store_as(binary('FloorDiv', flat, int_scalar(stride)), 'int32')
      return finish(binary('Mod', quotient, int_scalar(d)), tensor_dtype(wanted))
    })
  },
)
