/** Random but repeatable inputs for every kernel that the cpu backend has. */

export type Dtype = 'float32' | 'int32' | 'bool' | 'string' | 'complex64'

export interface Given {
  shape: number[]
  dtype: Dtype
  values: number[] | string[]
}

export interface Probe {
  inputs: Record<string, Given | Given[]> | Given[]
  attrs: Record<string, unknown>
}

/** A small repeatable generator of numbers (mulberry32). */
export class Random {
  private state: number
  constructor(seed: number) {
    this.state = seed
  }
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1))
  }
  flag(): boolean {
    return this.next() < 0.5
  }
  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)]!
  }
  shape(low: number, high: number, largest = 4): number[] {
    return Array.from({ length: this.int(low, high) }, () => this.int(1, largest))
  }
  shuffled(count: number): number[] {
    const items = Array.from({ length: count }, (_, i) => i)
    for (let i = count - 1; i > 0; i--) {
      const j = this.int(0, i)
      ;[items[i], items[j]] = [items[j]!, items[i]!]
    }
    return items
  }
}

export type Make = (r: Random) => Probe

const size = (shape: number[]) => shape.reduce((a, b) => a * b, 1)
const words = ['a', 'b c', '', 'de  f', 'g-h i']

function tensor(r: Random, shape: number[], dtype: Dtype = 'float32', low = 0, high = 3): Given {
  const count = size(shape)
  if (dtype === 'string') return { shape, dtype, values: Array.from({ length: count }, () => r.pick(words)) }
  const top = dtype === 'bool' ? 1 : high
  const values = Array.from({ length: count }, () => (dtype === 'float32' ? low + r.next() * (high - low) : r.int(low, top)))
  return { shape, dtype, values }
}

function vector(values: number[], dtype: Dtype = 'int32'): Given {
  return { shape: [values.length], dtype, values }
}

const scalar = (value: number, dtype: Dtype = 'int32'): Given => ({ shape: [], dtype, values: [value] })

const real = ['float32', 'int32'] as const
const plain = ['float32', 'int32', 'bool'] as const

function one(name: string, dtypes: readonly Dtype[], attrs: Record<string, unknown> = {}, low = 0): Make {
  return (r) => ({ inputs: { [name]: tensor(r, r.shape(low, 4), r.pick(dtypes)) }, attrs })
}

/** Two shapes that broadcast together. */
function broadcast_pair(r: Random): [number[], number[]] {
  const shape = r.shape(0, 4)
  const smaller = () => shape.slice(r.int(0, shape.length)).map((d) => (r.next() < 0.3 ? 1 : d))
  return r.flag() ? [shape, smaller()] : [smaller(), shape]
}

function two(dtypes: readonly Dtype[], names: [string, string] = ['a', 'b']): Make {
  return (r) => {
    const [a, b] = broadcast_pair(r)
    const dtype = r.pick(dtypes)
    return { inputs: { [names[0]]: tensor(r, a, dtype, 1), [names[1]]: tensor(r, b, dtype, 1) }, attrs: {} }
  }
}

function axes(r: Random, rank: number): number[] {
  const chosen = r.shuffled(rank).slice(0, r.int(1, rank))
  return chosen.map((a) => (r.flag() ? a : a - rank))
}

function reduce(dtypes: readonly Dtype[], axis_name = 'axis'): Make {
  return (r) => {
    const x = tensor(r, r.shape(1, 4), r.pick(dtypes))
    return { inputs: { x }, attrs: { [axis_name]: axes(r, x.shape.length), keepDims: r.flag() } }
  }
}

const arg_reduce: Make = (r) => {
  const x = tensor(r, r.shape(1, 4), r.pick(real))
  return { inputs: { x }, attrs: { axis: r.int(-x.shape.length, x.shape.length - 1) } }
}

const running: Make = (r) => {
  const x = tensor(r, r.shape(1, 4), r.pick(plain))
  return { inputs: { x }, attrs: { axis: r.int(0, x.shape.length - 1), exclusive: r.flag(), reverse: r.flag() } }
}

interface Window {
  x: number[]
  filter: number[]
  strides: number[]
  dilations: number[]
  pad: unknown
}

