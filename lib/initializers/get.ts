import {
  deserialize_object,
  type ObjectTable,
  resolve_identifier,
  type SerializedObject,
  serialize_object,
} from '../common/objects'
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
  return resolve_identifier(identifier, initializer_table, 'initializer')
}

/** Source: keras.initializers.serialize. */
export function serialize(initializer: unknown): any {
  return serialize_object(initializer)
}

/** Source: keras.initializers.deserialize. @throws TypeError when the class is unknown. */
export function deserialize(config: unknown, custom_objects?: Record<string, unknown> | null): any {
  return deserialize_object(config, initializer_table, custom_objects)
}
