import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorLike } from '../../variables/to_tensor'
import { in_linalg, op1 } from '../declare'
import { as_matrices, assert_matrix, parts_of } from './matrix'

/**
 * The factors of P A = L U of matrices of shape `(..., M, N)`, as a list: L below the diagonal, whose ones are left out, with U in one matrix, and the int32 row that
 * each step exchanged with its own. Source: keras.ops.lu_factor.
 *
 * ```ts
 * const [lu, pivots] = ops.lu_factor([[1, 2], [4, 4]])
 * lu // [[4, 4], [0.25, 1]]
 * pivots // [1, 1]
 * ```
 * @throws ValueError when there is no matrix.
 */
export const lu_factor = /*#__PURE__*/ op1(
  { class_name: 'LuFactor', module: in_linalg, inputs: ['x'] },
  (input: TensorLike): Tensor[] => {
    const matrices = as_matrices('lu_factor', input)
    assert_matrix(matrices.x)
    return parts_of('KerasLu', matrices).slice(0, 2)
  },
)