function window(r: Random, dims: number, channels = r.int(1, 3), dilate = true): Window {
  const filter = Array.from({ length: dims }, () => r.int(1, 3))
  const dilated = dilate && r.next() < 0.3
  const strides = dilated ? filter.map(() => 1) : filter.map(() => r.int(1, 3))
  const dilations = dilated ? filter.map(() => r.int(1, 2)) : filter.map(() => 1)
  const space = filter.map((f, i) => (f - 1) * dilations[i]! + 1 + r.int(0, 5))
  return { x: [r.int(1, 2), ...space, channels], filter, strides, dilations, pad: r.pick(['same', 'valid']) }
}

/** Output length of each spatial axis, by the definition of the two paddings. */
function output_space(w: Window): number[] {
  return w.filter.map((f, i) => {
    const input = w.x[i + 1]!
    const reach = (f - 1) * w.dilations[i]! + 1
    return w.pad === 'same' ? Math.ceil(input / w.strides[i]!) : Math.floor((input - reach) / w.strides[i]!) + 1
  })
}

function conv(dims: 2 | 3, fused: boolean, per_channel = false): Make {
  return (r) => {
    const w = window(r, dims, undefined, dims === 2)
    const channels = w.x[w.x.length - 1]!
    const first = dims === 2 && !per_channel && !fused && r.next() < 0.3
    const x = first ? [w.x[0]!, channels, ...w.x.slice(1, -1)] : w.x
    const pad =
      dims === 2 && !first && r.next() < 0.2
        ? [
            [0, 0],
            [1, 2],
            [0, 1],
            [0, 0],
          ]
        : w.pad
    const attrs: Record<string, unknown> = { strides: w.strides, pad: Array.isArray(pad) ? 'valid' : pad, dilations: w.dilations }
    if (dims === 2 && Array.isArray(pad)) attrs.pad = pad
    attrs.dataFormat = dims === 3 ? 'NDHWC' : first ? 'NCHW' : 'NHWC'
    const inputs: Record<string, Given> = { x: tensor(r, x), filter: tensor(r, [...w.filter, channels, r.int(1, 3)]) }
    if (fused) attrs.activation = r.pick(['linear', 'relu', 'elu', 'leakyrelu', 'sigmoid'])
    return { inputs, attrs }
  }
}

function conv_gradient(dims: 2 | 3, of: 'input' | 'filter', per_channel = false): Make {
  return (r): Probe => {
    const w = window(r, dims, undefined, false)
    const channels = w.x[w.x.length - 1]!
    const outputs = r.int(1, 3)
    const filter = [...w.filter, channels, outputs]
    const dy = tensor(r, [w.x[0]!, ...output_space(w), per_channel ? channels * outputs : outputs])
    const attrs = { strides: w.strides, pad: w.pad, dataFormat: dims === 2 ? 'NHWC' : 'NDHWC', dilations: w.dilations }
    return of === 'input'
      ? { inputs: { dy, filter: tensor(r, filter) }, attrs: { ...attrs, inputShape: w.x } }
      : { inputs: { x: tensor(r, w.x), dy }, attrs: { ...attrs, filterShape: filter } }
  }
}

function pool(dims: 2 | 3): Make {
  return (r) => {
    const w = window(r, dims, undefined, false)
    const attrs = { filterSize: w.filter, strides: w.strides, pad: w.pad, dataFormat: dims === 3 ? 'NDHWC' : undefined }
    return { inputs: { x: tensor(r, w.x) }, attrs }
  }
}

function pool_gradient(dims: 2 | 3, maximum: boolean): Make {
  return (r) => {
    const w = window(r, dims, undefined, false)
    const result = [w.x[0]!, ...output_space(w), w.x[w.x.length - 1]!]
    const inputs: Record<string, Given> = { dy: tensor(r, result), input: tensor(r, w.x) }
    if (maximum) inputs.output = tensor(r, result)
    return { inputs, attrs: { filterSize: w.filter, strides: w.strides, pad: w.pad } }
  }
}

function dilation(gradient: boolean): Make {
  return (r) => {
    const w = window(r, 2)
    const channels = w.x[3]!
    const inputs: Record<string, Given> = { x: tensor(r, w.x), filter: tensor(r, [...w.filter, channels]) }
    if (gradient) inputs.dy = tensor(r, [w.x[0]!, ...output_space(w), channels])
    return { inputs, attrs: { strides: w.strides, pad: w.pad, dilations: w.dilations } }
  }
}

