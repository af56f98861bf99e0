import type { Tensor } from '@tensorflow/tfjs-core'
import type { KerasTensor } from '../../graph/keras_tensor'
import type { OpDeclaration } from '../../graph/op'
import type { TensorLike } from '../../variables/to_tensor'
import { finish } from '../convert'
import { in_linalg, op1 } from '../declare'
import { as_matrices, assert_matrix, parts_of, run_linalg } from './matrix'

interface Options {
  full_matrices?: boolean
  compute_uv?: boolean
}

/** What comes back depends on `compute_uv`. */
interface SVD {
  (x: TensorLike, options: Options & { compute_uv: false }): Tensor
  (x: KerasTensor, options: Options & { compute_uv: false }): KerasTensor
  (x: TensorLike, options?: Options): Tensor[]
  (x: KerasTensor, options?: Options): KerasTensor[]
  (x: TensorLike | KerasTensor, full_matrices: boolean, compute_uv?: boolean): any
  declaration: OpDeclaration<object>
}

/**
 * The singular value decomposition A = U diag(S) Vᴴ of matrices of shape `(..., M, N)`, as the list of U, S (descending) and Vᴴ, or S alone without `compute_uv`. U is square with
 * `full_matrices`, and so is Vᴴ; else they have min(M, N) columns or rows. Pairs of vectors are unique up to their sign; vectors beyond the singular values
 * count in gradients by what they span. Source: keras.ops.svd.
 *
 * ```ts
 * const [u, s, vh] = ops.svd([[3, 0], [0, 4], [0, 0]], { full_matrices: false })
 * u // shape [3, 2]
 * s // [4, 3]
 * ops.svd([[3, 0], [0, 4]], { compute_uv: false }) // [4, 3]
 * ```
 * @throws ValueError when there is no matrix.
 */
export const svd: SVD = /*#__PURE__*/ op1(
  { class_name: 'SVD', module: in_linalg, inputs: ['x'], config: { full_matrices: true, compute_uv: true } },
  (input: TensorLike, full_matrices: boolean, compute_uv: boolean) => {
    const matrices = as_matrices('svd', input)
    assert_matrix(matrices.x)
    if (!compute_uv) return finish(singular_values(matrices.x), matrices.dtype) as unknown as Tensor[]
    return parts_of('KerasSvd', matrices, { full: full_matrices })
  },
) as SVD

/** Singular values alone, descending. */
export function singular_values(x: Tensor): Tensor {
  return run_linalg('KerasSingularValues', { x })
}
