import {
  deserialize_object,
  type ObjectTable,
  resolve_identifier,
  type SerializedObject,
  serialize_object,
} from '../common/objects'
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
  return resolve_identifier(identifier, regularizer_table, 'regularizer')
}

/** Source: keras.regularizers.serialize. */
export function serialize(regularizer: unknown): any {
  return serialize_object(regularizer)
}

/** Source: keras.regularizers.deserialize. @throws TypeError when the class is unknown. */
export function deserialize(config: unknown, custom_objects?: Record<string, unknown> | null): any {
  return deserialize_object(config, regularizer_table, custom_objects)
}
