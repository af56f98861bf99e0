import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_size, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import type { KerasTensor } from '../../graph/keras_tensor'
import type { TensorLike } from '../../variables/to_tensor'
import { one_axis, range, reduced_axes, shape_list, size_of } from '../axes'
import { as_tensor, like, reshaped, store_as } from '../convert'
import { shape as shape_of } from '../core'
import { type Axis, in_numpy, op1 } from '../declare'
import { broadcasted } from './comparison'
import { by_parts, is_complex } from './complex'

/** A kernel that moves values, also of booleans, which some backends hold apart. */
function moved(kernel: string, x: Tensor, attrs: Record<string, unknown>): Tensor {
  return like(run_kernel(kernel, { x }, attrs), x)
}

function reshape_to(x: Tensor, shape: readonly number[]): Tensor {
  return like(reshaped(x, shape), x)
}

/** The same values in another shape; one entry may be -1. Source: keras.ops.reshape. */
export const reshape = /*#__PURE__*/ op1(
  { class_name: 'Reshape', module: in_numpy, inputs: ['x'], config: { newshape: [] as number | readonly (number | null)[] } },
  (input: TensorLike, newshape: number | readonly (number | null)[]) => {
    const x = as_tensor(input)
    return reshape_to(
      x,
      filled_shape(
        x.shape,
        (typeof newshape === 'number' ? [newshape] : newshape).map((d) => d ?? -1),
      ),
    )
  },
)

/** A target shape with its -1 filled in. @throws ValueError when the sizes differ. */
export function filled_shape(shape: readonly number[], target: readonly number[]): number[] {
  if (target.filter((d) => d === -1).length > 1)
    throw new ValueError(
      `There must be at most one unknown dimension (-1) in \`newshape\`. Received: newshape=${shape_text(target)}.`,
    )
  if (target.some((d) => d < -1 || !Number.isInteger(d)))
    throw new ValueError(
      `Each dimension in \`newshape\` must be a non-negative integer, or \`-1\`. Received: newshape=${shape_text(target)}.`,
    )
  const size = size_of(shape)
  const known = size_of(target.filter((d) => d !== -1))
  const full = target.map((d) => (d === -1 ? size / known : d))
  if ((target.includes(-1) && (known === 0 || size % known !== 0)) || (!target.includes(-1) && known !== size)) {
    throw new ValueError(
      `The total size of the tensor must be unchanged. Received: input_shape=${shape_text(shape)}, newshape=${shape_text(target)}`,
    )
  }
  return full
}

/** The axes in another order, reversed by default. Source: keras.ops.transpose. */
export const transpose = /*#__PURE__*/ op1(
  { class_name: 'Transpose', module: in_numpy, inputs: ['x'], config: { axes: null as readonly number[] | null } },
  (input: TensorLike, axes: readonly number[] | null) => {
    const x = as_tensor(input)
    const rank = x.shape.length
    if (axes === null || axes === undefined) return permuted(x, range(rank).reverse())
    if (axes.length !== rank)
      throw new ValueError(
        `axes must be a list of the same length as the input shape. Received: x.shape=${shape_text(x.shape)}, axes=${repr(axes)}.`,
      )
    if (axes.some((a) => !Number.isInteger(a) || a >= rank || a < -rank)) {
      throw new ValueError(
        `Each axis in \`axes\` must be an integer in \`[-rank, rank)\`. Received: axes=${repr(axes)}, rank=${rank}.`,
      )
    }
    return permuted(
      x,
      axes.map((a) => one_axis(a, rank)),
    )
  },
)

/** The axes in the order of `perm`; the tensor itself when nothing moves. */
export function permuted(x: Tensor, perm: readonly number[]): Tensor {
  if (perm.every((from, to) => from === to)) return x
  if (x.shape.includes(0))
    return reshape_to(
      x,
      perm.map((axis) => x.shape[axis]),
    )
  if (is_complex(x)) return by_parts(x, (part) => permuted(part, perm))
  return moved('Transpose', x, { perm: [...perm] })
}

