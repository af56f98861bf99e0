import { sum, type Tensor } from '@tensorflow/tfjs-core'
import { set_keras_mask } from '../../../lib/graph/masking'
import type { Case } from '../case'
import { compare } from '../compare'
import { gradients_of } from '../gradient'
import type { Workspace } from '../workspace'

/** The loss of a case as a function of the prediction alone. */
function prepare(c: Case, work: Workspace): { y_pred: Tensor; call: () => Tensor } {
  const loss = work.revive(c.object)
  const y_true = work.decode(c.y_true)
  const y_pred = work.decode(c.y_pred)
  const sample_weight = work.decode(c.sample_weight ?? null)
  if (c.mask) set_keras_mask(y_pred, work.decode(c.mask))
  return { y_pred, call: () => (sample_weight === null ? loss(y_true, y_pred) : loss(y_true, y_pred, sample_weight)) }
}

/** Calls a loss on the values of a case. */
export function call_loss(c: Case, work: Workspace): unknown {
  return work.own(prepare(c, work).call())
}

/** A loss, and the gradient of its sum by the prediction. */
export async function run_loss(c: Case, work: Workspace): Promise<void> {
  const { y_pred, call } = prepare(c, work)
  await compare('output', work.own(call()), c.output, work.tolerance)
  if (!c.gradient) return
  const [gradient] = work.own(gradients_of(() => sum(call()) as Tensor, [y_pred]))
  await compare('gradient', gradient, c.gradient, work.tolerance)
}
