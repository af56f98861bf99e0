import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import type { TensorLike } from '../../variables/to_tensor'
import { one_axis, size_of } from '../axes'
import { as_tensor, finish, like, promote, reshaped, store_as } from '../convert'
import { in_numpy, op_list, op1, op2 } from '../declare'

/** One tensor of several, side by side along an axis. */
export function joined(xs: Tensor[], axis: number): Tensor {
  if (xs.length === 1) return run_kernel('Identity', { x: xs[0]! })
  const bool = xs[0]!.dtype === 'bool'
  const filled = xs.filter((x) => size_of(x.shape) > 0)
  if (filled.length === 0) {
    const total = xs.reduce((sum, x) => sum + x.shape[axis]!, 0)
    return reshaped(
      xs[0]!,
      xs[0]!.shape.map((d, i) => (i === axis ? total : d)),
    )
  }
  const plain = bool ? filled.map((x) => store_as(x, 'int32')) : filled
  if (plain.length === 1) return run_kernel('Identity', { x: filled[0]! })
  const result = run_kernel('Concat', plain, { axis })
  return bool ? store_as(result, 'bool') : result
}

/** Tensors side by side along an axis. Source: keras.ops.concatenate. */
export const concatenate = /*#__PURE__*/ op_list(
  { class_name: 'Concatenate', module: in_numpy, inputs: ['xs'], config: { axis: 0 as number | null } },
  (xs: readonly TensorLike[], axis: number | null) => {
    if (axis === null) throw new ValueError('`axis` cannot be None for `concatenate`.')
    const [parts, dtype] = promote(...xs)
    const first = parts[0]!
    const rank = first.shape.length
    const place = one_axis(axis, rank)
    for (const part of parts) {
      if (part.shape.length !== rank || part.shape.some((d, i) => i !== place && d !== first.shape[i])) {
        throw new ValueError(
          `Every value in \`xs\` must have the same shape except on the \`axis\` dim. But found element of shape ${shape_text(part.shape)}, which is different from the first element's shape ${shape_text(first.shape)}.`,
        )
      }
    }
    return finish(like(joined(parts, place), first), dtype)
  },
)

/** Tensors of one shape along a new axis. Source: keras.ops.stack. */
export const stack = /*#__PURE__*/ op_list(
  { class_name: 'Stack', module: in_numpy, inputs: ['x'], config: { axis: 0 } },
  (xs: readonly TensorLike[], axis: number) => {
    const [parts, dtype] = promote(...xs)
    const first = parts[0]!
    for (const part of parts) {
      if (part.shape.length !== first.shape.length || part.shape.some((d, i) => d !== first.shape[i])) {
        throw new ValueError(
          `Every value in \`x\` must have the same shape. But found element of shape ${shape_text(part.shape)}, which is different from the first element's shape ${shape_text(first.shape)}.`,
        )
      }
    }
    const bool = first.dtype === 'bool'
    const result = run_kernel('Pack', bool ? parts.map((x) => store_as(x, 'int32')) : parts, {
      axis: one_axis(axis, first.shape.length + 1),
    })
    return finish(like(bool ? store_as(result, 'bool') : result, first), dtype)
  },
)

/** Flattened and joined, or joined along an axis. Source: keras.ops.append. */
export const append = /*#__PURE__*/ op2(
  { class_name: 'Append', module: in_numpy, inputs: ['x1', 'x2'], config: { axis: null as number | null } },
  (x1: TensorLike, x2: TensorLike, axis: number | null) => {
    const [[a, b], dtype] = promote(x1, x2)
    if (axis === null || axis === undefined)
      return finish(like(joined([reshaped(a!, [size_of(a!.shape)]), reshaped(b!, [size_of(b!.shape)])], 0), a!), dtype)
    const rank = a!.shape.length
    if (b!.shape.length !== rank || a!.shape.some((d, i) => i !== (axis < 0 ? axis + rank : axis) && d !== b!.shape[i])) {
      throw new ValueError(
        `\`append\` requires inputs to have the same shape except the \`axis=${axis}\`, but received shape ${shape_text(a!.shape)} and ${shape_text(b!.shape)}.`,
      )
    }
    return finish(like(joined([a!, b!], one_axis(axis, rank)), a!), dtype)
  },
)

function stack_op(class_name: string, place: (rank: number) => number, least: (x: Tensor) => Tensor) {
  return op_list({ class_name, module: in_numpy, inputs: ['xs'] }, (xs: readonly TensorLike[]) => {
    const [parts, dtype] = promote(...xs)
    const shaped = parts.map(least)
    return finish(like(joined(shaped, place(shaped[0]!.shape.length)), parts[0]!), dtype)
  })
}

const at_least_1d = (x: Tensor): Tensor => (x.shape.length === 0 ? reshaped(x, [1]) : x)
const at_least_2d = (x: Tensor): Tensor => (x.shape.length < 2 ? reshaped(x, [1, size_of(x.shape)]) : x)
const at_least_3d = (x: Tensor): Tensor =>
  x.shape.length < 2 ? reshaped(x, [1, size_of(x.shape), 1]) : x.shape.length === 2 ? reshaped(x, [...x.shape, 1]) : x
