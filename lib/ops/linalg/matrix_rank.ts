import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorLike } from '../../variables/to_tensor'
import { as_tensor, binary, float_scalar, reshaped, store_as } from '../convert'
import { in_linalg, op1 } from '../declare'
import { reduce } from '../numpy/reduce'
import { as_matrices, assert_matrix, sides } from './matrix'
import { float32_epsilon } from './pinv'
import { singular_values } from './svd'

/**
 * How many singular values of matrices of shape `(..., M, N)` are above `tol`, as int32. The default is the largest one times max(M, N) times the precision of float32. Source: keras.ops.matrix_rank.
 *
 * ```ts
 * ops.matrix_rank([[1, 2], [2, 4]]) // 1
 * ```
 * @throws ValueError when there is no matrix.
 */
export const matrix_rank = /*#__PURE__*/ op1(
  { class_name: 'MatrixRank', module: in_linalg, inputs: ['x'], config: { tol: null as TensorLike | null } },
  (input: TensorLike, tol: TensorLike | null) => {
    const { x } = as_matrices('matrix_rank', input)
    assert_matrix(x)
    const values = singular_values(x)
    const last = [values.shape.length - 1]
    if (tol !== null) {
      const least = as_tensor(tol, 'float32')
      return count(values, reshaped(least, least.shape.length === 0 ? [] : [...least.shape, 1]))
    }
    return count(
      values,
      binary('Multiply', reduce('Max', values, last, true), float_scalar(Math.max(...sides(x)) * float32_epsilon)),
    )
  },
)

/** How many values of the last axis are above a limit. */
function count(values: Tensor, least: Tensor): Tensor {
  const above = store_as(binary('Greater', values, least), 'int32')
  return store_as(reduce('Sum', above, [values.shape.length - 1], false), 'int32')
}
