import { ValueError } from '../common/errors'
import { deserialize_object, is_class, type ObjectTable, type SerializedObject, serialize_object } from '../common/objects'
import { get_registered_object } from '../common/registry'
import { repr, suggestion } from '../common/text'
import { is_plain_object } from '../common/tree'
import { Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm } from './constraints'

/** What stands for a constraint: a constraint, a function, a name, a serialised constraint. */
export type ConstraintLike = Constraint | ((x: any) => unknown) | string | SerializedObject | Record<string, unknown>

/** Every constraint by the names that strings and files use. */
export const constraint_table: ObjectTable = {
  Constraint,
  MaxNorm,
  max_norm: MaxNorm,
  MinMaxNorm,
  min_max_norm: MinMaxNorm,
  NonNeg,
  non_neg: NonNeg,
  UnitNorm,
  unit_norm: UnitNorm,
}

/**
 * The constraint that an identifier stands for; null gives null. Source: keras.constraints.get.
 * @throws ValueError when nothing has the name.
 */
export function get(identifier: ConstraintLike | null | undefined): any {
  if (identifier === null || identifier === undefined) return null
  if (typeof identifier === 'string') {
    const found =
      get_registered_object(identifier) ?? (Object.hasOwn(constraint_table, identifier) ? constraint_table[identifier] : null)
    if (found === null || found === undefined) {
      throw new ValueError(
        `Could not interpret constraint identifier: ${identifier}.${suggestion(identifier, Object.keys(constraint_table))} Received: ${repr(identifier)}`,
      )
    }
    return is_class(found) ? new found() : found
  }
  if (is_plain_object(identifier)) return deserialize(identifier)
  if (is_class(identifier)) return new identifier()
  if (typeof identifier === 'function') return identifier
  throw new ValueError(`Could not interpret constraint identifier: ${repr(identifier)}`)
}

/** Source: keras.constraints.serialize. */
export function serialize(constraint: unknown): any {
  return serialize_object(constraint)
}

/** Source: keras.constraints.deserialize. @throws TypeError when the class is unknown. */
export function deserialize(config: unknown, custom_objects?: Record<string, unknown> | null): any {
  return deserialize_object(config, constraint_table, custom_objects)
}