const mat_mul: Make = (r) => {
  const [m, k, n] = [r.int(1, 4), r.int(1, 4), r.int(1, 4)]
  const [transposeA, transposeB] = [r.flag(), r.flag()]
  const batch = r.shape(0, 2)
  const other = batch.map((d) => (r.next() < 0.3 ? 1 : d))
  const a = tensor(r, [...batch, ...(transposeA ? [k, m] : [m, k])])
  const b = tensor(r, [...other, ...(transposeB ? [n, k] : [k, n])])
  return { inputs: { a, b }, attrs: { transposeA, transposeB, activation: r.pick(['linear', 'relu', 'relu6']) } }
}

const einsum: Make = (r) => {
  const sizes: Record<string, number> = { b: 2, i: r.int(1, 4), j: r.int(1, 4), k: r.int(1, 4) }
  const equation = r.pick([
    'ij,jk->ik',
    'bij,bjk->bik',
    'bij,bkj->bik',
    'ij->ji',
    'bij->b',
    'ij,ij->',
    'i,j->ij',
    'bij, jk -> bik',
  ])
  const terms = equation.replace(/ /g, '').split('->')[0]!.split(',')
  return {
    inputs: terms.map((term) =>
      tensor(
        r,
        Array.from(term, (c) => sizes[c]!),
      ),
    ),
    attrs: { equation },
  }
}

const concat: Make = (r) => {
  const shape = r.shape(1, 4)
  const axis = r.int(-shape.length, shape.length - 1)
  const dtype = r.pick(real)
  const at = axis < 0 ? axis + shape.length : axis
  const parts = Array.from({ length: r.int(1, 3) }, () =>
    tensor(
      r,
      shape.map((d, i) => (i === at ? r.int(1, 3) : d)),
      dtype,
    ),
  )
  return { inputs: parts, attrs: { axis } }
}

const pack: Make = (r) => {
  const shape = r.shape(0, 3)
  return { inputs: Array.from({ length: r.int(2, 3) }, () => tensor(r, shape)), attrs: { axis: r.int(0, shape.length) } }
}

const split: Make = (r) => {
  const shape = r.shape(1, 4)
  const axis = r.int(0, shape.length - 1)
  const sizes = Array.from({ length: r.int(1, 3) }, () => r.int(1, 3))
  const equal = r.flag()
  shape[axis] = equal ? 6 : sizes.reduce((a, b) => a + b, 0)
  if (sizes.length > 1 && r.flag()) sizes[sizes.length - 1] = -1
  return { inputs: { x: tensor(r, shape) }, attrs: { numOrSizeSplits: equal ? r.pick([1, 2, 3, 6]) : sizes, axis } }
}

const slice: Make = (r) => {
  const x = tensor(r, r.shape(1, 4), r.pick(real))
  const begin = x.shape.map((d) => r.int(0, d - 1))
  return { inputs: { x }, attrs: { begin, size: x.shape.map((d, i) => (r.flag() ? -1 : r.int(0, d - begin[i]!))) } }
}

const strided_slice: Make = (r) => {
  const x = tensor(r, r.shape(1, 4, 6))
  const begin = x.shape.map((d) => r.int(0, d - 1))
  const end = x.shape.map((d, i) => r.int(begin[i]!, d))
  const mask = () => r.int(0, 2 ** x.shape.length - 1)
  const shrink = r.flag() ? r.int(0, x.shape.length - 1) : -1
  const strides = x.shape.map(() => (shrink < 0 ? r.int(1, 2) : 1))
  const attrs = { begin, end, strides, beginMask: mask(), endMask: mask(), ellipsisMask: 0, newAxisMask: 0 }
  return { inputs: { x }, attrs: { ...attrs, shrinkAxisMask: shrink < 0 ? 0 : 2 ** shrink } }
}

function pad(mirror: boolean): Make {
  return (r) => {
    const x = tensor(
      r,
      r.shape(1, 4).map((d) => d + 1),
    )
    const paddings = x.shape.map((d) => [r.int(0, mirror ? d - 1 : 3), r.int(0, mirror ? d - 1 : 3)])
    return { inputs: { x }, attrs: { paddings, constantValue: 0, mode: r.pick(['reflect', 'symmetric']) } }
  }
}

const reshape: Make = (r) => {
  const x = tensor(r, r.shape(1, 4), r.pick(real))
  const shape = r.shuffled(x.shape.length).map((axis) => x.shape[axis]!)
  if (r.flag()) shape.push(1)
  if (r.flag()) shape[r.int(0, shape.length - 1)] = -1
  return { inputs: { x }, attrs: { shape } }
}

