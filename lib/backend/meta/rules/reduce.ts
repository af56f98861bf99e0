import type { DataType } from '@tensorflow/tfjs-core'
import { upcastType } from '@tensorflow/tfjs-core'
import { axis_of, for_all, type MetaRule, type RuleTable } from '../rule'

function reduced(shape: readonly number[], axis: number | number[] | null | undefined, keep_dims: boolean): number[] {
  if (axis === null || axis === undefined) return keep_dims ? shape.map(() => 1) : []
  const axes = typeof axis === 'number' ? [axis_of(axis, shape.length)] : axis.map((a) => axis_of(a, shape.length))
  const result: number[] = []
  for (let i = 0; i < shape.length; i++) {
    if (!axes.includes(i)) result.push(shape[i])
    else if (keep_dims) result.push(1)
  }
  return result
}

function reduction(dtype_of: (dtype: DataType) => DataType, axis_name = 'axis'): MetaRule {
  return ({ x }, attrs) => ({ shape: reduced(x.shape, attrs[axis_name], attrs.keepDims === true), dtype: dtype_of(x.dtype) })
}

const at_least_int = (dtype: DataType) => upcastType(dtype, 'int32')

/** Reductions along axes, and running sums. */
export function reduce_rules(): RuleTable {
  return {
    ...for_all(
      'All Any',
      reduction(() => 'bool'),
    ),
    ...for_all(
      'ArgMax ArgMin',
      reduction(() => 'int32'),
    ),
    ...for_all('Prod Sum', reduction(at_least_int)),
    ...for_all('Cumprod Cumsum', ({ x }) => ({ shape: x.shape, dtype: at_least_int(x.dtype) })),
    Max: reduction((dtype) => dtype, 'reductionIndices'),
    Min: reduction((dtype) => dtype),
    Mean: reduction(() => 'float32'),
  }
}
