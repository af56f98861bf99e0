import {
  concat,
  div,
  gather,
  gatherND,
  maximum,
  minimum,
  mul,
  ones,
  range,
  reshape,
  scalar,
  slice,
  sub,
  sum,
  type Tensor,
  unsortedSegmentSum,
  zeros,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { type Rule, reduce_to } from './rule'

const run = <T extends Tensor | Tensor[] = Tensor>(name: string, inputs: object, attrs: object): T =>
  engine().runKernel<T>(name, inputs, attrs)

const summed_at = (x: Tensor, places: Tensor, count: number): Tensor => unsortedSegmentSum(x, places as never, count)

/** The numbers from `first` on, in a shape: what a kernel that only moves values is asked, to learn where it moves them. */
function numbered(shape: number[], first = 0): Tensor {
  const size = shape.reduce((product, d) => product * d, 1)
  return reshape(range(first, first + size, 1, 'int32'), shape)
}

/** `dy` added up at the places that its values came from. */
function back_to_places(dy: Tensor, places: Tensor, count: number): Tensor {
  return summed_at(reshape(dy, [dy.size]), reshape(places, [places.size]), count)
}

const segment_gradient = (mean: boolean): Rule => ({
  save: ['indices', 'segmentIds'],
  gradient: (dy: Tensor, [indices, ids], _attrs, { data }) => ({
    data: () => {
      const count = dy.shape[0]!
      const sizes = (): Tensor => maximum(summed_at(ones([ids!.size]), ids!, count), 1)
      const scaled = mean ? div(dy, reshape(sizes(), [count, ...dy.shape.slice(1).map(() => 1)])) : dy
      return summed_at(gather(scaled, ids as never), indices!, data!.shape[0]!)
    },
  }),
})

/** A count of values with weights: each weight has the gradient of its bin. */
const bincount: Rule = {
  save: ['x'],
  gradient: (dy: Tensor, [x], { size, binaryOutput }, { weights }) => ({
    weights: () => {
      if (weights!.size === 0 || binaryOutput) return zeros(weights!.shape as [number])
      const bins = minimum(x!, scalar(size, 'int32')) as never
      return dy.rank === 1
        ? gather(concat([dy, zeros([1])]), bins)
        : gather(concat([dy, zeros([dy.shape[0]!, 1])], 1), bins, 1, 1)
    },
  }),
}

export const sparse_rules: Record<string, Rule> = {
  SparseSegmentSum: segment_gradient(false),
  SparseSegmentMean: segment_gradient(true),
  Bincount: bincount,
  DenseBincount: bincount,
  SparseToDense: {
    save: ['sparseIndices', 'sparseValues'],
    gradient: (dy: Tensor, [indices, values], { outputShape }) => ({
      sparseValues: () => {
        const places = indices!.rank === 2 ? indices! : reshape(indices!, [indices!.size, 1])
        return reduce_to(gatherND(dy, places), values!.shape)
      },
      defaultValue: () => {
        const inputs = { sparseIndices: indices!, sparseValues: zeros(values!.shape as [number]), defaultValue: ones([]) }
        return sum(mul(dy, run('SparseToDense', inputs, { outputShape })))
      },
    }),
  },
  SparseFillEmptyRows: {
    save_outputs: [false, false, false, true],
    gradient: ([, dy]: Tensor[], [places]) => ({
      values: () => gather(dy!, places as never),
      defaultValue: () => sub(sum(dy!), sum(gather(dy!, places as never))),
    }),
  },
  RaggedGather: {
    save: ['indices', 'paramsNestedSplits'],
    gradient: (dys: Tensor[], [indices, ...splits], attrs, { paramsDenseValues: values }) => ({
      paramsDenseValues: () => {
        const asked = { paramsNestedSplits: splits, paramsDenseValues: numbered(values!.shape), indices: indices! }
        const places = run<Tensor[]>('RaggedGather', asked, attrs).at(-1)!
        return reshape(back_to_places(dys.at(-1)!, places, values!.size), values!.shape)
      },
    }),
  },
  RaggedTensorToTensor: {
    save: ['shape', 'rowPartitionTensors'],
    gradient: (dy: Tensor, [shape, ...rowPartitionTensors], attrs, { values, defaultValue }) => {
      const first = defaultValue!.size
      const slopes = (): Tensor => {
        const asked = {
          shape: shape!,
          values: numbered(values!.shape, first),
          defaultValue: numbered(defaultValue!.shape),
          rowPartitionTensors,
        }
        return back_to_places(dy, run('RaggedTensorToTensor', asked, attrs), first + values!.size)
      }
      return {
        values: () => reshape(slice(slopes(), first), values!.shape),
        defaultValue: () => reshape(slice(slopes(), 0, first), defaultValue!.shape),
      }
    },
  },
}
