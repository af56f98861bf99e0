import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { scoped } from '../backend/scope'
import { take_config } from '../common/objects'
import * as losses from '../losses/regression'
import { as_pair } from '../losses/targets'
import { normalize } from '../ops/nn'
import { multiply, sqrt, sum } from '../ops/numpy'
import type { TensorLike } from '../variables/to_tensor'
import type { MetricConfig } from './metric'
import { Mean, NamedMetric, plain_weight, type SampleWeight } from './reduction'

/** Mean of squared errors. Source: keras.metrics.MeanSquaredError. */
export class MeanSquaredError extends NamedMetric {
  static override class_name = 'MeanSquaredError'
  constructor(config?: MetricConfig) {
    super(losses.mean_squared_error, config, { name: 'mean_squared_error' })
  }
}

/** Mean of absolute errors. Source: keras.metrics.MeanAbsoluteError. */
export class MeanAbsoluteError extends NamedMetric {
  static override class_name = 'MeanAbsoluteError'
  constructor(config?: MetricConfig) {
    super(losses.mean_absolute_error, config, { name: 'mean_absolute_error' })
  }
}

/** Mean of absolute errors in percent. Source: keras.metrics.MeanAbsolutePercentageError. */
export class MeanAbsolutePercentageError extends NamedMetric {
  static override class_name = 'MeanAbsolutePercentageError'
  constructor(config?: MetricConfig) {
    super(losses.mean_absolute_percentage_error, config, { name: 'mean_absolute_percentage_error' })
  }
}

/** Mean of squared errors of logarithms. Source: keras.metrics.MeanSquaredLogarithmicError. */
export class MeanSquaredLogarithmicError extends NamedMetric {
  static override class_name = 'MeanSquaredLogarithmicError'
  constructor(config?: MetricConfig) {
    super(losses.mean_squared_logarithmic_error, config, { name: 'mean_squared_logarithmic_error' })
  }
}

/** Mean of the logarithm of the hyperbolic cosine of the error. Source: keras.metrics.LogCoshError. */
export class LogCoshError extends NamedMetric {
  static override class_name = 'LogCoshError'
  constructor(config?: MetricConfig) {
    super(losses.log_cosh, config, { name: 'logcosh' })
  }
}

/** The cosine of the angle between both: 1 is equal direction. */
export function cosine_similarity(y_true: TensorLike, y_pred: TensorLike, { axis = -1 }: { axis?: number } = {}): Tensor {
  return scoped(() => {
    const [target, output] = as_pair(y_true, y_pred)
    return sum(multiply(normalize(target, { axis }), normalize(output, { axis })), axis) as Tensor
  })
}

/** Mean cosine similarity. Source: keras.metrics.CosineSimilarity. */
export class CosineSimilarity extends NamedMetric {
  static override class_name = 'CosineSimilarity'
  static override unsaved = ['axis']
  declare readonly axis: number
  constructor(config?: MetricConfig & { axis?: number }) {
    super(cosine_similarity, config, { name: 'cosine_similarity', axis: -1 })
  }
}

/** Root of the mean of squared errors. Source: keras.metrics.RootMeanSquaredError. */
export class RootMeanSquaredError extends Mean {
  static override class_name = 'RootMeanSquaredError'

  constructor(config?: MetricConfig) {
    super(take_config(new.target, config, { name: 'root_mean_squared_error', dtype: null } as MetricConfig))
  }

  override update_state(y_true: TensorLike, y_pred?: any, sample_weight?: SampleWeight): void {
    scoped(() => {
      const [target, output] = as_pair(y_true, y_pred)
      this._update_mean(run_kernel('SquaredDifference', { a: output, b: target }), plain_weight(sample_weight))
    })
  }

  override result(): Tensor {
    return scoped(() => sqrt(super.result()) as Tensor)
  }
}
