import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { finish, promote_float } from '../convert'
import { in_linalg, op2 } from '../declare'
import { matrix_product } from '../numpy/linear'
import { as_matrices, unequal } from './matrix'
import { float32_epsilon, pseudo_inverse } from './pinv'

/**
 * The X of least length for which A X - B is shortest: `a` is one matrix `(M, N)`, `b` a vector `(M,)` or a matrix `(M, K)`. Singular values of `a` up to `rcond` times the largest count as zero;
 * the default is max(M, N) times the precision of float32. Source: keras.ops.lstsq.
 *
 * ```ts
 * ops.lstsq([[0, 1], [1, 1], [2, 1]], [1, 3, 5]) // [2, 1]
 * ```
 * @throws ValueError when the shapes do not fit.
 */
export const lstsq = /*#__PURE__*/ op2(
  { class_name: 'Lstsq', module: in_linalg, inputs: ['a', 'b'], config: { rcond: null as number | null } },
  (a_like: TensorLike, b_like: TensorLike, rcond: number | null) => {
    const [[a_given, b_given], dtype] = promote_float(a_like, b_like)
    const a = as_matrices('lstsq', a_given).x
    const b = as_matrices('lstsq', b_given).x
    if (a.shape.length !== 2) throw new ValueError(`Expected a to have rank 2. Received: a.shape=${shape_text(a.shape)}`)
    if (b.shape.length !== 1 && b.shape.length !== 2)
      throw new ValueError(`Expected b to have rank 1 or 2. Received: b.shape=${shape_text(b.shape)}`)
    const [rows, columns] = a.shape
    if (b.shape[0] !== rows) {
      throw unequal(
        rows,
        b.shape[0],
        `Expected b.shape[0] to be equal to a.shape[0]. Received: a.shape=${shape_text(a.shape)}, b.shape=${shape_text(b.shape)}`,
      )
    }
    const least = rcond === null ? Math.max(rows, columns) * float32_epsilon : rcond < 0 ? float32_epsilon : Number(rcond)
    return finish(matrix_product(pseudo_inverse(a, least), b), dtype)
  },
)
