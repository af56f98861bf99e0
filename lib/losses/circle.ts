import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { set_keras_mask } from '../graph/masking'
import { cast } from '../ops/core'
import { lowest_score } from '../ops/float_range'
import { logsumexp } from '../ops/math'
import * as nn from '../ops/nn'
import {
  add,
  equal,
  eye,
  greater,
  logical_and,
  logical_not,
  matmul,
  maximum,
  multiply,
  reshape,
  subtract,
  transpose,
  where,
} from '../ops/numpy'
import { type TensorLike, to_tensor } from '../variables/to_tensor'
import type { LossConfig } from './loss'
import { as_tensors } from './targets'
import { NamedLoss } from './wrapper'

export interface CircleOptions {
  /** Labels of the reference embeddings. Default `y_true`. */
  ref_labels?: TensorLike | null
  /** Reference embeddings. Default `y_pred`. */
  ref_embeddings?: TensorLike | null
  /** Whether a sample is not compared with itself. Default true. */
  remove_diagonal?: boolean
  /** Scale of the similarities. Default 80. */
  gamma?: number
  /** Relaxation of the similarities. Default 0.4. */
  margin?: number
}

function label_masks(labels: Tensor, others: Tensor, remove_diagonal: boolean): [Tensor, Tensor] {
  const positive = equal(reshape(labels, [-1, 1]), reshape(others, [1, -1])) as Tensor
  const negative = logical_not(positive) as Tensor
  if (!remove_diagonal) return [positive, negative]
  const off_diagonal = logical_not(cast(eye(positive.shape[0]!, positive.shape[1]!), 'bool'))
  return [logical_and(positive, off_diagonal) as Tensor, negative]
}

/**
 * Circle loss of L2-normalised embeddings `[batch, dim]` with integer labels.
 * Source: keras.losses.circle; Y. Sun et al., "Circle Loss", 2020.
 */
export function circle(
  y_true: TensorLike,
  y_pred: TensorLike,
  { ref_labels = null, ref_embeddings = null, remove_diagonal = true, gamma = 80, margin = 0.4 }: CircleOptions = {},
): Tensor {
  return scoped(() => {
    const [, embeddings] = as_tensors(0, y_pred)
    const labels = cast(to_tensor(y_true), 'int32') as Tensor
    const references = ref_embeddings === null ? embeddings : to_tensor(ref_embeddings)
    const reference_labels = ref_labels === null ? labels : (cast(to_tensor(ref_labels), 'int32') as Tensor)
    const distances = maximum(subtract(1, matmul(embeddings, transpose(references))), 0)
    const [positive, negative] = label_masks(labels, reference_labels, remove_diagonal)
    const score = (mask: Tensor, weights: unknown, offset: number, sign: number): Tensor => {
      const weight = maximum(multiply(weights as Tensor, cast(mask, 'float32')), 0)
      const logits = multiply(multiply(weight, subtract(offset, distances)), sign * gamma)
      return logsumexp(where(mask, logits, lowest_score()), { axis: 1 }) as Tensor
    }
    const near = score(positive, add(distances, margin), margin, -1)
    const far = score(negative, subtract(1 + margin, distances), 1 - margin, 1)
    const loss = nn.softplus(add(near, far)) as Tensor
    set_keras_mask(loss, greater(loss, 0))
    return loss
  })
}

/** Circle loss. Source: keras.losses.Circle. */
export class Circle extends NamedLoss {
  static override class_name = 'Circle'
  declare readonly gamma: number
  declare readonly margin: number
  declare readonly remove_diagonal: boolean
  constructor(config?: LossConfig & Pick<CircleOptions, 'gamma' | 'margin' | 'remove_diagonal'>) {
    super(circle, config, { name: 'circle', gamma: 80, margin: 0.4, remove_diagonal: true })
  }
}
