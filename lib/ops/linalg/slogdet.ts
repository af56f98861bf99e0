import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { in_math, in_numpy, op1 } from '../declare'
import { as_matrices, parts_of, sides, unequal } from './matrix'

/** Signs, and logarithms of sizes. */
function sign_and_log(op: string, input: TensorLike): Tensor[] {
  const matrices = as_matrices(op, input)
  const { x } = matrices
  const message = `Argument to slogdet() must have shape [..., n, n]. Received: x.shape=${shape_text(x.shape)}`
  if (x.shape.length < 2) throw new ValueError(message)
  const [rows, columns] = sides(x)
  if (rows !== columns) throw unequal(rows, columns, message)
  return parts_of('KerasLogDeterminant', matrices)
}

/**
 * The sign of the determinant of matrices of shape `(..., M, M)`, and the logarithm of its size, as a list. A singular matrix has the sign 0 and -Infinity. Source: keras.ops.slogdet.
 *
 * ```ts
 * const [sign, logarithm] = ops.slogdet([[0, 2], [3, 0]])
 * sign // -1
 * logarithm // 1.7918
 * ```
 * @throws ValueError when a matrix is not square.
 */
export const slogdet = /*#__PURE__*/ op1({ class_name: 'Slogdet', module: in_numpy, inputs: ['x'] }, (x: TensorLike): Tensor[] =>
  sign_and_log('slogdet', x),
)

/**
 * The logarithm of the size of the determinant of matrices of shape `(..., M, M)`. Source: keras.ops.logdet.
 *
 * ```ts
 * ops.logdet([[2, 0], [0, 4]]) // 2.0794
 * ```
 * @throws ValueError when a matrix is not square.
 */
export const logdet = /*#__PURE__*/ op1(
  { class_name: 'Logdet', module: in_math, inputs: ['x'] },
  (x: TensorLike): Tensor => sign_and_log('logdet', x)[1],
)
