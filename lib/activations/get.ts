import { ValueError } from '../common/errors'
import { deserialize_object, is_class, type ObjectTable, type SerializedObject, serialize_object } from '../common/objects'
import { get_registered_name, get_registered_object } from '../common/registry'
import { repr, suggestion, type_text } from '../common/text'
import { is_plain_object } from '../common/tree'
import * as built_in from './activations'

/** What stands for an activation: a function of one tensor, a layer, a name, a serialised form, null for `linear`. */
export type ActivationLike = ((x: any) => any) | string | SerializedObject | Record<string, unknown> | null

/** Every activation by its names. */
export const activation_table: ObjectTable = /*#__PURE__*/ Object.freeze({
  celu: built_in.celu,
  elu: built_in.elu,
  exponential: built_in.exponential,
  gelu: built_in.gelu,
  glu: built_in.glu,
  hard_shrink: built_in.hard_shrink,
  hard_sigmoid: built_in.hard_sigmoid,
  hard_silu: built_in.hard_silu,
  hard_swish: built_in.hard_swish,
  hard_tanh: built_in.hard_tanh,
  leaky_relu: built_in.leaky_relu,
  linear: built_in.linear,
  log_sigmoid: built_in.log_sigmoid,
  log_softmax: built_in.log_softmax,
  mish: built_in.mish,
  relu: built_in.relu,
  relu6: built_in.relu6,
  selu: built_in.selu,
  sigmoid: built_in.sigmoid,
  silu: built_in.silu,
  soft_shrink: built_in.soft_shrink,
  softmax: built_in.softmax,
  softplus: built_in.softplus,
  softsign: built_in.softsign,
  sparse_plus: built_in.sparse_plus,
  sparse_sigmoid: built_in.sparse_sigmoid,
  sparsemax: built_in.sparsemax,
  squareplus: built_in.squareplus,
  swish: built_in.swish,
  tanh: built_in.tanh,
  tanh_shrink: built_in.tanh_shrink,
  threshold: built_in.threshold,
})

/** The name under which a function is built in, else null. */
export function built_in_name(activation: unknown): string | null {
  if (typeof activation !== 'function') return null
  return activation_table[activation.name] === activation ? activation.name : null
}

/**
 * The activation that an identifier stands for; null gives `linear`. Source: keras.activations.get.
 * @throws ValueError when nothing has the name.
 */
export function get(identifier: ActivationLike | undefined): any {
  if (identifier === null || identifier === undefined) return built_in.linear
  if (typeof identifier === 'string') {
    const found =
      get_registered_object(identifier) ?? (Object.hasOwn(activation_table, identifier) ? activation_table[identifier] : null)
    if (found === null || found === undefined) {
      throw new ValueError(
        `Could not interpret activation function identifier: ${identifier}.${suggestion(identifier, Object.keys(activation_table))} Received: ${repr(identifier)}`,
      )
    }
    return is_class(found) ? new found() : found
  }
  if (is_plain_object(identifier)) return deserialize(identifier)
  if (typeof identifier === 'function') return identifier
  throw new ValueError(`Could not interpret activation function identifier: ${repr(identifier)}`)
}

/** The name of a built-in activation, the serialised form of any other. Source: keras.activations.serialize. @throws ValueError */
export function serialize(activation: unknown): any {
  const name = built_in_name(activation)
  if (name !== null) return name
  const form = serialize_object(activation)
  if (form === null || !('config' in form)) {
    throw new ValueError(
      `Unknown activation function '${repr(activation)}' cannot be serialized due to invalid function name. Received: ${repr(activation)} (of type ${type_text(activation)})`,
    )
  }
  if (form.class_name === 'function') form.config = get_registered_name(activation as object)
  return form
}

/** Source: keras.activations.deserialize. @throws TypeError when the class is unknown. */
export function deserialize(config: unknown, custom_objects?: Record<string, unknown> | null): any {
  return deserialize_object(config, activation_table, custom_objects)
}
