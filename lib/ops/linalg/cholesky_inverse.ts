import type { TensorLike } from '../../variables/to_tensor'
import { finish } from '../convert'
import { in_linalg, op1 } from '../declare'
import { identity } from '../numpy/creation'
import { matrix_product } from '../numpy/linear'
import { as_squares, flipped, repeated, run_linalg } from './matrix'

/**
 * The inverse of A = L Lᵀ from its factor of shape `(..., M, M)`: L, or Lᵀ with `upper`. Only that triangle counts. Source: keras.ops.cholesky_inverse.
 *
 * ```ts
 * ops.cholesky_inverse([[2, 0], [1, 2]]) // [[0.3125, -0.125], [-0.125, 0.25]]
 * ```
 * @throws ValueError when a matrix is not square.
 */
export const cholesky_inverse = /*#__PURE__*/ op1(
  { class_name: 'CholeskyInverse', module: in_linalg, inputs: ['x'], config: { upper: false } },
  (input: TensorLike, upper: boolean) => {
    const { x, dtype } = as_squares('cholesky_inverse', input)
    const n = x.shape[x.shape.length - 1]
    const rhs = repeated(identity(n, { dtype: 'float32' }), x.shape.slice(0, -2))
    const inverse = run_linalg('KerasTriangularSolve', { matrix: x, rhs }, { lower: !upper, adjoint: false })
    const product = upper ? matrix_product(inverse, flipped(inverse)) : matrix_product(flipped(inverse), inverse)
    return finish(product, dtype)
  },
)
