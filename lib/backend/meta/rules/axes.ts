import type { TensorInfo } from '@tensorflow/tfjs-core'
import { slice_util } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../common/errors'
import { shape_text } from '../../../common/shape'
import { known_values } from '../data'
import { axis_of, input_list, type MetaInputs, type MetaOutput, type RuleTable, same_dim, size_of, whole } from '../rule'

/** The new shape, with -1 worked out. */
function reshaped(shape: readonly number[], target: readonly number[]): number[] {
  const size = size_of(shape)
  const free = target.indexOf(-1)
  const result = target.slice()
  if (free >= 0) {
    const rest = -size_of(target)
    result[free] = rest === 0 ? 0 : size / rest
  }
  if (!result.every((d) => Number.isInteger(d) && d >= 0) || size_of(result) !== size) {
    throw new ValueError(
      `Reshape: cannot reshape ${size} elements into shape ${shape_text(target)}. Received: shape=${shape_text(shape)}`,
    )
  }
  return result
}

function reshape({ x }: MetaInputs, { shape }: { shape: number[] }): MetaOutput {
  return { shape: reshaped(x.shape, shape), dtype: x.dtype, values: known_values(x) }
}

function expand_dims({ input }: MetaInputs, { dim }: { dim: number }): MetaOutput {
  const shape = input.shape.slice()
  shape.splice(axis_of(dim, shape.length + 1), 0, 1)
  return { shape, dtype: input.dtype, values: known_values(input) }
}

function same_besides(name: string, tensors: TensorInfo[], axis: number): void {
  const first = tensors[0].shape
  for (const { shape } of tensors) {
    if (shape.length !== first.length) throw new ValueError(`${name}: all inputs must have the same rank.`)
    for (let i = 0; i < first.length; i++) {
      if (i !== axis) same_dim(first[i], shape[i], () => `${name}: all inputs must agree in dimension ${i}.`)
    }
  }
}

function concat(inputs: MetaInputs, attrs: { axis: number }): MetaOutput {
  const tensors = input_list(inputs)
  const axis = axis_of(attrs.axis, tensors[0].shape.length)
  same_besides('Concat', tensors, axis)
  const shape = tensors[0].shape.slice()
  for (let i = 1; i < tensors.length; i++) shape[axis] += tensors[i].shape[axis]
  return { shape, dtype: tensors[0].dtype }
}

function pack(inputs: MetaInputs, attrs: { axis: number }): MetaOutput {
  const tensors = input_list(inputs)
  same_besides('Pack', tensors, -1)
  const shape = tensors[0].shape.slice()
  shape.splice(axis_of(attrs.axis, shape.length + 1), 0, tensors.length)
  return { shape, dtype: tensors[0].dtype }
}

function unpack({ value }: MetaInputs, attrs: { axis: number }): MetaOutput[] {
  const axis = axis_of(attrs.axis, value.shape.length)
  const shape = value.shape.filter((_, i) => i !== axis)
  return Array.from({ length: value.shape[axis] }, () => ({ shape, dtype: value.dtype }))
}

function split_sizes(dim: number, wanted: number | number[]): number[] {
  if (typeof wanted === 'number') {
    const size = whole(dim / wanted, () => `SplitV: a dimension of ${dim} cannot be split into ${wanted} equal parts.`)
    return new Array(wanted).fill(size)
  }
  const given = wanted.reduce((sum, size) => sum + (size === -1 ? 0 : size), 0)
  const sizes = wanted.map((size) => (size === -1 ? dim - given : size))
  same_dim(
    sizes.reduce((sum, size) => sum + size, 0),
    dim,
    () => 'SplitV: the sizes must add up to the dimension.',
  )
  return sizes.map((size) => whole(size, () => 'SplitV: sizes must not be negative.'))
}

function split({ x }: MetaInputs, attrs: { numOrSizeSplits: number | number[]; axis: number }): MetaOutput[] {
  const axis = axis_of(attrs.axis, x.shape.length)
  return split_sizes(x.shape[axis], attrs.numOrSizeSplits).map((size) => {
    const shape = x.shape.slice()
    shape[axis] = size
    return { shape, dtype: x.dtype }
  })
}

