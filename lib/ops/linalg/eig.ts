import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { in_linalg, op1 } from '../declare'
import { as_matrices, assert_square, run_linalg } from './matrix'

/**
 * The eigenvalues, complex and in no fixed order, of matrices of shape `(..., M, M)`, and their eigenvectors, complex columns of length 1, as a list. Gradients are those of what does not depend
 * on the factor of length 1 that an eigenvector is free to have. Source: keras.ops.eig.
 *
 * ```ts
 * const [values, vectors] = ops.eig([[2, 0], [0, 3]])
 * ops.real(values) // [2, 3]
 * ops.real(vectors) // [[1, 0], [0, 1]]
 * ```
 * @throws ValueError when a matrix is not square.
 */
export const eig = /*#__PURE__*/ op1({ class_name: 'Eig', module: in_linalg, inputs: ['x'] }, (input: TensorLike): Tensor[] => {
  const { x } = as_matrices('eig', input)
  require_sides(x)
  assert_square(x)
  const [value_re, value_im, vector_re, vector_im] = run_linalg<Tensor[]>('KerasEig', { x })
  const complex = (real: Tensor, imag: Tensor): Tensor => run_kernel('Complex', { real, imag })
  return [complex(value_re, value_im), complex(vector_re, vector_im)]
})

/** @throws ValueError in Python's words, which are Keras's here. */
export function require_sides({ shape }: Tensor): void {
  if (shape.length < 2) {
    throw new ValueError(
      `not enough values to unpack (expected 2, got ${shape.length}): a matrix needs two axes. Received: x.shape=${shape_text(shape)}`,
    )
  }
}
