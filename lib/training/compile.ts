import { take_config } from '../common/objects'
import { is_serialized } from '../common/serialized'
import { is_plain_object } from '../common/tree'
import { deserialize as deserialize_loss, type LossLike } from '../losses/get'
import { deserialize as deserialize_metric, type MetricLike } from '../metrics/get'
import { deserialize as deserialize_optimizer, get as get_optimizer, type OptimizerLike } from '../optimizers/get'
import type { Optimizer } from '../optimizers/optimizer'
import { serialize_keras_object } from '../saving/serialize'

type PerOutput<T> = T | null | PerOutput<T>[] | { [output: string]: PerOutput<T> }

export interface CompileOptions {
  /** Default `rmsprop`. */
  optimizer?: OptimizerLike | null
  /** A loss, or a list or object of one an output. */
  loss?: PerOutput<LossLike>
  /** Factors of the losses of single outputs. */
  loss_weights?: number | PerOutput<number>
  /** Metrics that sample weights do not concern. */
  metrics?: PerOutput<MetricLike>
  /** Metrics weighted by sample weights and masks. */
  weighted_metrics?: PerOutput<MetricLike>
  run_eagerly?: boolean
  /** Batches between two calls of callbacks. Default 1. */
  steps_per_execution?: number
  /** Accepted; everything runs as it is. Default `auto`. */
  jit_compile?: boolean | 'auto'
  /** Whether the optimizer of a `mixed_float16` model gets a `LossScaleOptimizer` around it. Default true. */
  auto_scale_loss?: boolean
}

/** `CompileOptions` with all defaults in place. */
export interface CompileSettings {
  optimizer: Optimizer | null
  loss: unknown
  loss_weights: unknown
  metrics: unknown
  weighted_metrics: unknown
  run_eagerly: boolean
  steps_per_execution: number
  jit_compile: boolean | 'auto'
  auto_scale_loss: boolean
}

/** The settings of a model that is not compiled. */
export function compile_defaults(): CompileSettings {
  return {
    optimizer: null,
    loss: null,
    loss_weights: null,
    metrics: null,
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: 'auto',
    auto_scale_loss: true,
  }
}

/** The settings of options. @throws TypeError for an unknown option, ValueError for an unknown optimizer. */
export function compile_settings(options: CompileOptions): CompileSettings {
  const settings = take_config<any>({ name: 'compile' }, options, { ...compile_defaults(), optimizer: 'rmsprop' })
  return { ...settings, optimizer: get_optimizer(settings.optimizer) }
}

/** What `compile` got, as plain values. */
export function serialize_compile_options(settings: CompileSettings, optimizer: Optimizer | null): Record<string, unknown> {
  const { loss, loss_weights, metrics, weighted_metrics, run_eagerly, steps_per_execution, jit_compile } = settings
  return {
    optimizer: serialize_keras_object(optimizer),
    loss: serialize_keras_object(loss),
    loss_weights,
    metrics: serialize_keras_object(metrics),
    weighted_metrics: serialize_keras_object(weighted_metrics),
    run_eagerly,
    steps_per_execution,
    jit_compile: jit_compile === 'auto' ? false : jit_compile,
  }
}

function revive(value: unknown, deserialize: (form: unknown) => unknown): unknown {
  if (is_serialized(value)) return deserialize(value)
  if (Array.isArray(value)) return value.map((item) => revive(item, deserialize))
  if (is_plain_object(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item, deserialize)]))
  return value
}

/** The options that a config stands for. @throws TypeError for unknown classes. */
export function revive_compile_config(
  config: Record<string, unknown>,
  custom_objects: Record<string, unknown> | null,
): CompileOptions {
  const loss = (form: unknown): unknown => deserialize_loss(form, { custom_objects })
  const metric = (form: unknown): unknown => deserialize_metric(form, { custom_objects })
  return {
    ...config,
    optimizer: revive(config.optimizer, (form) => deserialize_optimizer(form, { custom_objects })),
    loss: revive(config.loss, loss),
    metrics: revive(config.metrics, metric),
    weighted_metrics: revive(config.weighted_metrics, metric),
  } as CompileOptions
}
