import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorLike } from '../../variables/to_tensor'
import { in_linalg, op1 } from '../declare'
import { require_sides } from './eig'
import { as_matrices, assert_square, parts_of } from './matrix'

/**
 * The eigenvalues, ascending, of symmetric matrices of shape `(..., M, M)`, and their eigenvectors, columns of length 1 that are unique up to their sign, as a list. Only the symmetric part of a
 * matrix counts. Source: keras.ops.eigh.
 *
 * ```ts
 * const [values, vectors] = ops.eigh([[2, 1], [1, 2]])
 * values // [1, 3]
 * ops.abs(vectors) // [[0.7071, 0.7071], [0.7071, 0.7071]]
 * ```
 * @throws ValueError when a matrix is not square.
 */
export const eigh = /*#__PURE__*/ op1({ class_name: 'Eigh', module: in_linalg, inputs: ['x'] }, (input: TensorLike): Tensor[] => {
  const matrices = as_matrices('eigh', input)
  require_sides(matrices.x)
  assert_square(matrices.x)
  return parts_of('KerasEigh', matrices)
})