/** Two axes exchanged. Source: keras.ops.swapaxes. */
export const swapaxes = /*#__PURE__*/ op1(
  { class_name: 'SwapAxes', module: in_numpy, inputs: ['x'], config: { axis1: 0, axis2: 1 } },
  (input: TensorLike, axis1: number, axis2: number) => {
    const x = as_tensor(input)
    const perm = range(x.shape.length)
    const [a, b] = [one_axis(axis1, perm.length), one_axis(axis2, perm.length)]
    perm[a] = b
    perm[b] = a
    return permuted(x, perm)
  },
)

/** Axes moved to other places. Source: keras.ops.moveaxis. */
export const moveaxis = /*#__PURE__*/ op1(
  {
    class_name: 'Moveaxis',
    module: in_numpy,
    inputs: ['x'],
    config: { source: 0 as number | readonly number[], destination: 0 as number | readonly number[] },
  },
  (input: TensorLike, source: number | readonly number[], destination: number | readonly number[]) => {
    const x = as_tensor(input)
    const rank = x.shape.length
    const from = shape_list(source).map((a) => one_axis(a, rank))
    const to = shape_list(destination).map((a) => one_axis(a, rank))
    if (from.length !== to.length)
      throw new ValueError(
        `\`source\` and \`destination\` arguments must have the same number of elements. Received: source=${repr(source)}, destination=${repr(destination)}`,
      )
    const perm = range(rank).filter((a) => !from.includes(a))
    to.map((place, i): [number, number] => [place, from[i]!])
      .sort((a, b) => a[0] - b[0])
      .forEach(([place, axis]) => {
        perm.splice(place, 0, axis)
      })
    return permuted(x, perm)
  },
)

/** New axes of size one. Source: keras.ops.expand_dims. */
export const expand_dims = /*#__PURE__*/ op1(
  { class_name: 'ExpandDims', module: in_numpy, inputs: ['x'], config: { axis: 0 as number | readonly number[] } },
  (input: TensorLike, axis: number | readonly number[]) => {
    const x = as_tensor(input)
    const axes = shape_list(axis)
    const rank = x.shape.length + axes.length
    const places = axes.map((a) => one_axis(a, rank)).sort((a, b) => a - b)
    const shape = [...x.shape]
    for (const place of places) shape.splice(place, 0, 1)
    return reshape_to(x, shape)
  },
)

/** Axes of size one removed, all by default. Source: keras.ops.squeeze. */
export const squeeze = /*#__PURE__*/ op1(
  { class_name: 'Squeeze', module: in_numpy, inputs: ['x'], config: { axis: null as Axis } },
  (input: TensorLike, axis: Axis) => {
    const x = as_tensor(input)
    if (axis === null || axis === undefined)
      return reshape_to(
        x,
        x.shape.filter((d) => d !== 1),
      )
    const axes = reduced_axes(axis, x.shape.length)
    for (const a of axes) {
      if (x.shape[a] !== 1) throw new ValueError(`Cannot squeeze axis ${a}, because the dimension is not 1.`)
    }
    return reshape_to(
      x,
      x.shape.filter((_, i) => !axes.includes(i)),
    )
  },
)

/** One flat axis. Source: keras.ops.ravel. */
export const ravel = /*#__PURE__*/ op1({ class_name: 'Ravel', module: in_numpy, inputs: ['x'] }, (input: TensorLike) => {
  const x = as_tensor(input)
  return reshape_to(x, [size_of(x.shape)])
})

/** Number of axes. Source: keras.ops.ndim. */
export function ndim(x: TensorLike | KerasTensor): number {
  return shape_of(x).length
}

/** Number of values; null for a symbolic tensor with unknown dimensions. Source: keras.ops.size. */
export function size(x: TensorLike | KerasTensor): number | null {
  const shape = shape_of(x)
  return shape.includes(null) ? null : shape_size(shape)
}

