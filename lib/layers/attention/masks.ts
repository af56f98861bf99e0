import type { Tensor } from '@tensorflow/tfjs-core'
import { cast } from '../../ops/core'
import { subtract } from '../../ops/numpy/arithmetic'
import { greater_equal, less, logical_and } from '../../ops/numpy/comparison'
import { arange } from '../../ops/numpy/creation'
import { absolute } from '../../ops/numpy/elementwise'
import { expand_dims, reshape } from '../../ops/numpy/shape'

function row_index(rows: number): Tensor {
  return reshape(arange(0, rows, 1, 'int32'), [1, rows, 1])
}

function column_index(columns: number): Tensor {
  return reshape(arange(0, columns, 1, 'int32'), [1, 1, columns])
}

/** `[1, rows, columns]`, true where the column is not after the row. */
export function causal_mask(rows: number, columns: number): Tensor {
  return greater_equal(row_index(rows), column_index(columns))
}

/** `[1, rows, columns]`, true where row and column are less than `width` apart. */
export function window_mask(rows: number, columns: number, width: number): Tensor {
  return less(absolute(subtract(row_index(rows), column_index(columns))), width)
}

/** The masks that are given, joined; null when none is. */
export function all_of(...masks: (Tensor | null | undefined)[]): Tensor | null {
  const given = masks.filter((mask) => mask !== null && mask !== undefined) as Tensor[]
  return given.length === 0 ? null : given.map((mask) => cast(mask, 'bool')).reduce((a, b) => logical_and(a, b))
}

/** A mask with new axes of size 1 at `axis` until it has the rank. */
export function raised(mask: Tensor, rank: number, axis: number): Tensor {
  let result = mask
  while (result.shape.length < rank) result = expand_dims(result, { axis })
  return result
}
