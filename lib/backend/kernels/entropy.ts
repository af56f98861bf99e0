import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { register_meta_rule } from '../meta/registry'
import { entropy_rules } from './entropy_kernels'
import { loop_pays } from './memory_at_hand'
import { ensure_own_kernels } from './own'

/** `softmax`: rows of logits with targets of the same shape; `sparse`: with one class id a row; `sigmoid`: logits and targets of one shape. */
export type EntropyKind = 'softmax' | 'sparse' | 'sigmoid'

let known_to_meta = false

/**
 * The cross-entropy of logits in one kernel: its values and, with `with_slope`, its slope by the logits. Null where the backend has no such kernel.
 */
export function run_entropy(kind: EntropyKind, logits: Tensor, labels: Tensor, with_slope: boolean): Tensor[] | null {
  if (!loop_pays(logits.size)) return null
  ensure_own_kernels()
  if (!known_to_meta) {
    known_to_meta = true
    for (const [name, rule] of Object.entries(entropy_rules)) register_meta_rule(name, rule)
  }
  return engine().runKernel<Tensor[]>(
    kind === 'sigmoid' ? 'KerasSigmoidEntropy' : 'KerasSoftmaxEntropy',
    { logits, labels },
    { with_slope, sparse: kind === 'sparse' },
  )
}
