import { ValueError } from '../common/errors'
import { deserialize_object, is_class, type ObjectTable, type SerializedObject, serialize_object } from '../common/objects'
import { get_registered_object } from '../common/registry'
import { repr, suggestion } from '../common/text'
import { is_plain_object } from '../common/tree'
import { Constant, Identity, Ones, Zeros } from './constant_initializers'
import { Initializer } from './initializer'
import { Orthogonal } from './orthogonal'
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  RandomNormal,
  RandomUniform,
  TruncatedNormal,
  VarianceScaling,
} from './random_initializers'
import { STFT } from './stft'

/** What stands for an initializer: an initializer, a function of shape and dtype, a name, a serialised initializer. */
export type InitializerLike =
  | Initializer
  | ((shape: number[], options?: any) => unknown)
  | string
  | SerializedObject
  | Record<string, unknown>

/** Every initializer by the names that strings and files use. */
export const initializer_table: ObjectTable = {
  Constant,
  constant: Constant,
  GlorotNormal,
  glorot_normal: GlorotNormal,
  GlorotUniform,
  glorot_uniform: GlorotUniform,
  HeNormal,
  he_normal: HeNormal,
  HeUniform,
  he_uniform: HeUniform,
  Identity,
  identity: Identity,
  IdentityInitializer: Identity,
  Initializer,
  LecunNormal,
  lecun_normal: LecunNormal,
  LecunUniform,
  lecun_uniform: LecunUniform,
  Ones,
  ones: Ones,
  one: Ones,
  Orthogonal,
  orthogonal: Orthogonal,
  OrthogonalInitializer: Orthogonal,
  RandomNormal,
  random_normal: RandomNormal,
  normal: RandomNormal,
  RandomUniform,
  random_uniform: RandomUniform,
  uniform: RandomUniform,
  STFT,
  stft: STFT,
  STFTInitializer: STFT,
  TruncatedNormal,
  truncated_normal: TruncatedNormal,
  VarianceScaling,
  variance_scaling: VarianceScaling,
  Zeros,
  zeros: Zeros,
  zero: Zeros,
}

/**
 * The initializer that an identifier stands for; null gives null. Source: keras.initializers.get.
 * @throws ValueError when nothing has the name.
 */
export function get(identifier: InitializerLike | null | undefined): any {
  if (identifier === null || identifier === undefined) return null
  if (typeof identifier === 'string') {
    const found =
      get_registered_object(identifier) ?? (Object.hasOwn(initializer_table, identifier) ? initializer_table[identifier] : null)
    if (found === null || found === undefined) {
      throw new ValueError(
        `Could not interpret initializer identifier: ${identifier}.${suggestion(identifier, Object.keys(initializer_table))} Received: ${repr(identifier)}`,
      )
    }
    return is_class(found) ? new found() : found
  }
  if (is_plain_object(identifier)) return deserialize(identifier)
  if (is_class(identifier)) return new identifier()
  if (typeof identifier === 'function') return identifier
  throw new ValueError(`Could not interpret initializer identifier: ${repr(identifier)}`)
}

/** Source: keras.initializers.serialize. */
export function serialize(initializer: unknown): any {
  return serialize_object(initializer)
}

/** Source: keras.initializers.deserialize. @throws TypeError when the class is unknown. */
export function deserialize(config: unknown, custom_objects?: Record<string, unknown> | null): any {
  return deserialize_object(config, initializer_table, custom_objects)
}
