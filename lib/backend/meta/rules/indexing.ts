import { sumOutType } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../common/errors'
import { axis_of, type MetaInputs, type MetaOutput, type RuleTable, same_dim } from '../rule'

function gather({ x, indices }: MetaInputs, attrs: { axis: number; batchDims?: number }): MetaOutput {
  const axis = axis_of(attrs.axis, x.shape.length)
  const given = attrs.batchDims ?? 0
  const batch_dims = given < 0 ? given + indices.shape.length : given
  if (axis < batch_dims)
    throw new ValueError(`GatherV2: batchDims must not be larger than the axis. Received: ${batch_dims} and ${axis}`)
  for (let i = 0; i < batch_dims; i++)
    same_dim(x.shape[i], indices.shape[i], () => `GatherV2: batch dimension ${i} must be equal.`)
  return {
    shape: [...x.shape.slice(0, axis), ...indices.shape.slice(batch_dims), ...x.shape.slice(axis + 1)],
    dtype: x.dtype,
  }
}

function gather_nd({ params, indices }: MetaInputs): MetaOutput {
  const depth = indices.shape[indices.shape.length - 1]
  return { shape: [...indices.shape.slice(0, -1), ...params.shape.slice(depth)], dtype: params.dtype }
}

function segment_sum({ x, segmentIds }: MetaInputs, { numSegments }: { numSegments: number }): MetaOutput {
  segmentIds.shape.forEach((d, i) => {
    same_dim(d, x.shape[i], () => 'UnsortedSegmentSum: the segment ids must fit the first axes.')
  })
  return { shape: [numSegments, ...x.shape.slice(segmentIds.shape.length)], dtype: sumOutType(x.dtype) }
}

function dense_bincount({ x, weights }: MetaInputs, { size }: { size: number }): MetaOutput {
  return { shape: [...x.shape.slice(0, -1), size], dtype: weights.dtype }
}

/** Gathering, scattering and counting by index. */
export function indexing_rules(): RuleTable {
  return {
    Bincount: ({ weights }, { size }) => ({ shape: [size], dtype: weights.dtype }),
    DenseBincount: dense_bincount,
    GatherNd: gather_nd,
    GatherV2: gather,
    OneHot: ({ indices }, { depth, dtype }) => ({ shape: [...indices.shape, depth], dtype: dtype ?? 'int32' }),
    ScatterNd: ({ updates }, { shape }) => ({ shape: shape.slice(), dtype: updates.dtype }),
    SparseToDense: ({ sparseValues }, { outputShape }) => ({ shape: outputShape.slice(), dtype: sparseValues.dtype }),
    TensorScatterUpdate: ({ tensor }) => ({ shape: tensor.shape, dtype: tensor.dtype }),
    UnsortedSegmentSum: segment_sum,
  }
}