const as_column = (x: Tensor): Tensor => (x.shape.length < 2 ? reshaped(x, [size_of(x.shape), 1]) : x)

/** Joined along the second axis, vectors along the first. Source: keras.ops.hstack. */
export const hstack = /*#__PURE__*/ stack_op('Hstack', (rank) => (rank === 1 ? 0 : 1), at_least_1d)
/** Joined along the first axis, vectors as rows. Source: keras.ops.vstack. */
export const vstack = /*#__PURE__*/ stack_op('Vstack', () => 0, at_least_2d)
/** Joined along the third axis. Source: keras.ops.dstack. */
export const dstack = /*#__PURE__*/ stack_op('Dstack', () => 2, at_least_3d)
/** Vectors as columns. Source: keras.ops.column_stack. */
export const column_stack = /*#__PURE__*/ stack_op('ColumnStack', () => 1, as_column)

/** Parts along an axis, of the given sizes. */
export function parted(x: Tensor, sizes: readonly number[], axis: number): Tensor[] {
  let begin = 0
  return sizes.map((size) => {
    const from = begin
    begin += size
    const part = run_kernel(
      'Slice',
      { x },
      { begin: x.shape.map((_, i) => (i === axis ? from : 0)), size: x.shape.map((d, i) => (i === axis ? size : d)) },
    )
    return like(part, x)
  })
}

function split_sizes(count: number, parts: unknown, who: string): number[] {
  if (typeof parts === 'number') {
    if (count % parts !== 0)
      throw new ValueError(
        `${who}: the axis cannot be divided into equal parts. Received: size=${count}, indices_or_sections=${parts}`,
      )
    return new Array(parts).fill(count / parts)
  }
  const bounds = Array.isArray(parts) ? (parts as number[]) : Array.from(as_tensor(parts as TensorLike).dataSync() as Int32Array)
  return section_sizes(count, bounds)
}

function section_sizes(count: number, indices: readonly number[]): number[] {
  const bounds = [0, ...indices.map((b) => Math.min(count, b < 0 ? Math.max(0, b + count) : b)), count]
  return bounds.slice(1).map((b, i) => Math.max(0, b - bounds[i]!))
}

/** Parts along an axis: a number of equal ones, or cut at indices. Source: keras.ops.split. */
export const split = /*#__PURE__*/ op1(
  {
    class_name: 'Split',
    module: in_numpy,
    inputs: ['x'],
    config: { indices_or_sections: 1 as number | readonly number[], axis: 0 },
  },
  (input: TensorLike, indices_or_sections: number | readonly number[], axis: number): Tensor[] => {
    const x = as_tensor(input)
    const place = one_axis(axis, x.shape.length)
    return parted(x, split_sizes(x.shape[place]!, indices_or_sections, 'split'), place)
  },
)

/** Parts along an axis that may differ in size by one. Source: keras.ops.array_split. */
export const array_split = /*#__PURE__*/ op1(
  {
    class_name: 'ArraySplit',
    module: in_numpy,
    inputs: ['x'],
    config: { indices_or_sections: 1 as number | readonly number[], axis: 0 },
  },
  (input: TensorLike, parts: number | readonly number[], axis: number): Tensor[] => {
    const x = as_tensor(input)
    const place = one_axis(axis, x.shape.length)
    const count = x.shape[place]!
    if (typeof parts !== 'number') return parted(x, section_sizes(count, parts), place)
    const sizes = Array.from({ length: parts }, (_, i) => Math.floor(count / parts) + (i < count % parts ? 1 : 0))
    return parted(x, sizes, place)
  },
)

function split_op(class_name: string, place: (rank: number) => number, least: number) {
  return op1(
    { class_name, module: in_numpy, inputs: ['x'], config: { indices_or_sections: 1 as number | readonly number[] } },
    (input: TensorLike, parts: number | readonly number[]): Tensor[] => {
      const x = as_tensor(input)
      if (x.shape.length < least)
        throw new ValueError(
          `${class_name.toLowerCase()} only works on tensors of ${least} or more dimensions. Received: x.shape=${repr(x.shape)}`,
        )
      const axis = place(x.shape.length)
      return parted(x, split_sizes(x.shape[axis]!, parts, class_name.toLowerCase()), axis)
    },
  )
}

/** Parts along the second axis, of vectors along the first. Source: keras.ops.hsplit. */
export const hsplit = /*#__PURE__*/ split_op('Hsplit', (rank) => (rank === 1 ? 0 : 1), 1)
/** Parts along the first axis. Source: keras.ops.vsplit. */
export const vsplit = /*#__PURE__*/ split_op('Vsplit', () => 0, 2)
/** Parts along the third axis. Source: keras.ops.dsplit. */
export const dsplit = /*#__PURE__*/ split_op('Dsplit', () => 2, 3)