const gather: Make = (r) => {
  const batch_dims = r.int(0, 1)
  const x = tensor(r, r.shape(2, 4), r.pick(real))
  const axis = r.int(batch_dims, x.shape.length - 1)
  const indices = tensor(r, [...x.shape.slice(0, batch_dims), ...r.shape(1, 2)], 'int32', 0, x.shape[axis]! - 1)
  return { inputs: { x, indices }, attrs: { axis, batchDims: batch_dims } }
}

/** A tensor's shape, and indices of some of its slices. */
function indexed(r: Random): { shape: number[]; depth: number; indices: Given } {
  const shape = r.shape(1, 3)
  const depth = r.int(1, shape.length)
  const count = r.int(1, 3)
  const values = Array.from({ length: count }, () => shape.slice(0, depth).map((d) => r.int(0, d - 1))).flat()
  return { shape, depth, indices: { shape: [count, depth], dtype: 'int32', values } }
}

const gather_nd: Make = (r) => {
  const { shape, indices } = indexed(r)
  return { inputs: { params: tensor(r, shape, r.pick(real)), indices }, attrs: {} }
}

function scatter(kind: 'scatter' | 'update' | 'dense'): Make {
  return (r): Probe => {
    const { shape, depth, indices } = indexed(r)
    const updates = tensor(r, [indices.shape[0]!, ...shape.slice(depth)], r.pick(real))
    if (kind === 'scatter') return { inputs: { indices, updates }, attrs: { shape } }
    if (kind === 'update') return { inputs: { tensor: tensor(r, shape, updates.dtype), indices, updates }, attrs: {} }
    return {
      inputs: { sparseIndices: indices, sparseValues: updates, defaultValue: scalar(0, updates.dtype) },
      attrs: { outputShape: shape },
    }
  }
}

function image(name: string, dtypes: readonly Dtype[], attrs: (r: Random) => Record<string, unknown>): Make {
  return (r) => ({
    inputs: { [name]: tensor(r, [r.int(1, 2), r.int(2, 4), r.int(2, 4), r.int(1, 3)], r.pick(dtypes)) },
    attrs: attrs(r),
  })
}

const size_attrs = (r: Random) => ({ size: [r.int(1, 5), r.int(1, 5)], alignCorners: false, halfPixelCenters: r.flag() })

const resize_gradient: Make = (r) => {
  const [n, c] = [r.int(1, 2), r.int(1, 3)]
  const images = tensor(r, [n, r.int(2, 4), r.int(2, 4), c])
  return {
    inputs: { images, dy: tensor(r, [n, r.int(2, 4), r.int(2, 4), c]) },
    attrs: { alignCorners: false, halfPixelCenters: false },
  }
}

const sorted: Make = (r) => {
  const rows = r.int(1, 3)
  return {
    inputs: { sortedSequence: tensor(r, [rows, r.int(1, 4)]), values: tensor(r, [rows, r.int(1, 4)]) },
    attrs: { side: r.pick(['left', 'right']) },
  }
}

const crop_and_resize: Make = (r) => {
  const boxes = r.int(1, 3)
  return {
    inputs: {
      image: tensor(r, [2, 4, 4, r.int(1, 3)]),
      boxes: tensor(r, [boxes, 4], 'float32', 0, 1),
      boxInd: tensor(r, [boxes], 'int32', 0, 1),
    },
    attrs: { cropSize: [r.int(1, 4), r.int(1, 4)], method: r.pick(['bilinear', 'nearest']), extrapolationValue: 0 },
  }
}

function suppress(attrs: (r: Random) => Record<string, unknown>): Make {
  return (r) => {
    const count = r.int(1, 6)
    const boxes = Array.from({ length: count }, () => {
      const [y, x] = [r.next(), r.next()]
      return [y, x, y + r.next(), x + r.next()]
    }).flat()
    return {
      inputs: { boxes: { shape: [count, 4], dtype: 'float32', values: boxes }, scores: tensor(r, [count], 'float32', 0, 1) },
      attrs: { maxOutputSize: r.int(1, count), iouThreshold: 0.4, scoreThreshold: 0.2, ...attrs(r) },
    }
  }
}

const transform: Make = (r) => ({
  inputs: { image: tensor(r, [1, 3, 4, 2]), transforms: { shape: [1, 8], dtype: 'float32', values: [1, 0, 0, 0, 1, 0, 0, 0] } },
  attrs: {
    interpolation: 'nearest',
    fillMode: 'constant',
    fillValue: 0,
    outputShape: r.flag() ? [r.int(1, 5), r.int(1, 5)] : undefined,
  },
})

