import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../engine'
import { register_meta_rule } from '../../meta/registry'
import { ensure_own_kernels } from '../own'
import { type RecurrenceAttrs, recurrent_rules } from './kernels'

export type { RecurrenceAttrs } from './kernels'
export type { CellKind } from './steps'

let known_to_meta = false

/** Runs one of the kernels of recurrence; without the tensors that are null. */
export function run_recurrence(
  name: 'KerasRecurrence' | 'KerasRecurrenceGrad',
  inputs: Record<string, Tensor | null | undefined>,
  attrs: RecurrenceAttrs,
): Tensor[] {
  ensure_own_kernels()
  if (!known_to_meta) {
    known_to_meta = true
    for (const [rule_name, rule] of Object.entries(recurrent_rules)) register_meta_rule(rule_name, rule)
  }
  const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== null && tensor !== undefined))
  return engine().runKernel<Tensor[]>(name, given, attrs)
}
