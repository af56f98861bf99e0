import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { shapes_equal } from '../../common/shape'
import { map_structure } from '../../common/tree'
import { convert } from '../../ops/convert'
import { unstack } from '../../ops/core'
import { where } from '../../ops/numpy/comparison'
import { zeros_like } from '../../ops/numpy/creation'
import { stack } from '../../ops/numpy/join'
import { any } from '../../ops/numpy/reduce'
import { reshape } from '../../ops/numpy/shape'
import type { States } from './recurrent_cell'

/** The last output, all outputs in the order in which they were made (null when nobody wants them), the last states. */
export type LoopResult = [last_output: Tensor, outputs: Tensor | null, states: States]

export interface LoopSettings {
  go_backwards: boolean
  /** `[batch, time]`; steps where it is false change no state. */
  mask: Tensor | null
  unroll: boolean
  /** Whether the output of a masked step is zero; else, and when unrolled, it is that of the step before. */
  zero_output_for_mask: boolean
  return_sequences: boolean
  /** The state that is the output of a step, where there is one. */
  output_state: (states: States) => Tensor | null
}

/** The mask of each step, with a last axis of size 1. */
function step_masks(mask: Tensor): Tensor[] {
  const per_step = mask.shape.length > 2 ? (any(mask, { axis: -1 }) as Tensor) : mask
  return (unstack(convert(per_step, 'bool'), { axis: 1 }) as Tensor[]).map((step) => reshape(step, [-1, 1]) as Tensor)
}

/** `a` for the samples that a step takes part in, else `b`. */
function select(mask: Tensor, a: Tensor, b: Tensor): Tensor {
  const shaped = a.shape.length === 2 ? mask : reshape(mask, [a.shape[0]!, ...a.shape.slice(1).fill(1)])
  return where(shaped, a, b) as Tensor
}

/**
 * Runs a step over the time axis (1) of `sequences`.
 * @throws ValueError when there is no step.
 */
export function run_steps(
  step: (inputs: Tensor, states: States) => [Tensor, States],
  sequences: Tensor,
  initial: States,
  { go_backwards, mask, unroll, zero_output_for_mask, return_sequences, output_state }: LoopSettings,
): LoopResult {
  const inputs = unstack(sequences, { axis: 1 }) as Tensor[]
  const masks = mask === null ? null : step_masks(mask)
  if (inputs.length === 0)
    throw new ValueError(`A recurrent layer needs at least one time step. Received: shape=${sequences.shape}`)
  if (go_backwards) {
    inputs.reverse()
    masks?.reverse()
  }
  const outputs: Tensor[] = []
  let states = initial
  let last: Tensor | null = null
  const masked_output = (output: Tensor, before: Tensor | null, present: States): Tensor => {
    const state = unroll || zero_output_for_mask ? null : output_state(present)
    if (state !== null && shapes_equal(state.shape, output.shape)) return state
    return before === null || (zero_output_for_mask && !unroll) ? (zeros_like(output) as Tensor) : before
  }
  inputs.forEach((input, i) => {
    const [output, new_states] = step(input, states)
    if (masks === null) {
      last = output
      states = new_states
    } else {
      last = select(masks[i]!, output, masked_output(output, last, states))
      states = map_structure((next: Tensor, old: Tensor) => select(masks[i]!, next, old), new_states, states)
    }
    if (return_sequences) outputs.push(last)
  })
  return [last!, return_sequences ? (stack(outputs, { axis: 1 }) as Tensor) : null, states]
}