const blocks: Make = (r) => {
  const blockShape = [r.int(1, 3), r.int(1, 2)]
  const crops = blockShape.map(() => [r.int(0, 1), 0])
  const x = tensor(r, [blockShape[0]! * blockShape[1]! * r.int(1, 2), r.int(2, 3), r.int(2, 3), ...r.shape(0, 1)])
  return { inputs: { x }, attrs: { blockShape, crops } }
}

const unblocks: Make = (r) => {
  const blockShape = [r.int(1, 3), r.int(1, 2)]
  const paddings = blockShape.map((block) => [r.int(0, 1) * block, 0])
  const x = tensor(r, [r.int(1, 2), blockShape[0]! * r.int(1, 3), blockShape[1]! * r.int(1, 3), ...r.shape(0, 1)])
  return { inputs: { x }, attrs: { blockShape, paddings } }
}

const segments: Make = (r) => {
  const [count, total] = [r.int(1, 5), 3]
  const ids = Array.from({ length: count }, () => r.int(0, total - 1))
  return {
    inputs: { x: tensor(r, [count, ...r.shape(0, 2)], r.pick(real)), segmentIds: vector(ids) },
    attrs: { numSegments: total },
  }
}

const sparse_segments: Make = (r) => {
  const data = tensor(r, [4, ...r.shape(1, 2)])
  const count = r.int(1, 5)
  const ids = Array.from({ length: count }, () => r.int(0, 3)).sort((a, b) => a - b)
  return { inputs: { data, indices: tensor(r, [count], 'int32', 0, 3), segmentIds: vector(ids) }, attrs: {} }
}

/** Row splits of `rows` rows; the last one is the number of values. */
function splits(r: Random, rows: number): number[] {
  const result = [0]
  for (let i = 0; i < rows; i++) result.push(result[i]! + r.int(0, 3))
  return result
}

const ragged_gather: Make = (r) => {
  const rows = r.int(1, 4)
  const outer = splits(r, rows)
  const nested = [outer]
  if (r.flag()) nested.push(splits(r, outer[rows]!))
  const last = nested[nested.length - 1]!
  return {
    inputs: {
      paramsNestedSplits: nested.map((row_splits) => vector(row_splits)),
      paramsDenseValues: tensor(r, [last[last.length - 1]!, ...r.shape(0, 1)]),
      indices: tensor(r, r.shape(1, 2), 'int32', 0, rows - 1),
    },
    attrs: { outputRaggedRank: 1 },
  }
}

const ragged_range: Make = (r) => {
  const rows = r.int(1, 4)
  const values = (low: number, high: number) => (r.flag() ? scalar(r.int(low, high)) : tensor(r, [rows], 'int32', low, high))
  return { inputs: { starts: values(0, 3), limits: values(2, 9), deltas: values(1, 3) }, attrs: {} }
}

const ragged_to_dense: Make = (r) => {
  const row_splits = splits(r, r.int(1, 4))
  const values = tensor(r, [row_splits[row_splits.length - 1]!])
  const by_row = r.flag()
  const ids = row_splits.slice(1).flatMap((end, row) => new Array<number>(end - row_splits[row]!).fill(row))
  const partitions = by_row ? [scalar(row_splits.length - 1), vector(ids)] : [vector(row_splits)]
  return {
    inputs: { shape: vector([-1, r.pick([-1, 4])]), values, defaultValue: scalar(0, 'float32'), rowPartitionTensors: partitions },
    attrs: { rowPartitionTypes: by_row ? ['FIRST_DIM_SIZE', 'VALUE_ROWIDS'] : ['ROW_SPLITS'] },
  }
}

const fill_empty_rows: Make = (r) => {
  const [count, rows] = [r.int(0, 5), r.int(1, 6)]
  const indices = Array.from({ length: count }, () => r.int(0, rows - 1))
    .sort((a, b) => a - b)
    .flatMap((row) => [row, r.int(0, 4)])
  return {
    inputs: {
      indices: { shape: [count, 2], dtype: 'int32', values: indices },
      values: tensor(r, [count]),
      denseShape: vector([rows, 5]),
      defaultValue: scalar(0, 'float32'),
    },
    attrs: {},
  }
}

