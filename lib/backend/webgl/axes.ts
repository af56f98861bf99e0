import {
  broadcast_util,
  cast,
  concat,
  mirrorPad,
  pad,
  reshape,
  reverse,
  slice,
  slice_util,
  stridedSlice,
  type Tensor,
  tidy,
  tile,
  transpose,
  util,
  where,
} from '@tensorflow/tfjs-core'
import { run_kernel } from '../engine'
import type { Make } from './make'

/** How many axes the simpler shaders of WebGL and WebGPU can count, and how many all others can. */
const few = 4
const most = 6

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)

const input = (inputs: unknown, name = 'x'): Tensor => (inputs as Record<string, Tensor>)[name]!

/** The axes before one, that one, and those after it. */
const around = (shape: readonly number[], axis: number): [number, number, number] => [
  product(shape.slice(0, axis)),
  shape[axis]!,
  product(shape.slice(axis + 1)),
]

/** Changes one axis after the other: `change` gets a tensor of rank 3, of which it may change the middle. */
function axis_by_axis(x: Tensor, axes: readonly number[], change: (flat: Tensor, axis: number) => Tensor): Tensor {
  let result = reshape(x, x.shape)
  for (const axis of axes) {
    const changed = change(reshape(result, around(result.shape, axis)), axis)
    result = reshape(
      changed,
      result.shape.map((size, i) => (i === axis ? changed.shape[1]! : size)),
    )
  }
  return result
}

const all_axes = (x: Tensor): number[] => x.shape.map((_, i) => i)

const padded =
  (limit: number, pad_axis: (flat: Tensor, sides: [number, number], attrs: Record<string, unknown>) => Tensor): Make =>
  (original) =>
  (args) => {
    const x = input(args.inputs)
    if (x.shape.length <= limit || x.size === 0) return original(args)
    const { paddings, ...attrs } = args.attrs as unknown as { paddings: [number, number][] }
    const axes = all_axes(x).filter((axis) => paddings[axis]![0] + paddings[axis]![1] > 0)
    return tidy(() => axis_by_axis(x, axes, (flat, axis) => pad_axis(flat, paddings[axis]!, attrs)))
  }

const middle = (sides: [number, number]): [number, number][] => [[0, 0], sides, [0, 0]]

const pad_kernel = padded(few, (flat, sides, { constantValue }) => pad(flat, middle(sides), constantValue as number))

const mirror_pad_kernel = padded(few, (flat, sides, { mode }) => mirrorPad(flat, middle(sides), mode as 'reflect'))

/** Select of many axes, as one. */
const select_kernel: Make = (original) => (args) => {
  const { condition, t, e } = args.inputs as unknown as Record<'condition' | 't' | 'e', Tensor>
  if (t.shape.length <= few || condition.shape.length !== t.shape.length) return original(args)
  return tidy(() => reshape(where(reshape(condition, [-1]), reshape(t, [-1]), reshape(e, [-1])), t.shape))
}

const reverse_kernel: Make = (original) => (args) => {
  const x = input(args.inputs)
  if (x.shape.length <= few) return original(args)
  const axes = util.parseAxisParam(args.attrs!.dims as unknown as number[], x.shape)
  return tidy(() => axis_by_axis(x, axes, (flat) => reverse(flat, 1)))
}

const slice_kernel: Make = (original) => (args) => {
  const x = input(args.inputs)
  if (x.shape.length <= most || x.size === 0) return original(args)
  const { begin, size } = args.attrs as unknown as { begin: number | number[]; size: number | number[] }
  const [from, sizes] = slice_util.parseSliceParams(x, begin, size)
  const axes = all_axes(x).filter((axis) => sizes[axis] !== x.shape[axis])
  return tidy(() =>
    axis_by_axis(x, axes, (flat, axis) => slice(flat, [0, from[axis]!, 0], [flat.shape[0]!, sizes[axis]!, flat.shape[2]!])),
  )
}

type StridedAttrs = { begin: number[]; end: number[]; strides: number[] } & Record<
  'beginMask' | 'endMask' | 'ellipsisMask' | 'newAxisMask' | 'shrinkAxisMask',
  number
>

const strided_slice_kernel: Make = (original) => (args) => {
  const x = input(args.inputs)
  if (x.shape.length <= few || x.size === 0) return original(args)
  const own = args.attrs as unknown as StridedAttrs
  const masks = [own.beginMask, own.endMask, own.ellipsisMask, own.newAxisMask, own.shrinkAxisMask] as const
  const { begin, end, strides, finalShape } = slice_util.sliceInfo(x.shape, own.begin, own.end, own.strides, ...masks)
  if (product(finalShape) === 0) return original(args)
  const axes = all_axes(x).filter((i) => begin[i] !== 0 || end[i] !== x.shape[i] || strides[i] !== 1)
  return tidy(() => {
    const taken = axis_by_axis(x, axes, (flat, axis) => {
      const [rows, , columns] = flat.shape as [number, number, number]
      const open = strides[axis]! < 0 && end[axis]! < 0 ? 2 : 0
      return stridedSlice(flat, [0, begin[axis]!, 0], [rows, end[axis]!, columns], [1, strides[axis]!, 1], 0, open)
    })
    return reshape(taken, finalShape)
  })
}

