import type { Tensor } from '@tensorflow/tfjs-core'
import type { Metric } from '../metrics/metric'
import type { Optimizer } from '../optimizers/optimizer'
import type { Variable } from '../variables/variable'

/** One batch: inputs, targets, weights of samples; each a tensor, or a list or object of tensors. */
export type Batch = [x: any, y?: any, sample_weight?: any]

/** Values by name: what a step gives, and what callbacks get. */
export type Logs = Record<string, number>

/** What a training, test or prediction step answers: at once, or later. */
export type Later<T> = T | Promise<T>

/** The values that losses and metrics are computed of. */
export interface StepValues {
  x?: any
  y?: any
  y_pred?: any
  sample_weight?: any
  /** Default true. */
  training?: boolean
}

/** What the loops of training, evaluation and prediction expect of a model. */
export interface Trainable {
  readonly name: string
  readonly trainable_variables: Variable[]
  /** Names of the outputs, if they have any. */
  readonly output_names?: string[] | null
  /** Names of the inputs, if they have any: their number tells lists of arrays from nested arrays. */
  readonly input_names?: string[] | null
  readonly metrics: Metric[]
  readonly compiled: boolean
  readonly optimizer: Optimizer | null
  readonly steps_per_execution: number
  stop_training: boolean
  train_step(data: Batch): Later<Record<string, Tensor | number>>
  test_step(data: Batch): Later<Record<string, Tensor | number>>
  predict_step(data: Batch): Later<any>
  reset_metrics(): void
  get_metrics_result(): Record<string, Tensor>
  get_weights(): Tensor[]
  set_weights(weights: unknown[]): void
}
