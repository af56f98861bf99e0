import { is_plain_object } from '../../common/tree'
import { name_without_package } from './optimizer_names'

type Config = Record<string, unknown>

/** A list of one where the model has one output: tf.keras writes the metrics of each output as a list. */
function metrics_of(metrics: unknown): unknown {
  if (!Array.isArray(metrics) || !metrics.every(Array.isArray)) return metrics
  const lists = metrics.map((list) => list.filter((metric) => metric !== null))
  return lists.length === 1 ? lists[0] : lists
}

function optimizer_of(config: unknown): unknown {
  if (!is_plain_object(config) || typeof config.class_name !== 'string') return config
  return { ...config, class_name: name_without_package(config.class_name) }
}

/** The `compile_config` that the `training_config` of an HDF5 file stands for. */
export function compile_config_of(training_config: unknown): Config {
  if (!is_plain_object(training_config)) return {}
  const { optimizer_config = null, loss = null, loss_weights = null, metrics = null, weighted_metrics = null } = training_config
  const { run_eagerly = false, steps_per_execution = 1 } = training_config
  return {
    optimizer: optimizer_of(optimizer_config) ?? 'rmsprop',
    loss,
    loss_weights,
    metrics: metrics_of(metrics),
    weighted_metrics: metrics_of(weighted_metrics),
    run_eagerly,
    steps_per_execution,
  }
}
