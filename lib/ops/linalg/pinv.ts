import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorLike } from '../../variables/to_tensor'
import { finish } from '../convert'
import { in_linalg, op1 } from '../declare'
import { as_matrices, assert_matrix, run_linalg, sides } from './matrix'

/** The distance of 1 from the next float32. */
export const float32_epsilon = 2 ** -23

/** The pseudo-inverse from the singular values above `rcond` times the largest. */
export function pseudo_inverse(x: Tensor, rcond: number): Tensor {
  return run_linalg('KerasPinv', { x }, { rcond })
}

/**
 * The pseudo-inverse, of shape `(..., N, M)`, of matrices of shape `(..., M, N)`. Singular values up to `rcond` times the largest count as zero; the default is 10 max(M, N) times the
 * precision of float32. Source: keras.ops.pinv.
 *
 * ```ts
 * ops.pinv([[2, 0], [0, 0], [0, 4]]) // [[0.5, 0, 0], [0, 0, 0.25]]
 * ```
 * @throws ValueError when there is no matrix.
 */
export const pinv = /*#__PURE__*/ op1(
  { class_name: 'Pinv', module: in_linalg, inputs: ['x'], config: { rcond: null as number | null } },
  (input: TensorLike, rcond: number | null) => {
    const { x, dtype } = as_matrices('pinv', input)
    assert_matrix(x)
    return finish(pseudo_inverse(x, rcond === null ? 10 * Math.max(...sides(x)) * float32_epsilon : Number(rcond)), dtype)
  },
)
