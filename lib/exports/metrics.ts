export {
  Accuracy,
  accuracy,
  BinaryAccuracy,
  type BinaryAccuracyConfig,
  binary_accuracy,
  CategoricalAccuracy,
  categorical_accuracy,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  sparse_categorical_accuracy,
  sparse_top_k_categorical_accuracy,
  TopKCategoricalAccuracy,
  type TopKConfig,
  top_k_categorical_accuracy,
} from '../metrics/accuracy'
export { deserialize, get, type MetricLike, serialize } from '../metrics/get'
export { Metric, type MetricConfig, type MetricVariableConfig } from '../metrics/metric'
export {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  CategoricalHinge,
  type CrossentropyMetricConfig,
  Hinge,
  KLDivergence,
  Poisson,
  SparseCategoricalCrossentropy,
  SquaredHinge,
} from '../metrics/probabilistic'
export { Mean, MeanMetricWrapper, Sum } from '../metrics/reduction'
export {
  CosineSimilarity,
  LogCoshError,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  RootMeanSquaredError,
} from '../metrics/regression'
