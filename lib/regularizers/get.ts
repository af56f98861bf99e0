import { ValueError } from '../common/errors'
import { deserialize_object, is_class, type ObjectTable, type SerializedObject, serialize_object } from '../common/objects'
import { get_registered_object } from '../common/registry'
import { repr, suggestion } from '../common/text'
import { is_plain_object } from '../common/tree'
import { L1, L1L2, L2, OrthogonalRegularizer, Regularizer } from './regularizers'

/** What stands for a regularizer: a regularizer, a function, a name, a serialised regularizer. */
export type RegularizerLike = Regularizer | ((x: any) => unknown) | string | SerializedObject | Record<string, unknown>

/** Every regularizer by the names that strings and files use. */
export const regularizer_table: ObjectTable = {
  L1,
  l1: L1,
  L1L2,
  l1_l2: L1L2,
  L2,
  l2: L2,
  OrthogonalRegularizer,
  orthogonal_regularizer: OrthogonalRegularizer,
  Regularizer,
}

/**
 * The regularizer that an identifier stands for; null gives null. Source: keras.regularizers.get.
 * @throws ValueError when nothing has the name.
 */
export function get(identifier: RegularizerLike | null | undefined): any {
  if (identifier === null || identifier === undefined) return null
  if (typeof identifier === 'string') {
    const found =
      get_registered_object(identifier) ?? (Object.hasOwn(regularizer_table, identifier) ? regularizer_table[identifier] : null)
    if (found === null || found === undefined) {
      throw new ValueError(
        `Could not interpret regularizer identifier: ${identifier}.${suggestion(identifier, Object.keys(regularizer_table))} Received: ${repr(identifier)}`,
      )
    }
    return is_class(found) ? new found() : found
  }
  if (is_plain_object(identifier)) return deserialize(identifier)
  if (is_class(identifier)) return new identifier()
  if (typeof identifier === 'function') return identifier
  throw new ValueError(`Could not interpret regularizer identifier: ${repr(identifier)}`)
}

/** Source: keras.regularizers.serialize. */
export function serialize(regularizer: unknown): any {
  return serialize_object(regularizer)
}

/** Source: keras.regularizers.deserialize. @throws TypeError when the class is unknown. */
export function deserialize(config: unknown, custom_objects?: Record<string, unknown> | null): any {
  return deserialize_object(config, regularizer_table, custom_objects)
}
