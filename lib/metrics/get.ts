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
import { loss_table } from '../losses/get'
import * as accuracy from './accuracy'
import { Metric } from './metric'
import * as probabilistic from './probabilistic'
import { Mean, MeanMetricWrapper, type MetricFunction, Sum } from './reduction'
import * as regression from './regression'

/** What stands for a metric: a metric, a function, a name, a serialised metric. */
export type MetricLike = Metric | MetricFunction | string | SerializedObject | Record<string, unknown>

const classes: ObjectTable = {
  Metric,
  Mean,
  Sum,
  MeanMetricWrapper,
  Accuracy: accuracy.Accuracy,
  BinaryAccuracy: accuracy.BinaryAccuracy,
  CategoricalAccuracy: accuracy.CategoricalAccuracy,
  SparseCategoricalAccuracy: accuracy.SparseCategoricalAccuracy,
  TopKCategoricalAccuracy: accuracy.TopKCategoricalAccuracy,
  SparseTopKCategoricalAccuracy: accuracy.SparseTopKCategoricalAccuracy,
  MeanSquaredError: regression.MeanSquaredError,
  RootMeanSquaredError: regression.RootMeanSquaredError,
  MeanAbsoluteError: regression.MeanAbsoluteError,
  MeanAbsolutePercentageError: regression.MeanAbsolutePercentageError,
  MeanSquaredLogarithmicError: regression.MeanSquaredLogarithmicError,
  CosineSimilarity: regression.CosineSimilarity,
  LogCoshError: regression.LogCoshError,
  KLDivergence: probabilistic.KLDivergence,
  Poisson: probabilistic.Poisson,
  BinaryCrossentropy: probabilistic.BinaryCrossentropy,
  CategoricalCrossentropy: probabilistic.CategoricalCrossentropy,
  SparseCategoricalCrossentropy: probabilistic.SparseCategoricalCrossentropy,
  Hinge: probabilistic.Hinge,
  SquaredHinge: probabilistic.SquaredHinge,
  CategoricalHinge: probabilistic.CategoricalHinge,
}

const snake_names: ObjectTable = {
  metric: Metric,
  mean: Mean,
  sum: Sum,
  mean_metric_wrapper: MeanMetricWrapper,
  accuracy: accuracy.Accuracy,
  binary_accuracy: accuracy.BinaryAccuracy,
  categorical_accuracy: accuracy.CategoricalAccuracy,
  sparse_categorical_accuracy: accuracy.SparseCategoricalAccuracy,
  top_k_categorical_accuracy: accuracy.TopKCategoricalAccuracy,
  sparse_top_k_categorical_accuracy: accuracy.SparseTopKCategoricalAccuracy,
  mean_squared_error: regression.MeanSquaredError,
  root_mean_squared_error: regression.RootMeanSquaredError,
  mean_absolute_error: regression.MeanAbsoluteError,
  mean_absolute_percentage_error: regression.MeanAbsolutePercentageError,
  mean_squared_logarithmic_error: regression.MeanSquaredLogarithmicError,
  cosine_similarity: regression.CosineSimilarity,
  log_cosh_error: regression.LogCoshError,
  kl_divergence: probabilistic.KLDivergence,
  poisson: probabilistic.Poisson,
  binary_crossentropy: probabilistic.BinaryCrossentropy,
  categorical_crossentropy: probabilistic.CategoricalCrossentropy,
  sparse_categorical_crossentropy: probabilistic.SparseCategoricalCrossentropy,
  hinge: probabilistic.Hinge,
  squared_hinge: probabilistic.SquaredHinge,
  categorical_hinge: probabilistic.CategoricalHinge,
  mse: regression.MeanSquaredError,
  MSE: regression.MeanSquaredError,
  mae: regression.MeanAbsoluteError,
  MAE: regression.MeanAbsoluteError,
  mape: regression.MeanAbsolutePercentageError,
  MAPE: regression.MeanAbsolutePercentageError,
  msle: regression.MeanSquaredLogarithmicError,
  MSLE: regression.MeanSquaredLogarithmicError,
  bce: probabilistic.BinaryCrossentropy,
  BCE: probabilistic.BinaryCrossentropy,
}

/** Every metric by the names that strings and files use. */
export const metric_table: ObjectTable = { ...classes, ...snake_names }

/** The functions that a saved `MeanMetricWrapper` may name. */
const functions: ObjectTable = {
  ...Object.fromEntries(Object.entries(loss_table).filter(([, value]) => typeof value === 'function' && !is_class(value))),
  accuracy: accuracy.accuracy,
  binary_accuracy: accuracy.binary_accuracy,
  categorical_accuracy: accuracy.categorical_accuracy,
  sparse_categorical_accuracy: accuracy.sparse_categorical_accuracy,
  top_k_categorical_accuracy: accuracy.top_k_categorical_accuracy,
  sparse_top_k_categorical_accuracy: accuracy.sparse_top_k_categorical_accuracy,
}

/** The serialised form of a metric or a function. Source: keras.metrics.serialize. */
export function serialize(metric: Metric | MetricFunction | null): SerializedObject | null {
  return serialize_object(metric)
}

/** The metric of a serialised form or a name. Source: keras.metrics.deserialize. @throws TypeError, ValueError */
export function deserialize(form: unknown, { custom_objects = null }: { custom_objects?: ObjectTable | null } = {}): any {
  return deserialize_object(form, metric_table, custom_objects, functions)
}

/** The metric that a name, a serialised metric, a class or a function stands for; null stays null. Source: keras.metrics.get. @throws ValueError, TypeError */
export function get(identifier: unknown): any {
  if (identifier === null || identifier === undefined) return null
  let found: unknown = identifier
  if (is_plain_object(identifier)) found = deserialize(identifier)
  else if (typeof identifier === 'string') {
    found = get_registered_object(identifier) ?? (Object.hasOwn(metric_table, identifier) ? metric_table[identifier] : null)
  }
  if (is_class(found)) return new found()
  if (typeof found === 'function') return found
  throw unknown_identifier(identifier, metric_table, 'metric')
}
