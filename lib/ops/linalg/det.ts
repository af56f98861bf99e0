import type { TensorLike } from '../../variables/to_tensor'
import { finish } from '../convert'
import { in_linalg, op1 } from '../declare'
import { as_squares, run_linalg } from './matrix'

/**
 * The determinant of matrices of shape `(..., M, M)`. Its gradient is that of singular matrices too. Source: keras.ops.det.
 *
 * ```ts
 * ops.det([[3, 1], [4, 2]]) // 2
 * ```
 * @throws ValueError when a matrix is not square.
 */
export const det = /*#__PURE__*/ op1({ class_name: 'Det', module: in_linalg, inputs: ['x'] }, (input: TensorLike) => {
  const { x, dtype } = as_squares('det', input)
  return finish(run_linalg('KerasDeterminant', { x }), dtype)
})
