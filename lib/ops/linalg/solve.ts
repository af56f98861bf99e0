import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { broadcast_shapes, shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { finish, promote_float, reshaped } from '../convert'
import { in_linalg, op2 } from '../declare'
import { as_matrices, assert_matrix, assert_square, repeated, run_linalg, unequal } from './matrix'

/** @throws ValueError unless `b` has as many rows as `a` has. */
function assert_rows(a: Tensor, b: Tensor, vectors: boolean): void {
  const place = vectors ? -1 : -2
  const [rows, of_b] = [a.shape.at(place) as number, b.shape.at(place) as number]
  if (rows === of_b) return
  const shapes = `Received: a.shape=${shape_text(a.shape)}, b.shape=${shape_text(b.shape)}`
  const wanted = `Expected \`a.shape[${place}] == b.shape[${place}]\``
  throw unequal(rows, of_b, `Incompatible shapes between \`a\` and \`b\`. ${wanted}. ${shapes}`)
}

/** Solves A X = B with a kernel, for vectors and for matrices of right sides; leading axes broadcast. `batched_vectors` says whether a B of more than one axis holds vectors. */
export function solve_with(
  op: string,
  kernel: string,
  attrs: Record<string, unknown>,
  a_like: TensorLike,
  b_like: TensorLike,
  batched_vectors: (a: Tensor, b: Tensor) => boolean,
): Tensor {
  const [[a_given, b_given], dtype] = promote_float(a_like, b_like)
  const a = as_matrices(op, a_given).x
  const b = as_matrices(op, b_given).x
  assert_matrix(a)
  assert_square(a)
  if (b.shape.length < 1) throw new ValueError('Expected input to have rank >= 1. Received scalar input.')
  const vectors = b.shape.length === 1 || batched_vectors(a, b)
  assert_rows(a, b, vectors)
  const matrix_b = vectors ? reshaped(b, [...b.shape, 1]) : b
  const lead = broadcast_shapes(a.shape.slice(0, -2), matrix_b.shape.slice(0, -2)) as number[]
  const x = run_linalg(kernel, { matrix: repeated(a, lead), rhs: repeated(matrix_b, lead) }, attrs)
  return finish(vectors ? reshaped(x, x.shape.slice(0, -1)) : x, dtype)
}

/**
 * X in A X = B: `a` has the shape `(..., M, M)`, `b` is one vector `(M,)` or has the shape `(..., M, N)`. Leading axes broadcast. What a singular matrix gives is not finite. Source: keras.ops.solve.
 *
 * ```ts
 * ops.solve([[1, 2], [4, 5]], [5, 14]) // [1, 2]
 * ```
 * @throws ValueError when a matrix of `a` is not square, or the shapes do not fit.
 */
export const solve = /*#__PURE__*/ op2(
  { class_name: 'Solve', module: in_linalg, inputs: ['a', 'b'] },
  (a: TensorLike, b: TensorLike) => solve_with('solve', 'KerasSolve', { adjoint: false }, a, b, () => false),
)
