import type { Tensor } from '@tensorflow/tfjs-core'
import { is_nested } from '../../common/tree'
import { zeros } from '../../ops/numpy/creation'
import { Layer } from '../layer'

/** The states of a cell: one tensor for each, in lists for cells inside of cells. */
export type States = (Tensor | States)[]

/** The size of a state, of several, or of those of stacked cells. */
export type StateSize = number | StateSize[]

/** One step of a recurrent layer: usually a layer, at least an object of this form. */
export interface RecurrentCell {
  /** Size of the state, or a list with one for each. */
  state_size: StateSize
  /** Default: the size of the first state. */
  output_size?: number | null
  compute_dtype?: string
  call(inputs: Tensor, states: any, ...rest: any[]): any
  /** Default: zeros. */
  get_initial_state?(batch_size: number): any
}

/** True for what has a method of this name. */
export function has_method(value: unknown, name: string): boolean {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as Record<string, unknown>)[name] === 'function'
  )
}

/** True for what has a `state_size`. */
export function has_state_size(value: unknown): boolean {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && 'state_size' in value
}

/** One step of a cell: the output, and the new states as the cell gives them. `training` goes only to those that take it. */
export function run_cell(
  cell: RecurrentCell,
  inputs: Tensor,
  states: unknown,
  training: boolean | null | undefined,
): [Tensor, unknown] {
  if (typeof cell !== 'function') return cell.call(inputs, states)
  const run = cell as unknown as (...args: unknown[]) => [Tensor, unknown]
  const takes_training =
    (cell as unknown) instanceof Layer && 'training' in (run.constructor as unknown as typeof Layer).call_options
  return takes_training ? run(inputs, states, { training }) : run(inputs, states)
}

/** The first states of a cell, as a list. */
export function initial_states(cell: RecurrentCell, batch_size: number, dtype: string): States {
  if (typeof cell.get_initial_state === 'function') {
    const states = cell.get_initial_state(batch_size)
    return Array.isArray(states) ? states : [states]
  }
  const zeros_of = (size: StateSize): Tensor | States =>
    typeof size === 'number' ? (zeros([batch_size, size], { dtype }) as Tensor) : size.map(zeros_of)
  return Array.isArray(cell.state_size) ? cell.state_size.map(zeros_of) : [zeros_of(cell.state_size)]
}

/** The size of a cell's output. */
export function output_size_of(cell: RecurrentCell): unknown {
  const { output_size, state_size } = cell
  if (output_size !== null && output_size !== undefined) return output_size
  return Array.isArray(state_size) ? state_size[0] : state_size
}

/** States as a list. */
export function as_list(states: unknown): States {
  return (is_nested(states) ? Array.from(states as States) : [states]) as States
}
