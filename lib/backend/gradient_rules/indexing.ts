import {
  add,
  backend_util,
  gatherND,
  mul,
  range,
  reshape,
  scalar,
  scatterND,
  type Tensor,
  type Tensor1D,
  tensorScatterUpdate,
  transpose,
  unsortedSegmentSum,
  util,
  zerosLike,
} from '@tensorflow/tfjs-core'
import type { Rule } from './rule'

const product = (numbers: number[]): number => numbers.reduce((a, b) => a * b, 1)

/** Adds `offset` per row to row-wise indices [rows, count], as one flat list. */
function flat_indices(indices: Tensor, rows: number, offset: number): Tensor1D {
  const flat = reshape(indices, [rows, indices.size / rows])
  const shifted = rows === 1 ? flat : add(flat, reshape(mul(range(0, rows, 1, 'int32'), scalar(offset, 'int32')), [rows, 1]))
  return reshape(shifted, [indices.size])
}

function gather_gradient(dy: Tensor, indices: Tensor, x_shape: number[], axis: number, batch_axes: number): Tensor {
  const batch = x_shape.slice(0, batch_axes)
  const middle = x_shape.slice(batch_axes, axis)
  const inner = x_shape.slice(axis + 1)
  const taken = indices.shape.slice(batch_axes)
  const size = x_shape[axis]!
  const rows = product(batch)
  const ids = flat_indices(indices, rows, size)
  const split = reshape(dy, [rows, product(middle), product(taken), product(inner)])
  const by_row = middle.length > 0 ? transpose(split, [0, 2, 1, 3]) : split
  const summed = unsortedSegmentSum(reshape(by_row, [ids.size, product(middle) * product(inner)]), ids, rows * size)
  if (middle.length === 0) return reshape(summed, x_shape)
  return reshape(transpose(reshape(summed, [rows, size, product(middle), product(inner)]), [0, 2, 1, 3]), x_shape)
}

export const indexing_rules: Record<string, Rule> = {
  GatherV2: {
    save: ['indices'],
    gradient: (dy, [indices], { axis, batchDims }, { x }) => ({
      x: () => gather_gradient(dy, indices!, x!.shape, util.parseAxisParam(axis, x!.shape)[0]!, batchDims ?? 0),
    }),
  },
  GatherNd: {
    save: ['indices'],
    gradient: (dy, [indices], _attrs, { params }) => ({ params: () => scatterND(indices!, dy, params!.shape as [number]) }),
  },
  ScatterNd: { save: ['indices'], gradient: (dy, [indices]) => ({ updates: () => gatherND(dy, indices!) }) },
  TensorScatterUpdate: {
    save: ['indices', 'updates'],
    gradient: (dy, [indices, updates]) => ({
      tensor: () => tensorScatterUpdate(dy, indices!, zerosLike(updates!)),
      updates: () => gatherND(dy, indices!),
    }),
  },
  TopK: {
    save_outputs: [false, true],
    gradient: ([dy]: Tensor[], [indices], _attrs, { x }) => ({
      x: () => {
        const size = x!.shape[x!.rank - 1]!
        const rows = x!.size / size
        return reshape(unsortedSegmentSum(reshape(dy!, [dy!.size]), flat_indices(indices!, rows, size), x!.size), x!.shape)
      },
    }),
  },
  Transpose: { gradient: (dy, _saved, { perm }) => ({ x: () => transpose(dy, backend_util.getUndoAxesPermutation(perm)) }) },
}