/** Repeats along axes; those of one element that are neighbours are one. */
const repeated = (x: Tensor, reps: readonly number[]): Tensor =>
  axis_by_axis(
    x,
    all_axes(x).filter((axis) => reps[axis] !== 1),
    (flat, axis) => tile(flat, [1, reps[axis]!, 1]),
  )

const tile_kernel: Make = (original) => (args) => {
  const x = input(args.inputs)
  const { reps } = args.attrs as unknown as { reps: number[] }
  if (x.shape.length <= few || x.size === 0 || x.dtype === 'string') return original(args)
  return tidy(() => repeated(x, reps))
}

const broadcast_to_kernel: Make = () => (args) => {
  const x = input(args.inputs)
  const { shape } = args.attrs as unknown as { shape: number[] }
  const own = [...new Array<number>(shape.length - x.shape.length).fill(1), ...x.shape]
  return tidy(() =>
    repeated(
      reshape(x, own),
      own.map((size, i) => (size === 1 ? shape[i]! : 1)),
    ),
  )
}

const concat_kernel: Make = (original) => (args) => {
  const parts = args.inputs as unknown as Tensor[]
  const first = parts[0]!
  if (first.shape.length <= most) return original(args)
  const axis = util.parseAxisParam(args.attrs!.axis as unknown as number, first.shape)[0]!
  const shape = first.shape.slice()
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis]!, 0)
  const rows = product(first.shape.slice(0, axis))
  return tidy(() => {
    const flat = parts.filter(({ size }) => size > 0).map((part) => reshape(part, [rows, part.size / rows]))
    return reshape(concat(flat, 1), shape)
  })
}

/** Sums and products along an axis; booleans count as integers. */
const cumulative_kernel =
  (name: string): Make =>
  (original) =>
  (args) => {
    const given = input(args.inputs)
    if (given.dtype !== 'bool' && given.shape.length <= few) return original(args)
    const axis = util.parseAxisParam(args.attrs!.axis as unknown as number, given.shape)[0]!
    return tidy(() => {
      const x = given.dtype === 'bool' ? cast(given, 'int32') : given
      return axis_by_axis(x, [axis], (flat) => run_kernel(name, { x: flat }, { ...args.attrs, axis: 1 }))
    })
  }

/** Axes that stay neighbours become one, and those of one element none. */
function simplified(shape: readonly number[], perm: readonly number[]): { shape: number[]; perm: number[] } {
  const groups: number[][] = []
  for (const axis of perm) {
    if (shape[axis] === 1) continue
    const last = groups.at(-1)
    const between = last && shape.slice(last.at(-1)! + 1, Math.max(axis, last.at(-1)! + 1))
    if (last && axis > last.at(-1)! && product(between!) === 1) last.push(axis)
    else groups.push([axis])
  }
  const order = groups.map((_, i) => i).sort((a, b) => groups[a]![0]! - groups[b]![0]!)
  return {
    shape: order.map((group) => product(groups[group]!.map((axis) => shape[axis]!))),
    perm: groups.map((_, i) => order.indexOf(i)),
  }
}

/** Permutes however many axes: where shaders cannot count them, each one in turn is put before those that are left. */
function permuted(x: Tensor, perm: readonly number[]): Tensor {
  const shape = perm.map((axis) => x.shape[axis]!)
  const simple = simplified(x.shape, perm)
  if (simple.perm.length <= most) return reshape(transpose(reshape(x, simple.shape), simple.perm), shape)
  let result = reshape(x, simple.shape)
  const order = simple.perm.map((_, i) => i)
  simple.perm.forEach((axis, place) => {
    const from = order.indexOf(axis)
    const sizes = result.shape
    const parts = [sizes.slice(0, place), sizes.slice(place, from), [sizes[from]!], sizes.slice(from + 1)]
    order.splice(place, 0, ...order.splice(from, 1))
    if (from === place) return
    const moved = transpose(reshape(result, parts.map(product)), [0, 2, 1, 3])
    result = reshape(moved, [parts[0]!, parts[2]!, parts[1]!, parts[3]!].flat())
  })
  return reshape(result, shape)
}

const transpose_kernel: Make = (original) => (args) => {
  const x = input(args.inputs)
  const perm = args.attrs!.perm as unknown as number[]
  if (perm.every((axis, i) => axis === i)) return reshape(x, x.shape)
  if (x.shape.length <= most || x.size === 0) return original(args)
  return tidy(() => permuted(x, perm))
}

