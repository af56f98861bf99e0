import type { TensorLike } from '../../variables/to_tensor'
import { finish } from '../convert'
import { in_linalg, op1 } from '../declare'
import { as_squares, flipped, run_linalg } from './matrix'

/**
 * The lower factor L of A = L Lᵀ, or the upper one, of positive definite matrices of shape `(..., M, M)`. Only the symmetric part of a matrix counts.
 * Source: keras.ops.cholesky.
 *
 * ```ts
 * ops.cholesky([[4, 2], [2, 5]]) // [[2, 0], [1, 2]]
 * ```
 * @throws ValueError when a matrix is not square or not positive definite.
 */
export const cholesky = /*#__PURE__*/ op1(
  { class_name: 'Cholesky', module: in_linalg, inputs: ['x'], config: { upper: false } },
  (input: TensorLike, upper: boolean) => {
    const { x, dtype } = as_squares('cholesky', input)
    const lower = run_linalg('KerasCholesky', { x })
    return finish(upper ? flipped(lower) : lower, dtype)
  },
)
