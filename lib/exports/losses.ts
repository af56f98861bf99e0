export { Circle, type CircleOptions, circle } from '../losses/circle'
export {
  BinaryCrossentropy,
  type BinaryCrossentropyConfig,
  type BinaryCrossentropyOptions,
  binary_crossentropy,
  CategoricalCrossentropy,
  categorical_crossentropy,
  KLDivergence,
  kl_divergence,
  Poisson,
  poisson,
  SparseCategoricalCrossentropy,
  type SparseCategoricalCrossentropyConfig,
  type SparseCrossentropyOptions,
  sparse_categorical_crossentropy,
} from '../losses/crossentropy'
export { CTC, ctc } from '../losses/ctc'
export {
  BinaryFocalCrossentropy,
  type BinaryFocalOptions,
  binary_focal_crossentropy,
  CategoricalFocalCrossentropy,
  CategoricalGeneralizedCrossEntropy,
  categorical_focal_crossentropy,
  categorical_generalized_cross_entropy,
  type FocalOptions,
} from '../losses/focal'
export { deserialize, get, type LossLike, serialize } from '../losses/get'
export { CategoricalHinge, categorical_hinge, Hinge, hinge, SquaredHinge, squared_hinge } from '../losses/hinge'
export { Loss, type LossConfig } from '../losses/loss'
export { Dice, dice, Tversky, tversky } from '../losses/overlap'
export {
  CosineSimilarity,
  type CosineSimilarityConfig,
  cosine_similarity,
  Huber,
  type HuberConfig,
  huber,
  LogCosh,
  log_cosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  mean_absolute_error,
  mean_absolute_percentage_error,
  mean_squared_error,
  mean_squared_logarithmic_error,
} from '../losses/regression'