const sparse_reshape: Make = (r) => {
  const count = r.int(1, 4)
  const indices = Array.from({ length: count }, () => [r.int(0, 1), r.int(0, 5)]).flat()
  const target = r.pick([[12], [3, 4], [2, 3, 2], [-1, 6], [1, 12, 1, 1]])
  return {
    inputs: {
      inputIndices: { shape: [count, 2], dtype: 'int32', values: indices },
      inputShape: vector([2, 6]),
      newShape: vector(target),
    },
    attrs: {},
  }
}

const n_grams: Make = (r) => {
  const row_splits = splits(r, r.int(1, 3))
  return {
    inputs: { data: tensor(r, [row_splits[row_splits.length - 1]!], 'string'), dataSplits: vector(row_splits) },
    attrs: {
      separator: ' ',
      nGramWidths: r.pick([[1], [2], [2, 3]]),
      leftPad: 'L',
      rightPad: 'R',
      padWidth: r.int(-1, 2),
      preserveShortSequences: r.flag(),
    },
  }
}

const string_split: Make = (r) => ({
  inputs: {
    input: tensor(r, [r.int(1, 4)], 'string'),
    delimiter: { shape: [], dtype: 'string', values: [r.pick([' ', '-', ' -', ''])] },
  },
  attrs: { skipEmpty: r.flag() },
})

const unique: Make = (r) => {
  const x = tensor(r, r.shape(1, 3), 'int32', 0, 1)
  return { inputs: { x }, attrs: { axis: r.int(0, x.shape.length - 1) } }
}

const range: Make = (r) => ({
  inputs: {},
  attrs: { start: r.int(-3, 3), stop: r.int(-3, 8), step: r.pick([1, 2, 0.5, -1]), dtype: r.pick(real) },
})

const canvas = { getContext: () => ({ putImageData: () => undefined }) }

function table(names: string, make: Make): Record<string, Make> {
  return Object.fromEntries(names.split(' ').map((name) => [name, make]))
}

const broadcast_to: Make = (r) => {
  const shape = r.shape(1, 4)
  const from = shape.slice(r.int(0, shape.length)).map((d) => (r.next() < 0.3 ? 1 : d))
  return { inputs: { x: tensor(r, from, r.pick(plain)) }, attrs: { shape, inputShape: from } }
}

const band_part: Make = (r) => ({
  inputs: { input: tensor(r, r.shape(2, 4), r.pick(real)), numLower: scalar(r.int(-1, 3)), numUpper: scalar(r.int(-1, 3)) },
  attrs: {},
})

const soft_axis: Make = (r) => {
  const logits = tensor(r, r.shape(1, 4))
  return { inputs: { logits }, attrs: { axis: r.int(-1, logits.shape.length - 1) } }
}

