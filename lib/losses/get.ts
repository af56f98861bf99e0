import {
  deserialize_object,
  is_class,
  type ObjectTable,
  type SerializedObject,
  serialize_object,
  unknown_identifier,
} from '../common/objects'
import { get_registered_object } from '../common/registry'
import { is_plain_object } from '../common/tree'
import { Circle, circle } from './circle'
import * as crossentropy from './crossentropy'
import { CTC, ctc } from './ctc'
import * as focal from './focal'
import * as hinge from './hinge'
import { Loss } from './loss'
import { Dice, dice, Tversky, tversky } from './overlap'
import * as regression from './regression'
import { type LossFunction, LossFunctionWrapper } from './wrapper'

/** What stands for a loss: a loss, a function, a name, a serialised loss. */
export type LossLike = Loss | LossFunction | string | SerializedObject | Record<string, unknown>

/** Every loss by the names that strings and files use. */
export const loss_table: ObjectTable = {
  Loss,
  LossFunctionWrapper,
  MeanSquaredError: regression.MeanSquaredError,
  MeanAbsoluteError: regression.MeanAbsoluteError,
  MeanAbsolutePercentageError: regression.MeanAbsolutePercentageError,
  MeanSquaredLogarithmicError: regression.MeanSquaredLogarithmicError,
  CosineSimilarity: regression.CosineSimilarity,
  Huber: regression.Huber,
  LogCosh: regression.LogCosh,
  Hinge: hinge.Hinge,
  SquaredHinge: hinge.SquaredHinge,
  CategoricalHinge: hinge.CategoricalHinge,
  BinaryCrossentropy: crossentropy.BinaryCrossentropy,
  CategoricalCrossentropy: crossentropy.CategoricalCrossentropy,
  SparseCategoricalCrossentropy: crossentropy.SparseCategoricalCrossentropy,
  KLDivergence: crossentropy.KLDivergence,
  Poisson: crossentropy.Poisson,
  BinaryFocalCrossentropy: focal.BinaryFocalCrossentropy,
  CategoricalFocalCrossentropy: focal.CategoricalFocalCrossentropy,
  CategoricalGeneralizedCrossEntropy: focal.CategoricalGeneralizedCrossEntropy,
  Dice,
  Tversky,
  Circle,
  CTC,
  mean_squared_error: regression.mean_squared_error,
  mean_absolute_error: regression.mean_absolute_error,
  mean_absolute_percentage_error: regression.mean_absolute_percentage_error,
  mean_squared_logarithmic_error: regression.mean_squared_logarithmic_error,
  cosine_similarity: regression.cosine_similarity,
  huber: regression.huber,
  log_cosh: regression.log_cosh,
  hinge: hinge.hinge,
  squared_hinge: hinge.squared_hinge,
  categorical_hinge: hinge.categorical_hinge,
  binary_crossentropy: crossentropy.binary_crossentropy,
  categorical_crossentropy: crossentropy.categorical_crossentropy,
  sparse_categorical_crossentropy: crossentropy.sparse_categorical_crossentropy,
  kl_divergence: crossentropy.kl_divergence,
  poisson: crossentropy.poisson,
  binary_focal_crossentropy: focal.binary_focal_crossentropy,
  categorical_focal_crossentropy: focal.categorical_focal_crossentropy,
  categorical_generalized_cross_entropy: focal.categorical_generalized_cross_entropy,
  dice,
  tversky,
  circle,
  ctc,
  mse: regression.mean_squared_error,
  MSE: regression.mean_squared_error,
  mae: regression.mean_absolute_error,
  MAE: regression.mean_absolute_error,
  mape: regression.mean_absolute_percentage_error,
  MAPE: regression.mean_absolute_percentage_error,
  msle: regression.mean_squared_logarithmic_error,
  MSLE: regression.mean_squared_logarithmic_error,
  bce: crossentropy.binary_crossentropy,
  BCE: crossentropy.binary_crossentropy,
  kld: crossentropy.kl_divergence,
  KLD: crossentropy.kl_divergence,
}

/** The serialised form of a loss or a function. Source: keras.losses.serialize. */
export function serialize(loss: Loss | LossFunction | null): SerializedObject | null {
  return serialize_object(loss)
}

/** The loss of a serialised form or a name. Source: keras.losses.deserialize. @throws TypeError, ValueError */
export function deserialize(form: unknown, { custom_objects = null }: { custom_objects?: ObjectTable | null } = {}): any {
  return deserialize_object(form, loss_table, custom_objects)
}

/** The loss that a name, a serialised loss, a class or a function stands for; null stays null. Source: keras.losses.get. @throws ValueError, TypeError */
export function get(identifier: unknown): any {
  if (identifier === null || identifier === undefined) return null
  let found: unknown = identifier
  if (is_plain_object(identifier)) found = deserialize(identifier)
  else if (typeof identifier === 'string') {
    found = get_registered_object(identifier) ?? (Object.hasOwn(loss_table, identifier) ? loss_table[identifier] : null)
  }
  if (is_class(found)) return new found()
  if (typeof found === 'function') return found
  throw unknown_identifier(identifier, loss_table, 'loss')
}
