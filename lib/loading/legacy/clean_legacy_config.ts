import { file_text, ModelFormatError } from '../../common/errors'
import { get_registered_object } from '../../common/registry'
import { is_plain_object } from '../../common/tree'
import { find_class } from '../class_table'
import { present_name } from './class_names'
import { present_keys } from './config_keys'
import { present_values } from './config_values'
import { name_without_package } from './optimizer_names'
import { op_of_tf_function } from './tf_ops'

type Form = Record<string, unknown>

/** Whether a config was written by Keras 1 or 2, or tf.keras: by the version when it is known, else by what only they write. */
export function is_legacy_config(config: unknown, keras_version: string | null): boolean {
  if (keras_version !== null) return /^[12]\./.test(keras_version)
  const waiting: unknown[] = [config]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (Array.isArray(node)) for (const item of node) waiting.push(item)
    else if (is_plain_object(node)) {
      if ('batch_input_shape' in node) return true
      if (typeof node.module === 'string' && /^(keras\.(src\.)?engine|tensorflow)/.test(node.module)) return true
      if (Array.isArray(node.inbound_nodes) && node.inbound_nodes.some(Array.isArray)) return true
      for (const item of Object.values(node)) waiting.push(item)
    }
  }
  return false
}

const unsupported = (class_name: string): never => {
  throw new ModelFormatError(
    'unsupported',
    'unsupported-object',
    `${file_text(class_name)} is a type of TensorFlow that has no meaning here.`,
  )
}

/** Values that the JSON of tf.keras writes as objects, by class name. */
const values: Readonly<Record<string, (form: Form) => unknown>> = {
  __tuple__: (form) => list_of(form.items),
  TensorShape: (form) => list_of(form.items),
  __ellipsis__: () => ({ class_name: '__ellipsis__', config: {} }),
  __bytes__: (form) => ('value' in form ? form.value : form),
  TypeSpec: () => unsupported('TypeSpec'),
  CompositeTensor: () => unsupported('CompositeTensor'),
  __passive_serialization__: () => unsupported('__passive_serialization__'),
}

function list_of(items: unknown): unknown[] {
  if (Array.isArray(items)) return items
  throw new ModelFormatError('format', 'invalid-config', 'The items of a tuple must be a list.')
}

/** The module of an old file: classes are found by their names alone, so only that of other packages matters. */
function own_module(module: unknown): unknown {
  return typeof module === 'string' && /^(keras|tf_keras|tensorflow)(\.|$)/.test(module) ? 'keras' : module
}

/**
 * The config of a Keras 1, Keras 2 or tf.keras file in the terms of Keras 3: classes, keys and values by their present names, functions of TensorFlow as ops. What a file of tf.keras
 * means is kept, also where Keras 3 means something else by the same word (`hard_sigmoid`). Nothing is changed in place.
 * @throws ModelFormatError for types of TensorFlow.
 */
export function clean_legacy_config(config: unknown): unknown {
  if (Array.isArray(config)) return config.map(clean_legacy_config)
  if (!is_plain_object(config)) return config
  if (typeof config.class_name === 'string' && Object.hasOwn(values, config.class_name) && !is_plain_object(config.config)) {
    const value = values[config.class_name]!(config)
    return Array.isArray(value) ? value.map(clean_legacy_config) : value
  }
  const form = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, clean_legacy_config(value)]))
  return typeof form.class_name === 'string' && 'config' in form ? clean_form(form, form.class_name) : form
}

/** A metric that tf.keras made of a function: the metric of Keras that is called like it, else the wrapped function. */
function metric_of(form: Form): Form {
  const { fn, ...config } = form.config as Form
  if (typeof fn !== 'string') return form
  const class_name = fn.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
  const module = 'keras.metrics'
  if (find_class(module, class_name) !== undefined) return { module, class_name, config, registered_name: null }
  const wrapped = { module: 'builtins', class_name: 'function', config: fn, registered_name: 'function' }
  return { ...form, config: { ...config, fn: wrapped } }
}

function clean_form(form: Form, old_name: string): Form {
  if (!is_plain_object(form.config) || old_name === 'function') return form
  if (old_name === 'TFOpLambda' || old_name === 'SlicingOpLambda') return op_of_tf_function(form) ?? form
  if (old_name === 'MeanMetricWrapper') return metric_of(form)
  const class_name = present_name(name_without_package(old_name))
  if (get_registered_object(old_name) !== null) return form
  const config = present_values(class_name, old_name, present_keys(class_name, form.config))
  const { registered_name, build_config, ...rest } = form
  const is_model = 'layers' in form.config
  const known = find_class(null, class_name) !== undefined
  return {
    ...rest,
    ...('module' in form ? { module: known ? own_module(form.module) : form.module } : {}),
    ...(known ? {} : { registered_name }),
    ...(build_config !== undefined && (is_model || !known) ? { build_config } : {}),
    class_name,
    config,
  }
}
