import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError } from '../../common/errors'
import { repr } from '../../common/text'
import type { TensorLike } from '../../variables/to_tensor'
import { finish } from '../convert'
import { in_linalg, op1 } from '../declare'
import { identity } from '../numpy/creation'
import { matrix_product } from '../numpy/linear'
import { as_squares, repeated, run_linalg } from './matrix'

/**
 * Matrices of shape `(..., M, M)` raised to a whole power: a product of `n` equal ones, of their inverses when `n` is negative, ones on the diagonal when it is 0. Source: keras.ops.matrix_power.
 *
 * ```ts
 * ops.matrix_power([[1, 1], [0, 1]], 5) // [[1, 5], [0, 1]]
 * ```
 * @throws ValueError when a matrix is not square.
 * @throws TypeError when the power is not whole.
 */
export const matrix_power = /*#__PURE__*/ op1(
  { class_name: 'MatrixPower', module: in_linalg, inputs: ['x'], config: { n: 1 } },
  (input: TensorLike, n: number) => {
    if (!Number.isInteger(n)) throw new TypeError(`matrix_power: the power must be an integer. Received: n=${repr(n)}`)
    const { x, dtype } = as_squares('matrix_power', input)
    return finish(power(n < 0 ? run_linalg('KerasInverse', { x }) : x, Math.abs(n)), dtype)
  },
)

/** By squaring. */
function power(x: Tensor, n: number): Tensor {
  let result: Tensor | null = null
  let square = x
  for (let left = n; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === null ? square : matrix_product(result, square)
    if (left > 1) square = matrix_product(square, square)
  }
  return result ?? repeated(identity(x.shape[x.shape.length - 1], { dtype: 'float32' }), x.shape.slice(0, -2))
}
