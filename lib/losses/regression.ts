import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { scoped } from '../backend/scope'
import { epsilon } from '../common/config'
import { normalize, softplus } from '../ops/nn'
import { abs, add, divide, less_equal, log, maximum, mean, multiply, negative, square, subtract, sum, where } from '../ops/numpy'
import type { TensorLike } from '../variables/to_tensor'
import type { LossConfig } from './loss'
import { as_pair, as_tensors } from './targets'
import { NamedLoss } from './wrapper'

/** `mean((y_true - y_pred)²)` over the last axis. Source: keras.losses.mean_squared_error. */
export function mean_squared_error(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_pair(y_true, y_pred)
    return mean(run_kernel('SquaredDifference', { a: output, b: target }), -1) as Tensor
  })
}

/** `mean(|y_true - y_pred|)` over the last axis. Source: keras.losses.mean_absolute_error. */
export function mean_absolute_error(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_pair(y_true, y_pred)
    return mean(abs(subtract(target, output)), -1) as Tensor
  })
}

/** `100 * mean(|(y_true - y_pred) / y_true|)` over the last axis. Source: keras.losses.mean_absolute_percentage_error. */
export function mean_absolute_percentage_error(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_pair(y_true, y_pred)
    const difference = abs(divide(subtract(target, output), maximum(abs(target), epsilon())))
    return multiply(mean(difference, -1), 100) as Tensor
  })
}

/** `mean((log(y_true + 1) - log(y_pred + 1))²)` over the last axis. Source: keras.losses.mean_squared_logarithmic_error. */
export function mean_squared_logarithmic_error(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_pair(y_true, y_pred)
    const logarithm = (x: Tensor): Tensor => log(add(maximum(x, epsilon()), 1)) as Tensor
    return mean(square(subtract(logarithm(output), logarithm(target))), -1) as Tensor
  })
}

/** Minus the cosine of the angle between both, along `axis`: -1 is equal direction. Source: keras.losses.cosine_similarity. */
export function cosine_similarity(y_true: TensorLike, y_pred: TensorLike, { axis = -1 }: { axis?: number } = {}): Tensor {
  return scoped(() => {
    const [target, output] = as_pair(y_true, y_pred)
    return negative(sum(multiply(normalize(target, { axis }), normalize(output, { axis })), axis)) as Tensor
  })
}

/** Quadratic below `delta`, linear above. Source: keras.losses.huber. */
export function huber(y_true: TensorLike, y_pred: TensorLike, { delta = 1 }: { delta?: number } = {}): Tensor {
  return scoped(() => {
    const [target, output] = as_pair(y_true, y_pred)
    const error = subtract(output, target)
    const size = abs(error)
    const linear = subtract(multiply(size, delta), 0.5 * delta * delta)
    return mean(where(less_equal(size, delta), multiply(square(error), 0.5), linear), -1) as Tensor
  })
}

/** `mean(log(cosh(y_pred - y_true)))` over the last axis. Source: keras.losses.log_cosh. */
export function log_cosh(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    const error = subtract(output, target)
    return mean(subtract(add(error, softplus(multiply(error, -2))), Math.log(2)), -1) as Tensor
  })
}

/** Mean of squared errors. Source: keras.losses.MeanSquaredError. */
export class MeanSquaredError extends NamedLoss {
  static override class_name = 'MeanSquaredError'
  constructor(config?: LossConfig) {
    super(mean_squared_error, config, { name: 'mean_squared_error' })
  }
}

/** Mean of absolute errors. Source: keras.losses.MeanAbsoluteError. */
export class MeanAbsoluteError extends NamedLoss {
  static override class_name = 'MeanAbsoluteError'
  constructor(config?: LossConfig) {
    super(mean_absolute_error, config, { name: 'mean_absolute_error' })
  }
}

/** Mean of absolute errors in percent. Source: keras.losses.MeanAbsolutePercentageError. */
export class MeanAbsolutePercentageError extends NamedLoss {
  static override class_name = 'MeanAbsolutePercentageError'
  constructor(config?: LossConfig) {
    super(mean_absolute_percentage_error, config, { name: 'mean_absolute_percentage_error' })
  }
}

/** Mean of squared errors of logarithms. Source: keras.losses.MeanSquaredLogarithmicError. */
export class MeanSquaredLogarithmicError extends NamedLoss {
  static override class_name = 'MeanSquaredLogarithmicError'
  constructor(config?: LossConfig) {
    super(mean_squared_logarithmic_error, config, { name: 'mean_squared_logarithmic_error' })
  }
}

export interface CosineSimilarityConfig extends LossConfig {
  /** The axis of the vectors. Default -1. */
  axis?: number
}

/** Minus the cosine similarity. Source: keras.losses.CosineSimilarity. */
export class CosineSimilarity extends NamedLoss {
  static override class_name = 'CosineSimilarity'
  static override unsaved = ['axis']
  declare readonly axis: number
  constructor(config?: CosineSimilarityConfig) {
    super(cosine_similarity, config, { name: 'cosine_similarity', axis: -1 })
  }
}

export interface HuberConfig extends LossConfig {
  /** Where the loss turns from quadratic to linear. Default 1. */
  delta?: number
}

/** Huber loss. Source: keras.losses.Huber. */
export class Huber extends NamedLoss {
  static override class_name = 'Huber'
  static override unsaved = ['delta']
  declare readonly delta: number
  constructor(config?: HuberConfig) {
    super(huber, config, { name: 'huber_loss', delta: 1 })
  }
}

/** Logarithm of the hyperbolic cosine of the error. Source: keras.losses.LogCosh. */
export class LogCosh extends NamedLoss {
  static override class_name = 'LogCosh'
  constructor(config?: LossConfig) {
    super(log_cosh, config, { name: 'log_cosh' })
  }
}