function slice({ x }: MetaInputs, attrs: { begin: number | number[]; size: number | number[] }): MetaOutput {
  const tensor = x as unknown as Parameters<typeof slice_util.parseSliceParams>[0]
  const [begin, size] = slice_util.parseSliceParams(tensor, attrs.begin, attrs.size)
  slice_util.assertParamsValid(tensor, begin, size)
  return { shape: size, dtype: x.dtype }
}

function strided_slice({ x }: MetaInputs, attrs: any): MetaOutput {
  const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs
  const info = slice_util.sliceInfo(x.shape, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask)
  return { shape: info.finalShape, dtype: x.dtype }
}

function pad({ x }: MetaInputs, { paddings }: { paddings: number[][] }): MetaOutput {
  return { shape: paddings.map(([before, after], i) => before + x.shape[i] + after), dtype: x.dtype }
}

function transpose({ x }: MetaInputs, { perm }: { perm: number[] }): MetaOutput {
  return { shape: perm.map((axis) => x.shape[axis]), dtype: x.dtype }
}

function tile({ x }: MetaInputs, { reps }: { reps: number[] }): MetaOutput {
  return { shape: x.shape.map((d, i) => d * reps[i]), dtype: x.dtype }
}

function top_k({ x }: MetaInputs, { k }: { k: number }): MetaOutput[] {
  const shape = [...x.shape.slice(0, -1), k]
  return [
    { shape, dtype: x.dtype },
    { shape, dtype: 'int32' },
  ]
}

function depth_to_space({ x }: MetaInputs, attrs: { blockSize: number; dataFormat: string }): MetaOutput {
  const { blockSize: block, dataFormat } = attrs
  const [n, ...rest] = x.shape
  const [h, w, c] = dataFormat === 'NCHW' ? [rest[1], rest[2], rest[0]] : rest
  const channels = whole(c / (block * block), () => `DepthToSpace: the channels must be divisible by ${block * block}.`)
  return {
    shape: dataFormat === 'NCHW' ? [n, channels, h * block, w * block] : [n, h * block, w * block, channels],
    dtype: x.dtype,
  }
}

function batch_to_space({ x }: MetaInputs, attrs: { blockShape: number[]; crops: number[][] }): MetaOutput {
  const blocks = attrs.blockShape
  const batch = whole(x.shape[0] / size_of(blocks), () => 'BatchToSpaceND: the batch must be divisible by the block.')
  const space = blocks.map((block, i) => x.shape[i + 1] * block - attrs.crops[i][0] - attrs.crops[i][1])
  return { shape: [batch, ...space, ...x.shape.slice(1 + blocks.length)], dtype: x.dtype }
}

function space_to_batch({ x }: MetaInputs, attrs: { blockShape: number[]; paddings: number[][] }): MetaOutput {
  const blocks = attrs.blockShape
  const space = blocks.map((block, i) => {
    const padded = x.shape[i + 1] + attrs.paddings[i][0] + attrs.paddings[i][1]
    return whole(padded / block, () => 'SpaceToBatchND: a padded dimension must be divisible by its block.')
  })
  return { shape: [x.shape[0] * size_of(blocks), ...space, ...x.shape.slice(1 + blocks.length)], dtype: x.dtype }
}

/** Kernels that move, cut, join or repeat axes. */
export function axes_rules(): RuleTable {
  return {
    BatchToSpaceND: batch_to_space,
    BroadcastTo: ({ x }, { shape }) => ({ shape: shape.slice(), dtype: x.dtype }),
    Concat: concat,
    DepthToSpace: depth_to_space,
    Diag: ({ x }) => ({ shape: [...x.shape, ...x.shape], dtype: x.dtype }),
    ExpandDims: expand_dims,
    MirrorPad: pad,
    Pack: pack,
    PadV2: pad,
    Reshape: reshape,
    Slice: slice,
    SpaceToBatchND: space_to_batch,
    SplitV: split,
    StridedSlice: strided_slice,
    Tile: tile,
    TopK: top_k,
    Transpose: transpose,
    Unpack: unpack,
  }
}
