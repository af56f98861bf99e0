import {
  deserialize_object,
  type ObjectTable,
  resolve_identifier,
  type SerializedObject,
  serialize_object,
} from '../common/objects'
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
  return resolve_identifier(identifier, constraint_table, 'constraint')
}

/** Source: keras.constraints.serialize. */
export function serialize(constraint: unknown): any {
  return serialize_object(constraint)
}

/** Source: keras.constraints.deserialize. @throws TypeError when the class is unknown. */
export function deserialize(config: unknown, custom_objects?: Record<string, unknown> | null): any {
  return deserialize_object(config, constraint_table, custom_objects)
}
