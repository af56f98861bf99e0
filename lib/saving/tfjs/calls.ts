import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { is_plain_object } from '../../common/tree'

/** A tensor of a graph: the layer that gives it, the number of its call, and which of its outputs it is. */
export type Place = [layer: string, call: number, tensor: number]

/** A call of a layer with tensors, and what else it is told. */
export interface ReadCall {
  tensors: Place[]
  kwargs: Record<string, unknown>
}

const recurrent: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'SimpleRNN', 'RNN', 'Bidirectional', 'ConvLSTM2D'])

/** The places in `input_layers` or `output_layers`, flat. */
export function places_in(structure: unknown): Place[] {
  if (Array.isArray(structure)) {
    if (structure.length === 3 && typeof structure[0] === 'string' && typeof structure[1] === 'number')
      return [structure as Place]
    return structure.flatMap(places_in)
  }
  return Object.values(structure as object).flatMap(places_in)
}

/** The tensors of an argument, or null when it holds something else. */
function tensors_of(value: unknown): Place[] | null {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) {
    const parts = value.map(tensors_of)
    return parts.includes(null) ? null : parts.flatMap((part) => part!)
  }
  if (!is_plain_object(value)) return null
  return value.class_name === '__keras_tensor__' ? [(value.config as { keras_history: Place }).keras_history] : null
}

/**
 * A node of a graph as a call with tensors alone; states of a recurrent layer follow its input.
 *
 * @throws ValueError, with the class named, for a call that lists of tensors cannot express.
 */
export function read_call(node: any, class_name: string): ReadCall {
  const refuse = (what: string): never => {
    throw new ValueError(`${class_name}: ${what} has no counterpart in TensorFlow.js layers. Received: ${repr(node)}`)
  }
  const tensors = tensors_of(node.args) ?? refuse('a call with other arguments than tensors')
  const kwargs: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(node.kwargs)) {
    if (value === null) continue
    if (key === 'training' && value === false) kwargs.training = value
    else if (key === 'initial_state' && recurrent.has(class_name))
      tensors.push(...(tensors_of(value) ?? refuse('this initial state')))
    else refuse(`a call with \`${key}\``)
  }
  return { tensors, kwargs }
}