/** What each kernel of the cpu backend is probed with. */
export const probes: Record<string, Make> = {
  ...table(
    'Abs Ceil Cos Cosh Elu Erf Expm1 Floor Log Log1p Neg Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Sign',
    one('x', real),
  ),
  ...table(
    'Acos Acosh Asin Asinh Atan Atanh Exp LeakyRelu Sin Sinh Softplus Sqrt Square Step Tan Tanh',
    one('x', real, { alpha: 0.2 }),
  ),
  ...table('ZerosLike OnesLike Identity', one('x', plain)),
  ...table('IsFinite IsInf IsNan', one('x', real)),
  ...table('FFT IFFT', one('input', ['complex64'], {}, 1)),
  ...table('Real Imag', one('input', ['complex64'])),
  ...table('Add Multiply Sub', two(['float32', 'int32', 'complex64'])),
  ...table('Atan2 FloorDiv Maximum Minimum Mod Pow RealDiv SquaredDifference', two(real)),
  ...table('Equal Greater GreaterEqual Less LessEqual NotEqual', two(plain)),
  ...table('LogicalAnd LogicalOr LogicalXor', two(['bool'])),
  ...table('All Any', reduce(['bool'])),
  ...table('ArgMax ArgMin', arg_reduce),
  ...table('Cumsum Cumprod', running),
  ...table('AvgPool MaxPool MaxPoolWithArgmax', pool(2)),
  ...table('AvgPool3D MaxPool3D', pool(3)),
  ...table('SparseSegmentMean SparseSegmentSum', sparse_segments),
  ...table('BatchMatMul _FusedMatMul', mat_mul),
  ...table('ResizeBilinearGrad ResizeNearestNeighborGrad', resize_gradient),
  ...table('LowerBound UpperBound', sorted),
  BroadcastTo: broadcast_to,
  LogSoftmax: soft_axis,
  MatrixBandPart: band_part,
  BitwiseAnd: two(['int32']),
  ClipByValue: one('x', real, { clipValueMin: 0, clipValueMax: 1 }),
  ComplexAbs: one('x', ['complex64']),
  LogicalNot: one('x', ['bool']),
  StaticRegexReplace: one('x', ['string'], { pattern: 'a', rewrite: 'b', replaceGlobal: true }),
  StringToHashBucketFast: one('input', ['string'], { numBuckets: 10 }),
  Diag: one('x', real),
  Cast: (r) => ({
    inputs: { x: tensor(r, r.shape(0, 4), r.pick(plain)) },
    attrs: { dtype: r.pick(['float32', 'int32', 'bool', 'complex64']) },
  }),
  Complex: (r) => {
    const shape = r.shape(0, 4)
    return { inputs: { real: tensor(r, shape), imag: tensor(r, shape) }, attrs: {} }
  },
  AddN: (r) => {
    const shape = r.shape(0, 4)
    return { inputs: Array.from({ length: r.int(1, 4) }, () => tensor(r, shape)), attrs: {} }
  },
  EluGrad: (r) => {
    const shape = r.shape(0, 4)
    return { inputs: { dy: tensor(r, shape), y: tensor(r, shape) }, attrs: {} }
  },
  Prelu: two(['float32'], ['x', 'alpha']),
  Select: (r) => {
    const shape = r.shape(1, 4)
    const condition = tensor(r, r.flag() ? shape : shape.slice(0, 1), 'bool')
    return { inputs: { condition, t: tensor(r, shape, r.pick(plain)), e: tensor(r, shape, r.pick(plain)) }, attrs: {} }
  },
  Softmax: (r) => ({ inputs: { logits: tensor(r, r.shape(1, 4), r.pick(real)) }, attrs: { dim: -1 } }),
  LRN: image('x', ['float32'], () => ({ depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 })),
  LRNGrad: (r) => {
    const shape = r.shape(4, 4)
    return {
      inputs: { x: tensor(r, shape), y: tensor(r, shape), dy: tensor(r, shape) },
      attrs: { depthRadius: 1, bias: 1, alpha: 1, beta: 0.5 },
    }
  },
  FusedBatchNorm: (r) => {
    const shape = r.shape(1, 4)
    const last = shape.slice(-1)
    return {
      inputs: {
        x: tensor(r, shape),
        mean: tensor(r, last),
        variance: tensor(r, last),
        offset: tensor(r, last),
        scale: tensor(r, last),
      },
      attrs: { varianceEpsilon: 0.001 },
    }
  },
  Max: reduce(plain, 'reductionIndices'),
  Min: reduce(plain),
  Mean: reduce(plain),
  Prod: reduce(plain),
  Sum: reduce(plain),
  Conv2D: conv(2, false),
  FusedConv2D: conv(2, true),
  DepthwiseConv2dNative: conv(2, false, true),
  FusedDepthwiseConv2D: conv(2, true, true),
  Conv3D: conv(3, false),
  Conv2DBackpropInput: conv_gradient(2, 'input'),
  Conv2DBackpropFilter: conv_gradient(2, 'filter'),
  Conv3DBackpropInputV2: conv_gradient(3, 'input'),
  Conv3DBackpropFilterV2: conv_gradient(3, 'filter'),
  DepthwiseConv2dNativeBackpropInput: conv_gradient(2, 'input', true),
  DepthwiseConv2dNativeBackpropFilter: conv_gradient(2, 'filter', true),
  Dilation2D: dilation(false),
  Dilation2DBackpropInput: dilation(true),
  Dilation2DBackpropFilter: dilation(true),
  AvgPoolGrad: pool_gradient(2, false),
  AvgPool3DGrad: pool_gradient(3, false),
  MaxPoolGrad: pool_gradient(2, true),
  MaxPool3DGrad: pool_gradient(3, true),
  Einsum: einsum,
  Concat: concat,
  Pack: pack,
  Unpack: (r) => {
    const value = tensor(r, r.shape(1, 4), r.pick(real))
    return { inputs: { value }, attrs: { axis: r.int(0, value.shape.length - 1) } }
  },
  SplitV: split,
  Slice: slice,
  StridedSlice: strided_slice,
  PadV2: pad(false),
  MirrorPad: pad(true),
  Reshape: reshape,
  ExpandDims: (r) => {
    const input = tensor(r, r.shape(0, 4), r.pick(plain))
    return { inputs: { input }, attrs: { dim: r.int(-input.shape.length - 1, input.shape.length) } }
  },
  Transpose: (r) => {
    const x = tensor(r, r.shape(1, 4), r.pick(plain))
    return { inputs: { x }, attrs: { perm: r.shuffled(x.shape.length) } }
  },
  Reverse: (r) => {
    const x = tensor(r, r.shape(1, 4))
    return { inputs: { x }, attrs: { dims: [r.int(0, x.shape.length - 1)] } }
  },
  Tile: (r) => {
    const x = tensor(r, r.shape(1, 4), r.pick(real))
    return { inputs: { x }, attrs: { reps: x.shape.map(() => r.int(1, 3)) } }
  },
  TopK: (r) => {
    const x = tensor(r, r.shape(1, 3), r.pick(real))
    return { inputs: { x }, attrs: { k: r.int(1, x.shape[x.shape.length - 1]!), sorted: true } }
  },
  DepthToSpace: (r) => {
    const block = r.int(1, 3)
    const x = tensor(r, [r.int(1, 2), r.int(1, 3), r.int(1, 3), block * block * r.int(1, 2)])
    return { inputs: { x }, attrs: { blockSize: block, dataFormat: 'NHWC' } }
  },
  BatchToSpaceND: blocks,
  SpaceToBatchND: unblocks,
  GatherV2: gather,
  GatherNd: gather_nd,
  ScatterNd: scatter('scatter'),
  TensorScatterUpdate: scatter('update'),
  SparseToDense: scatter('dense'),
  OneHot: (r) => ({
    inputs: { indices: tensor(r, r.shape(0, 3), 'int32') },
    attrs: { depth: r.int(1, 5), onValue: 1, offValue: 0, dtype: r.pick(plain) },
  }),
  Bincount: (r) => {
    const count = r.int(1, 5)
    return { inputs: { x: tensor(r, [count], 'int32'), weights: tensor(r, [count], r.pick(real)) }, attrs: { size: r.int(1, 5) } }
  },
  DenseBincount: (r) => {
    const shape = r.shape(1, 2)
    return {
      inputs: { x: tensor(r, shape, 'int32'), weights: tensor(r, shape, r.pick(real)) },
      attrs: { size: r.int(1, 5), binaryOutput: r.flag() },
    }
  },
  UnsortedSegmentSum: segments,
  SearchSorted: sorted,
  Fill: (r) => ({ inputs: {}, attrs: { shape: r.shape(0, 4), value: 1, dtype: r.pick([undefined, ...plain]) } }),
  LinSpace: (r) => ({ inputs: {}, attrs: { start: 0, stop: 3, num: r.int(1, 9) } }),
  Range: range,
  Multinomial: (r) => ({
    inputs: { logits: tensor(r, [r.int(1, 3), r.int(2, 4)]) },
    attrs: { numSamples: r.int(1, 5), seed: 1, normalized: r.flag() },
  }),
  BroadcastArgs: (r) => {
    const [a, b] = broadcast_pair(r)
    return { inputs: { s0: vector(a), s1: vector(b) }, attrs: {} }
  },
  CropAndResize: crop_and_resize,
  FlipLeftRight: image('image', real, () => ({})),
  RotateWithOffset: image('image', real, () => ({ radians: 0.1, fillValue: 0, center: 0.5 })),
  Draw: (r) => ({
    inputs: { image: tensor(r, [r.int(1, 3), r.int(1, 3), r.pick([1, 3])], r.pick(real), 0, 1) },
    attrs: { canvas },
  }),
  ResizeBilinear: image('images', real, size_attrs),
  ResizeNearestNeighbor: image('images', real, size_attrs),
  Transform: transform,
  NonMaxSuppressionV3: suppress(() => ({})),
  NonMaxSuppressionV4: suppress((r) => ({ padToMaxOutputSize: r.flag() })),
  NonMaxSuppressionV5: suppress(() => ({ softNmsSigma: 0.3 })),
  RaggedGather: ragged_gather,
  RaggedRange: ragged_range,
  RaggedTensorToTensor: ragged_to_dense,
  SparseFillEmptyRows: fill_empty_rows,
  SparseReshape: sparse_reshape,
  StringNGrams: n_grams,
  StringSplit: string_split,
  Unique: unique,
}