/** The tensor repeated to a larger shape. Source: keras.ops.broadcast_to. */
export const broadcast_to = /*#__PURE__*/ op1(
  { class_name: 'BroadcastTo', module: in_numpy, inputs: ['x'], config: { shape: [] as readonly number[] } },
  (input: TensorLike, shape: readonly number[]) => {
    const x = as_tensor(input)
    const lead = shape.length - x.shape.length
    if (lead < 0 || x.shape.some((d, i) => d !== 1 && d !== shape[i + lead]))
      throw new ValueError(`broadcast_to: cannot broadcast. Received: x.shape=${shape_text(x.shape)}, shape=${shape_text(shape)}`)
    const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
    const result = broadcasted(plain, shape)
    return like(store_as(result === x ? run_kernel('Identity', { x }) : result, x.dtype as 'float32'), x)
  },
)

/** Copies side by side. Source: keras.ops.tile. */
export const tile = /*#__PURE__*/ op1(
  { class_name: 'Tile', module: in_numpy, inputs: ['x'], config: { repeats: 1 as number | readonly number[] } },
  (input: TensorLike, repeats: number | readonly number[]) => {
    const x = as_tensor(input)
    const reps = shape_list(repeats)
    const rank = Math.max(reps.length, x.shape.length)
    const shape = [...new Array(rank - x.shape.length).fill(1), ...x.shape]
    const full = [...new Array(rank - reps.length).fill(1), ...reps]
    const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
    const result = run_kernel('Tile', { x: shape.length === x.shape.length ? plain : reshaped(plain, shape) }, { reps: full })
    return like(store_as(result, x.dtype as 'float32'), x)
  },
)

/** Each value repeated, flat by default. Source: keras.ops.repeat. */
export const repeat = /*#__PURE__*/ op1(
  {
    class_name: 'Repeat',
    module: in_numpy,
    inputs: ['x'],
    config: { repeats: 1 as number | readonly number[], axis: null as number | null },
  },
  (input: TensorLike, repeats: unknown, axis: number | null) => {
    const given = as_tensor(input)
    const flat = axis === null || axis === undefined
    const x = flat ? reshape_to(given, [size_of(given.shape)]) : given
    const place = flat ? 0 : one_axis(axis, x.shape.length)
    const list =
      typeof repeats === 'number'
        ? [repeats]
        : Array.isArray(repeats)
          ? (repeats as number[])
          : Array.from(as_tensor(repeats).dataSync() as Int32Array)
    const count = x.shape[place]!
    if (list.length === 1) {
      const each = list[0]!
      const shape = [...x.shape.slice(0, place + 1), 1, ...x.shape.slice(place + 1)]
      const reps = shape.map((_, i) => (i === place + 1 ? each : 1))
      const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
      const repeated = run_kernel('Tile', { x: reshaped(plain, shape) }, { reps })
      return like(
        store_as(
          reshaped(
            repeated,
            x.shape.map((d, i) => (i === place ? d * each : d)),
          ),
          x.dtype as 'float32',
        ),
        x,
      )
    }
    if (list.length !== count)
      throw new ValueError(
        `Size of \`repeats\` and dimensions of \`axis ${axis} of x\` should be compatible. Received: repeats=${repr(list)}, x.shape=${shape_text(x.shape)}`,
      )
    const indices = list.flatMap((n, i) => new Array<number>(n).fill(i))
    return gathered(x, as_tensor(indices, 'int32'), place)
  },
)

/** The slices of `x` at int32 `indices` along an axis. */
export function gathered(x: Tensor, indices: Tensor, axis: number): Tensor {
  const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
  return like(store_as(run_kernel('GatherV2', { x: plain, indices }, { axis, batchDims: 0 }), x.dtype as 'float32'), x)
}

