import type { TensorLike } from '../../variables/to_tensor'
import { finish } from '../convert'
import { in_linalg, op1 } from '../declare'
import { as_squares, run_linalg } from './matrix'

/**
 * The inverse of matrices of shape `(..., M, M)`. That of a singular one is not finite. Source: keras.ops.inv.
 *
 * ```ts
 * ops.inv([[2, 0], [0, 4]]) // [[0.5, 0], [0, 0.25]]
 * ```
 * @throws ValueError when a matrix is not square.
 */
export const inv = /*#__PURE__*/ op1({ class_name: 'Inv', module: in_linalg, inputs: ['x'] }, (input: TensorLike) => {
  const { x, dtype } = as_squares('inv', input)
  return finish(run_linalg('KerasInverse', { x }), dtype)
})