/** Reductions of many axes, as those of two. */
const reduce_kernel =
  (name: string, axis_name = 'axis'): Make =>
  (original) =>
  (args) => {
    const x = input(args.inputs)
    if (x.shape.length <= most || x.size === 0) return original(args)
    const { keepDims } = args.attrs as unknown as { keepDims: boolean }
    const reduced = util.parseAxisParam(args.attrs![axis_name] as unknown as number[], x.shape)
    const kept = all_axes(x).filter((axis) => !reduced.includes(axis))
    const shape = keepDims ? x.shape.map((size, i) => (reduced.includes(i) ? 1 : size)) : kept.map((axis) => x.shape[axis]!)
    return tidy(() => {
      const rows = product(kept.map((axis) => x.shape[axis]!))
      const flat = reshape(transpose(x, [...kept, ...reduced]), [rows, x.size / rows])
      return reshape(run_kernel(name, { x: flat }, { [axis_name]: [1], keepDims: false }), shape)
    })
  }

/** What is broadcast together, with axes that are broadcast alike made one. */
function simplified_pair(a: readonly number[], b: readonly number[], shape: readonly number[]): [number[], number[]] {
  const sizes: [number, number][] = []
  let last = ''
  shape.forEach((size, axis) => {
    if (size === 1) return
    const pair: [number, number] = [a[axis]!, b[axis]!]
    const kind = pair.map((own) => own === 1).join()
    if (kind === last) sizes[sizes.length - 1] = [sizes.at(-1)![0] * pair[0], sizes.at(-1)![1] * pair[1]]
    else sizes.push(pair)
    last = kind
  })
  return [sizes.map(([size]) => size), sizes.map(([, size]) => size)]
}

const leading = (shape: readonly number[], rank: number): number[] => [
  ...new Array<number>(rank - shape.length).fill(1),
  ...shape,
]

/** Functions of two tensors, of no more axes than the two ways of broadcasting need; where shaders cannot count these either, broadcast before. */
const binary_kernel =
  (name: string): Make =>
  (original) =>
  (args) => {
    const { a, b } = args.inputs as unknown as Record<'a' | 'b', Tensor>
    if (Math.max(a.shape.length, b.shape.length) <= few || a.dtype === 'complex64') return original(args)
    const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape)
    const own = [leading(a.shape, shape.length), leading(b.shape, shape.length)] as const
    const [left, right] = simplified_pair(...own, shape)
    return tidy(() => {
      const whole = (x: Tensor, sizes: number[]): Tensor =>
        reshape(
          repeated(
            reshape(x, sizes),
            sizes.map((size, i) => (size === 1 ? shape[i]! : 1)),
          ),
          [-1],
        )
      const inputs =
        left.length <= few ? { a: reshape(a, left), b: reshape(b, right) } : { a: whole(a, own[0]), b: whole(b, own[1]) }
      return reshape(run_kernel(name, inputs, args.attrs), shape)
    })
  }

/** Functions of one element at a time: many axes are one. */
const elementwise_kernel =
  (name: string): Make =>
  (original) =>
  (args) => {
    const x = input(args.inputs)
    if (x.shape.length <= most || x.dtype === 'complex64' || x.dtype === 'string') return original(args)
    return tidy(() => reshape(run_kernel(name, { x: reshape(x, [x.size]) }, args.attrs), x.shape))
  }

const fill_kernel: Make = (original) => (args) => {
  const { shape, ...attrs } = args.attrs as unknown as { shape: number[] }
  if (shape.length <= most) return original(args)
  return tidy(() => reshape(run_kernel('Fill', {}, { ...attrs, shape: [product(shape)] }), shape))
}

const of_two =
  'Add Atan2 Equal FloorDiv Greater GreaterEqual Less LessEqual LogicalAnd LogicalOr Maximum Minimum Mod Multiply NotEqual Pow RealDiv SquaredDifference Sub'

const of_one =
  'Abs Acos Acosh Asin Asinh Atan Atanh Cast Ceil ClipByValue Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf IsNan LeakyRelu Log Log1p LogicalNot Neg OnesLike Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Sqrt Square Step Tan Tanh ZerosLike'

const for_each = (names: string, make: (name: string) => Make): Record<string, Make> =>
  Object.fromEntries(names.split(' ').map((name) => [name, make(name)]))

/** Kernels of WebGL and WebGPU for tensors of more axes than TensorFlow.js's shaders can count. */
export const kernels_of_many_axes: Record<string, Make> = {
  PadV2: pad_kernel,
  MirrorPad: mirror_pad_kernel,
  Select: select_kernel,
  Reverse: reverse_kernel,
  Slice: slice_kernel,
  StridedSlice: strided_slice_kernel,
  Tile: tile_kernel,
  BroadcastTo: broadcast_to_kernel,
  Concat: concat_kernel,
  Cumsum: cumulative_kernel('Cumsum'),
  Cumprod: cumulative_kernel('Cumprod'),
  Transpose: transpose_kernel,
  Max: reduce_kernel('Max', 'reductionIndices'),
  ...for_each('Min Sum Mean Prod Any All', (name) => reduce_kernel(name)),
  ...for_each(of_two, binary_kernel),
  ...for_each(of_one, elementwise_kernel),
  Fill: fill_kernel,
}