/** The order of values reversed along axes, all by default. Source: keras.ops.flip. */
export const flip = /*#__PURE__*/ op1(
  { class_name: 'Flip', module: in_numpy, inputs: ['x'], config: { axis: null as Axis } },
  (input: TensorLike, axis: Axis) => {
    const x = as_tensor(input)
    return flipped(x, reduced_axes(axis, x.shape.length))
  },
)

/** The order of values reversed along `axes`. */
export function flipped(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 0) return x
  if (x.dtype === 'bool') return store_as(moved('Reverse', store_as(x, 'int32'), { dims: [...axes] }), 'bool')
  return moved('Reverse', x, { dims: [...axes] })
}

/** Values shifted around; over the flat tensor by default. Source: keras.ops.roll. */
export const roll = /*#__PURE__*/ op1(
  { class_name: 'Roll', module: in_numpy, inputs: ['x'], config: { shift: 0 as number | readonly number[], axis: null as Axis } },
  (input: TensorLike, shift: number | readonly number[], axis: Axis) => {
    const x = as_tensor(input)
    if (axis === null || axis === undefined) {
      const total = shape_list(shift).reduce((a, b) => a + b, 0)
      return reshape_to(rolled(reshape_to(x, [size_of(x.shape)]), total, 0), x.shape)
    }
    const axes = shape_list(axis as number).map((a) => one_axis(a, x.shape.length))
    const shifts = shape_list(shift)
    let result = x
    axes.forEach((a, i) => {
      result = rolled(result, shifts.length === 1 ? shifts[0]! : shifts[i]!, a)
    })
    return result
  },
)

function rolled(x: Tensor, shift: number, axis: number): Tensor {
  const count = x.shape[axis]!
  if (count === 0) return x
  const by = ((shift % count) + count) % count
  if (by === 0) return x
  const part = (begin: number, length: number): Tensor =>
    run_kernel(
      'Slice',
      { x },
      { begin: x.shape.map((_, i) => (i === axis ? begin : 0)), size: x.shape.map((d, i) => (i === axis ? length : d)) },
    )
  return like(run_kernel('Concat', [part(count - by, by), part(0, count - by)], { axis }), x)
}

/** Turned by 90 degrees `k` times in the plane of two axes. Source: keras.ops.rot90. */
export const rot90 = /*#__PURE__*/ op1(
  { class_name: 'Rot90', module: in_numpy, inputs: ['array'], config: { k: 1, axes: [0, 1] as readonly number[] } },
  (input: TensorLike, k: number, axes: readonly number[]) => {
    const x = as_tensor(input)
    const rank = x.shape.length
    if (rank < 2) throw new ValueError(`Input array must have at least 2 dimensions. Received: array.ndim=${rank}`)
    if (axes.length !== 2 || axes[0] === axes[1])
      throw new ValueError(`Invalid axes: ${repr(axes)}. Axes must be a tuple of two different dimensions.`)
    const [a, b] = axes.map((axis) => one_axis(axis, rank)) as [number, number]
    const turns = ((k % 4) + 4) % 4
    const swap = range(rank)
    swap[a] = b
    swap[b] = a
    if (turns === 0) return x
    if (turns === 2) return flipped(x, [a, b])
    return turns === 1 ? permuted(flipped(x, [b]), swap) : flipped(permuted(x, swap), [b])
  },
)

/** Left and right exchanged. Source: keras.ops.fliplr. */
export const fliplr = /*#__PURE__*/ op1({ class_name: 'Fliplr', module: in_numpy, inputs: ['x'] }, (x: TensorLike) =>
  flipped(as_tensor(x), [1]),
)
/** Up and down exchanged. Source: keras.ops.flipud. */
export const flipud = /*#__PURE__*/ op1({ class_name: 'Flipud', module: in_numpy, inputs: ['x'] }, (x: TensorLike) =>
  flipped(as_tensor(x), [0]),
)
