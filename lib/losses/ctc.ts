import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { cast } from '../ops/core'
import * as nn from '../ops/nn'
import { full, not_equal, sum } from '../ops/numpy'
import { type TensorLike, to_tensor } from '../variables/to_tensor'
import type { LossConfig } from './loss'
import { as_tensors } from './targets'
import { NamedLoss } from './wrapper'

/**
 * Connectionist temporal classification. `y_true` `[batch, max_length]` holds labels, 0 is padding; `y_pred` `[batch, time, classes]` holds logits.
 * Source: keras.losses.ctc.
 * @throws ValueError on other ranks.
 */
export function ctc(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const target = to_tensor(y_true)
    const [, output] = as_tensors(0, y_pred)
    if (target.shape.length !== 2) {
      throw new ValueError(
        `Targets \`y_true\` are expected to be a tensor of shape \`(batch_size, max_length)\` in integer format. Received: y_true.shape=${shape_text(target.shape)}`,
      )
    }
    if (output.shape.length !== 3) {
      throw new ValueError(
        `Logits \`y_pred\` are expected to be a tensor of shape \`(batch_size, max_length, num_classes)\`. Received: y_pred.shape=${shape_text(output.shape)}`,
      )
    }
    const labels = cast(target, 'int32')
    const label_length = sum(cast(not_equal(labels, 0), 'int32'), -1)
    const [batch, time] = output.shape as [number, number]
    return nn.ctc_loss(labels, output, label_length, full([batch], time, { dtype: 'int32' }), {
      mask_index: 0,
    }) as Tensor
  })
}

/** CTC loss. Source: keras.losses.CTC. */
export class CTC extends NamedLoss {
  static override class_name = 'CTC'
  constructor(config?: LossConfig) {
    super(ctc, config, { name: 'ctc' })
  }
}
