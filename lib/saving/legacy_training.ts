import { is_class } from '../common/objects'
import { is_serialized } from '../common/serialized'
import { is_plain_object } from '../common/tree'
import { loss_table } from '../losses/get'
import { metric_table } from '../metrics/get'

type Config = Record<string, unknown>
type Table = Readonly<Record<string, unknown>>

/** Names that mean another metric for other models. */
const dependent = new Set(['accuracy', 'acc', 'crossentropy', 'ce'])

/** The class of a loss or metric that a name stands for: `mse` is MeanSquaredError. Null for names whose meaning depends on the model. */
function class_of_name(name: string, table: Table): string | null {
  if (dependent.has(name) || !Object.hasOwn(table, name)) return null
  const found = table[name]
  if (is_class(found)) return found.class_name ?? null
  const names = Object.keys(table).filter((key) => table[key] === found)
  return names.map(camel_case).find((class_name) => Object.hasOwn(table, class_name) && is_class(table[class_name])) ?? null
}

function camel_case(name: string): string {
  return name.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
}

/** Losses or metrics in their structure: names and functions as objects, which both versions read, and objects without their module. */
function objects(value: unknown, table: Table, config: (name: string) => Config): unknown {
  if (typeof value === 'string') {
    const class_name = class_of_name(value, table)
    return class_name === null ? value : { class_name, config: config(value) }
  }
  if (Array.isArray(value)) return value.map((item) => objects(item, table, config))
  if (!is_plain_object(value)) return value
  if (is_serialized(value)) {
    if (value.class_name === 'function') return objects(value.config, table, config)
    return {
      class_name: value.module === null ? (value.registered_name ?? value.class_name) : value.class_name,
      config: value.config,
    }
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, objects(item, table, config)]))
}

/** An optimizer without the settings that say nothing: the optimizers that Keras 2 finds under these names know none of them. */
function optimizer_config(optimizer: unknown): unknown {
  if (!is_serialized(optimizer)) return optimizer
  const { use_ema, ema_momentum, ema_overwrite_frequency, ...rest } = optimizer.config as Config
  const moving = use_ema ? { use_ema, ema_momentum, ema_overwrite_frequency } : {}
  const config = Object.fromEntries(Object.entries({ ...rest, ...moving }).filter(([, value]) => value !== null))
  return {
    class_name: optimizer.module === null ? (optimizer.registered_name ?? optimizer.class_name) : optimizer.class_name,
    config,
  }
}

/** The `training_config` for what a model was compiled with. */
export function legacy_compile_config(compile_config: Config): Config {
  const { optimizer, loss = null, metrics = null, weighted_metrics = null, loss_weights = null } = compile_config
  const metric = (value: unknown): unknown => objects(value, metric_table, (name) => ({ name, dtype: 'float32' }))
  return {
    loss: objects(loss, loss_table, () => ({ reduction: 'sum_over_batch_size' })),
    metrics: metric(metrics),
    weighted_metrics: metric(weighted_metrics),
    loss_weights,
    optimizer_config: optimizer_config(optimizer),
  }
}
