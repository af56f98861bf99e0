import {
  add,
  batchToSpaceND,
  image,
  pad,
  reshape,
  reverse,
  slice,
  slice_util,
  split,
  sum,
  type Tensor,
  type Tensor4D,
  transpose,
  unstack,
  util,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { type Rule, reduce_to, reshaped } from './rule'

const product = (numbers: number[]): number => numbers.reduce((a, b) => a * b, 1)

/** Part of a tensor along one axis. */
function part(x: Tensor, axis: number, from: number, size: number): Tensor {
  const begin = x.shape.map((_, i) => (i === axis ? from : 0))
  const sizes = x.shape.map((d, i) => (i === axis ? size : d))
  return slice(x, begin, sizes)
}

/** Zeros put before and after along one axis. */
function pad_axis(x: Tensor, axis: number, before: number, after: number): Tensor {
  if (before === 0 && after === 0) return x
  return pad(
    x,
    x.shape.map((_, i) => (i === axis ? [before, after] : [0, 0])),
  )
}

/** Adds the mirrored borders of one axis back onto the values they were copied from. */
function unmirror(dy: Tensor, axis: number, [before, after]: [number, number], skip: number): Tensor {
  const size = dy.shape[axis]! - before - after
  let core = part(dy, axis, before, size)
  if (before > 0) {
    const border = reverse(part(dy, axis, 0, before), axis)
    core = add(core, pad_axis(border, axis, skip, size - skip - before))
  }
  if (after > 0) {
    const border = reverse(part(dy, axis, before + size, after), axis)
    core = add(core, pad_axis(border, axis, size - skip - after, skip))
  }
  return core
}

/** Puts `dy`, taken at every `step`-th place from `begin` on, back into an axis of `size` places. */
function unstride(dy: Tensor, axis: number, begin: number, step: number, size: number): Tensor {
  const count = dy.shape[axis]!
  const apart = Math.abs(step)
  const forward = step < 0 ? reverse(dy, axis) : dy
  const first = step < 0 ? begin - (count - 1) * apart : begin
  const used = (count - 1) * apart + 1
  if (apart === 1) return pad_axis(forward, axis, first, size - first - used)
  const outer = product(forward.shape.slice(0, axis))
  const inner = product(forward.shape.slice(axis + 1))
  const spread = reshape(
    pad(reshape(forward, [outer, count, 1, inner]), [
      [0, 0],
      [0, 0],
      [0, apart - 1],
      [0, 0],
    ]),
    [outer, count * apart, inner],
  )
  const placed = pad_axis(part(spread, 1, 0, used), 1, first, size - first - used)
  return reshape(placed, [...forward.shape.slice(0, axis), size, ...forward.shape.slice(axis + 1)])
}

function unslice(dy: Tensor, shape: number[], attrs: any): Tensor {
  const { begin, end, strides } = slice_util.sliceInfo(
    shape,
    attrs.begin,
    attrs.end,
    attrs.strides,
    attrs.beginMask,
    attrs.endMask,
    attrs.ellipsisMask,
    attrs.newAxisMask,
    attrs.shrinkAxisMask,
  )
  const taken = shape.map((_, i) => Math.ceil((end[i]! - begin[i]!) / strides[i]!))
  let dx = reshape(dy, taken)
  shape.forEach((size, axis) => {
    dx = unstride(dx, axis, begin[axis]!, strides[axis]!, size)
  })
  return dx
}

const pads_of = (attrs: { paddings: [number, number][] }): [number, number][] => attrs.paddings

export const shaping_rules: Record<string, Rule> = {
  Reshape: { gradient: (dy, _saved, _attrs, { x }) => ({ x: () => reshaped(dy, x!.shape) }) },
  ExpandDims: { gradient: (dy, _saved, _attrs, { input }) => ({ input: () => reshaped(dy, input!.shape) }) },
  Concat: {
    gradient: (dy, _saved, { axis }, inputs) => {
      const tensors = Object.values(inputs)
      const place = util.parseAxisParam(axis, tensors[0]!.shape)[0]!
      const parts = split(
        dy as Tensor,
        tensors.map((t) => t.shape[place]!),
        place,
      )
      return parts.map((part) => () => part)
    },
  },
  Pack: {
    gradient: (dy, _saved, { axis }) => unstack(dy as Tensor, axis).map((part) => () => part),
  },
  PadV2: {
    gradient: (dy, _saved, attrs, { x }) => ({
      x: () =>
        slice(
          dy,
          pads_of(attrs).map(([before]) => before),
          x!.shape,
        ),
    }),
  },
  MirrorPad: {
    gradient: (dy, _saved, attrs) => ({
      x: () =>
        pads_of(attrs).reduce(
          (dx, pads, axis) => (pads[0] + pads[1] > 0 ? unmirror(dx, axis, pads, attrs.mode === 'reflect' ? 1 : 0) : dx),
          dy,
        ),
    }),
  },
  Slice: {
    gradient: (dy, _saved, { begin, size }, { x }) => ({
      x: () => {
        const [from, sizes] = slice_util.parseSliceParams(x!, begin, size)
        return pad(
          dy,
          x!.shape.map((d, i) => [from[i]!, d - from[i]! - sizes[i]!]),
        )
      },
    }),
  },
  StridedSlice: { gradient: (dy, _saved, attrs, { x }) => ({ x: () => unslice(dy, x!.shape, attrs) }) },
  Tile: {
    gradient: (dy, _saved, { reps }, { x }) => ({
      x: () => {
        const tiled = x!.shape.flatMap((d, i) => (reps[i] === 1 ? [d] : d === 1 ? [reps[i]] : [reps[i], d]))
        const axes: number[] = []
        let place = 0
        x!.shape.forEach((d, i) => {
          if (reps[i] !== 1) axes.push(place)
          place += reps[i] === 1 || d === 1 ? 1 : 2
        })
        return reshaped(axes.length > 0 ? sum(reshape(dy, tiled), axes) : dy, x!.shape)
      },
    }),
  },
  DepthToSpace: {
    gradient: (dy, _saved, { blockSize: b, dataFormat }, { x }) => ({
      x: () => {
        const [n, d1, d2, d3] = x!.shape as [number, number, number, number]
        if (dataFormat === 'NCHW')
          return reshape(transpose(reshape(dy, [n, d1 / (b * b), d2, b, d3, b]), [0, 3, 5, 1, 2, 4]), x!.shape)
        return reshape(transpose(reshape(dy, [n, d1, b, d2, b, d3 / (b * b)]), [0, 1, 3, 2, 4, 5]), x!.shape)
      },
    }),
  },
  SpaceToBatchND: { gradient: (dy, _saved, { blockShape, paddings }) => ({ x: () => batchToSpaceND(dy, blockShape, paddings) }) },
  MatrixBandPart: {
    save: ['numLower', 'numUpper'],
    gradient: (dy, [numLower, numUpper]) => ({
      input: () => engine().runKernel('MatrixBandPart', { input: dy, numLower, numUpper }),
    }),
  },
  BroadcastTo: { gradient: (dy, _saved, _attrs, { x }) => ({ x: () => reduce_to(dy, x!.shape) }) },
  FlipLeftRight: { gradient: (dy) => ({ image: () => image.flipLeftRight(dy as Tensor4D) }) },
  Diag: {
    gradient: (dy, _saved, _attrs, { x }) => ({
      x: () => {
        const n = x!.size
        const rows = reshape(pad(reshape(dy, [n * n]), [[0, n]]), [n, n + 1])
        return reshape(slice(rows, [0, 0], [n, 1]), x!.shape)
      },
    }),
  },
}
