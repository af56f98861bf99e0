import type { TensorLike } from '../../variables/to_tensor'
import { in_linalg, op2 } from '../declare'
import { solve_with } from './solve'

/**
 * X in A X = B for triangles A: of `a`, of shape `(..., M, M)`, only the upper triangle counts, or with `lower` the lower one. `b` has the shape `(..., M)` or `(..., M, N)`. Source:
 * keras.ops.solve_triangular.
 *
 * ```ts
 * ops.solve_triangular([[2, 0], [1, 4]], [2, 9], { lower: true }) // [1, 2]
 * ```
 * @throws ValueError when a matrix of `a` is not square, or the shapes do not fit.
 */
export const solve_triangular = /*#__PURE__*/ op2(
  { class_name: 'SolveTriangular', module: in_linalg, inputs: ['a', 'b'], config: { lower: false } },
  (a: TensorLike, b: TensorLike, lower: boolean) => {
    const attrs = { lower, adjoint: false }
    return solve_with('solve_triangular', 'KerasTriangularSolve', attrs, a, b, (x, y) => y.shape.length === x.shape.length - 1)
  },
)
