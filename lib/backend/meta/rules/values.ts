import type { TensorInfo } from '@tensorflow/tfjs-core'
import { backend_util, kernel_impls } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../common/errors'
import { needed_values } from '../data'
import { axis_of, for_all, type MetaInputs, type MetaOutput, type RuleTable, same_dim, size_of } from '../rule'
import { string_rules } from './strings'

function numbers(kernel: string, tensor: TensorInfo): Int32Array {
  return needed_values(kernel, tensor) as Int32Array
}

function unique({ x }: MetaInputs, attrs: { axis?: number | null }): MetaOutput[] {
  const axis = attrs.axis === undefined || attrs.axis === null ? 0 : axis_of(attrs.axis, x.shape.length)
  const values = needed_values('Unique', x)
  const count = x.shape[axis]
  const inner = size_of(x.shape.slice(axis + 1))
  const outer = size_of(x.shape.slice(0, axis))
  const seen = new Set<string>()
  for (let i = 0; i < count; i++) {
    const parts: string[] = []
    for (let o = 0; o < outer; o++) for (let k = 0; k < inner; k++) parts.push(String(values[(o * count + i) * inner + k]))
    seen.add(parts.join(';'))
  }
  const shape = x.shape.slice()
  shape[axis] = seen.size
  return [
    { shape, dtype: x.dtype },
    { shape: [count], dtype: 'int32' },
  ]
}

function fill_empty_rows({ indices, values, denseShape }: MetaInputs): MetaOutput[] {
  const rows = numbers('SparseFillEmptyRows', denseShape)[0]
  const [count, rank] = indices.shape
  let outputs = 0
  if (rows > 0) {
    const used = new Set<number>()
    const ids = count === 0 ? new Int32Array(0) : numbers('SparseFillEmptyRows', indices)
    for (let i = 0; i < count; i++) used.add(ids[i * rank])
    outputs = count + rows - used.size
  }
  return [
    { shape: [outputs, rank], dtype: indices.dtype },
    { shape: [outputs], dtype: values.dtype },
    { shape: [rows], dtype: 'bool' },
    { shape: [count], dtype: indices.dtype },
  ]
}

function sparse_reshape({ inputIndices, newShape }: MetaInputs): MetaOutput[] {
  const rank = newShape.shape[0]
  return [
    { shape: [inputIndices.shape[0], rank], dtype: inputIndices.dtype },
    { shape: [rank], dtype: newShape.dtype },
  ]
}

function segment_reduction({ data, indices, segmentIds }: MetaInputs): MetaOutput {
  same_dim(indices.shape[0], segmentIds.shape[0], () => 'SparseSegment: indices and segment ids must have the same size.')
  const count = indices.shape[0]
  const rows = count === 0 ? 0 : numbers('SparseSegment', segmentIds)[count - 1] + 1
  return { shape: [rows, ...data.shape.slice(1)], dtype: data.dtype }
}

function ragged_range({ starts, limits, deltas }: MetaInputs): MetaOutput[] {
  const [start, limit, delta] = [starts, limits, deltas].map((t) => numbers('RaggedRange', t))
  const rows = [starts, limits, deltas].reduce((n, t) => (t.shape.length === 0 ? n : t.shape[0]), 1)
  const at = (values: Int32Array, tensor: TensorInfo, row: number) => values[tensor.shape.length === 0 ? 0 : row]
  let total = 0
  for (let row = 0; row < rows; row++) {
    const step = at(delta, deltas, row)
    if (step === 0) throw new ValueError('RaggedRange: delta must not be 0.')
    total += Math.max(0, Math.ceil((at(limit, limits, row) - at(start, starts, row)) / step))
  }
  return [
    { shape: [rows + 1], dtype: 'int32' },
    { shape: [total], dtype: starts.dtype },
  ]
}

function ragged_gather(inputs: MetaInputs): MetaOutput[] {
  const nested = inputs.paramsNestedSplits as unknown as TensorInfo[]
  const { paramsDenseValues: dense, indices } = inputs
  const splits = nested.map((t) => numbers('RaggedGather', t))
  const outputs: MetaOutput[] = []
  let rows = 1
  for (let i = 0; i < indices.shape.length - 1; i++) {
    rows *= indices.shape[i]
    outputs.push({ shape: [rows + 1], dtype: 'int32' })
  }
  const lengths: number[] = new Array(splits.length).fill(1)
  let total = 0
  for (const index of numbers('RaggedGather', indices)) {
    let [start, limit] = [index, index + 1]
    splits.forEach((row_splits, i) => {
      lengths[i] += limit - start
      start = row_splits[start]
      limit = row_splits[limit]
    })
    total += limit - start
  }
  for (const [i, length] of lengths.entries()) if (indices.shape.length + i > 0) outputs.push({ shape: [length], dtype: 'int32' })
  return [...outputs, { shape: [total, ...dense.shape.slice(1)], dtype: dense.dtype }]
}

