import { is_serialized, type ObjectForm } from '../common/serialized'
import { is_plain_object } from '../common/tree'
import { legacy_nodes } from './legacy_nodes'
import { legacy_compile_config } from './legacy_training'
import { portable_config } from './portable'
import { serialize_keras_object } from './serialize'

type Config = Record<string, unknown>

const seeded: Config = { seed: null }
const attention: Config = { seed: null, flash_attention: null }

/** Keys that Keras 2 does not know, or Keras 3 does not read well in these files, with the values that they have when they are not written. */
const unknown_to_keras2: Readonly<Record<string, Config>> = {
  AdditiveAttention: seeded,
  Attention: { seed: null, score_mode: 'dot' },
  ConvLSTM1D: seeded,
  ConvLSTM2D: seeded,
  ConvLSTM3D: seeded,
  GRU: seeded,
  GRUCell: seeded,
  LayerNormalization: { rms_scaling: false },
  LSTM: seeded,
  LSTMCell: seeded,
  MultiHeadAttention: attention,
  SimpleRNN: seeded,
  SimpleRNNCell: seeded,
}

/** Keys by the names of Keras 2, which Keras 3 reads too. */
const names_of_keras2: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  InputLayer: { batch_shape: 'batch_input_shape' },
  LeakyReLU: { negative_slope: 'alpha' },
}

/** Classes that Keras exports under another name than their own: these files hold their own. */
const names_in_python: Readonly<Record<string, string>> = { GroupQueryAttention: 'GroupedQueryAttention' }

/** A policy by its name; a map of policies has none. */
function dtype_of(dtype: unknown): unknown {
  return is_serialized(dtype) && dtype.class_name === 'DTypePolicy' ? dtype.config.name : dtype
}

function layer_config(class_name: string, config: Config): Config {
  const dropped = Object.hasOwn(unknown_to_keras2, class_name) ? unknown_to_keras2[class_name]! : {}
  const names = Object.hasOwn(names_of_keras2, class_name) ? names_of_keras2[class_name]! : {}
  const result: Config = {}
  for (const [key, value] of Object.entries(config)) {
    if (Object.hasOwn(dropped, key) && value === dropped[key]) continue
    result[Object.hasOwn(names, key) ? names[key]! : key] = key === 'dtype' ? dtype_of(value) : without_build(value)
  }
  return result
}

/** Objects inside a config, by the keys of Keras 2: what they were built with is not written. */
function without_build(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without_build)
  if (!is_plain_object(value)) return value
  if (!is_serialized(value) || !is_plain_object(value.config)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, without_build(item)]))
  }
  const { build_config: _, compile_config: __, ...form } = value
  return { ...form, config: layer_config(value.class_name, value.config) }
}

/** A layer or model without its module: Keras 2 finds classes by their names. Ops keep it, as Keras 3 finds them by nothing else. */
function legacy_form(form: ObjectForm): Config {
  const { module = null, class_name, config, registered_name = null } = form
  if (typeof module === 'string' && module.startsWith('keras.src.ops.')) return { module, class_name, config, registered_name }
  const name = module === null ? (registered_name ?? class_name) : (names_in_python[class_name] ?? class_name)
  if (!is_plain_object(config) || !Array.isArray(config.layers)) {
    return { class_name: name, config: is_plain_object(config) ? layer_config(class_name, config) : config }
  }
  const forms = config.layers as (ObjectForm & { name?: string; inbound_nodes?: unknown[] })[]
  const nodes = legacy_nodes(forms)
  const layers = forms.map((layer, i) => ({
    ...legacy_form(layer),
    ...('inbound_nodes' in layer ? { name: layer.name, inbound_nodes: nodes[i] } : {}),
  }))
  return { class_name: name, config: { ...layer_config(class_name, { ...config, layers: [] }), layers } }
}

/**
 * The `model_config` of an HDF5 file, readable by Keras 2.15 and by Keras 3. Graphs with ops, with models inside, or with calls of several tensors one after another
 * have calls in the form of Keras 3: no form for these opens in both.
 */
export function legacy_model_config(model: object): Config {
  return legacy_form(portable_config(serialize_keras_object(model)))
}

/** The `training_config` of an HDF5 file, readable by Keras 2.15 and by Keras 3. */
export function legacy_training_config(model: { get_compile_config(): Config | null; optimizer: unknown }): Config {
  return legacy_compile_config(portable_config(model.get_compile_config() ?? {}))
}
