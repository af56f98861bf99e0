import type { Tensor } from '@tensorflow/tfjs-core'
import { has_fill } from '../../backend/meta'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import type { TensorLike } from '../../variables/to_tensor'
import { in_linalg, op1 } from '../declare'
import { as_matrices, parts_of, sides } from './matrix'

/**
 * The factors of A = Q R of matrices of shape `(..., M, N)`, as a list: Q has columns of length 1 at right angles, R is upper triangular. Q has min(M, N) columns, or M with the mode `'complete'`.
 * The columns of Q beyond N count in gradients by what they span. Source: keras.ops.qr.
 *
 * ```ts
 * const [q, r] = ops.qr([[3, 1], [4, 2]])
 * q // [[-0.6, -0.8], [-0.8, 0.6]]
 * r // [[-5, -2.2], [0, 0.4]]
 * ```
 * @throws ValueError for another mode, or when there is no matrix.
 */
export const qr = /*#__PURE__*/ op1(
  { class_name: 'Qr', module: in_linalg, inputs: ['x'], config: { mode: 'reduced' as 'reduced' | 'complete' } },
  (input: TensorLike, mode: string): Tensor[] => {
    if (mode !== 'reduced' && mode !== 'complete') {
      throw new ValueError(
        `\`mode\` argument value not supported. Expected one of {'reduced', 'complete'}. Received: mode=${repr(mode)}`,
      )
    }
    const matrices = as_matrices('qr', input)
    const { x } = matrices
    if (x.shape.length < 2) throw new ValueError(`Input should have rank >= 2. Received: input.shape = ${shape_text(x.shape)}`)
    if (sides(x).some(has_fill)) {
      throw new ValueError(
        `Input should have its last 2 dimensions fully-defined. Received: input.shape = ${shape_text(x.shape)}`,
      )
    }
    return parts_of('KerasQr', matrices, { full: mode === 'complete' })
  },
)