function longest_run(ids: Int32Array): number {
  let longest = 0
  for (let i = 0, first = 0; i < ids.length; i++) {
    if (ids[i] !== ids[first]) first = i
    longest = Math.max(longest, i + 1 - first)
  }
  return longest
}

function longest_row(splits: Int32Array): number {
  let longest = 0
  for (let i = 1; i < splits.length; i++) longest = Math.max(longest, splits[i] - splits[i - 1])
  return longest
}

function ragged_to_dense(inputs: MetaInputs, { rowPartitionTypes: types }: { rowPartitionTypes: string[] }): MetaOutput {
  const kernel = 'RaggedTensorToTensor'
  const partitions = inputs.rowPartitionTensors as unknown as TensorInfo[]
  const { shape, values } = inputs
  const rank = backend_util.getRaggedRank(backend_util.getRowPartitionTypesHelper(types))
  const wanted = shape.shape.length === 0 ? [] : Array.from(numbers(kernel, shape))
  const result = backend_util.combineRaggedTensorToTensorShapes(rank, wanted, values.shape)
  const first_is_size = types[0] === 'FIRST_DIM_SIZE'
  if (result[0] < 0) result[0] = first_is_size ? numbers(kernel, partitions[0])[0] : partitions[0].shape[0] - 1
  for (let i = 1; i <= rank; i++) {
    if (result[i] >= 0) continue
    const at = first_is_size ? i : i - 1
    const row = numbers(kernel, partitions[at])
    result[i] = types[at] === 'VALUE_ROWIDS' ? longest_run(row) : longest_row(row)
  }
  return { shape: result, dtype: values.dtype }
}

function boxes_and_scores(kernel: string, { boxes, scores }: MetaInputs): [Float32Array, Float32Array] {
  return [needed_values(kernel, boxes) as Float32Array, needed_values(kernel, scores) as Float32Array]
}

function suppress_v3(inputs: MetaInputs, attrs: any): MetaOutput {
  const [boxes, scores] = boxes_and_scores('NonMaxSuppressionV3', inputs)
  const { maxOutputSize, iouThreshold, scoreThreshold } = attrs
  const chosen = kernel_impls.nonMaxSuppressionV3Impl(boxes, scores, maxOutputSize, iouThreshold, scoreThreshold)
  return { shape: [chosen.selectedIndices.length], dtype: 'int32' }
}

function suppress_v4(inputs: MetaInputs, attrs: any): MetaOutput[] {
  const { maxOutputSize, iouThreshold, scoreThreshold, padToMaxOutputSize } = attrs
  let count = maxOutputSize
  if (!padToMaxOutputSize) {
    const [boxes, scores] = boxes_and_scores('NonMaxSuppressionV4', inputs)
    const chosen = kernel_impls.nonMaxSuppressionV4Impl(boxes, scores, maxOutputSize, iouThreshold, scoreThreshold, false)
    count = chosen.selectedIndices.length
  }
  return [
    { shape: [count], dtype: 'int32' },
    { shape: [], dtype: 'int32' },
  ]
}

function suppress_v5(inputs: MetaInputs, attrs: any): MetaOutput[] {
  const [boxes, scores] = boxes_and_scores('NonMaxSuppressionV5', inputs)
  const { maxOutputSize, iouThreshold, scoreThreshold, softNmsSigma } = attrs
  const chosen = kernel_impls.nonMaxSuppressionV5Impl(boxes, scores, maxOutputSize, iouThreshold, scoreThreshold, softNmsSigma)
  const shape = [chosen.selectedIndices.length]
  return [
    { shape, dtype: 'int32' },
    { shape, dtype: 'float32' },
  ]
}

/** Kernels whose shape depends on values: answered when those are small known constants. */
export function value_rules(): RuleTable {
  return {
    ...string_rules(),
    ...for_all('SparseSegmentMean SparseSegmentSum', segment_reduction),
    NonMaxSuppressionV3: suppress_v3,
    NonMaxSuppressionV4: suppress_v4,
    NonMaxSuppressionV5: suppress_v5,
    RaggedGather: ragged_gather,
    RaggedRange: ragged_range,
    RaggedTensorToTensor: ragged_to_dense,
    SparseFillEmptyRows: fill_empty_rows,
    SparseReshape: sparse_reshape,
    Unique: unique,
  }
}
