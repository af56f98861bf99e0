import { is_plain_object } from '../../common/tree'

type Config = Record<string, unknown>

/** Keys whose null is not the same as to leave them out. */
const nulls: ReadonlySet<string> = new Set(['merge_mode', 'activation', 'recurrent_activation'])

const rnn_keys: ReadonlySet<string> = new Set([
  'name',
  'trainable',
  'dtype',
  'batch_input_shape',
  'cell',
  'return_sequences',
  'return_state',
  'go_backwards',
  'stateful',
  'unroll',
])

/**
 * A config that TensorFlow.js layers wrote as Keras 2 would have: without the nulls that stand for defaults there (`mask_zero`,
 * `unit_forget_bias`, ...), and an `RNN` without the config of its cell beside the cell.
 */
export function keras2_config(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keras2_config)
  if (!is_plain_object(value)) return value
  const kept = Object.entries(value).filter(([key, item]) => item !== null || nulls.has(key))
  const config: Config = Object.fromEntries(kept.map(([key, item]) => [key, keras2_config(item)]))
  if (config.class_name === 'RNN' && is_plain_object(config.config)) {
    config.config = Object.fromEntries(Object.entries(config.config).filter(([key]) => rnn_keys.has(key)))
  }
  return config
}

/** Names of Keras for what optimizers of TensorFlow.js call otherwise. */
const optimizer_keys: Readonly<Record<string, string>> = {
  learningRate: 'learning_rate',
  beta1: 'beta_1',
  beta2: 'beta_2',
  useNesterov: 'nesterov',
  initialAccumulatorValue: 'initial_accumulator_value',
}

const optimizer_classes: Readonly<Record<string, string>> = { Momentum: 'SGD', RMSProp: 'RMSprop' }

/** A training config with the optimizer under the names of Keras. */
export function keras2_training_config(training: Config): Config {
  const optimizer = training.optimizer_config
  if (!is_plain_object(optimizer) || !is_plain_object(optimizer.config) || typeof optimizer.class_name !== 'string')
    return training
  const { class_name } = optimizer
  const config: Config = {}
  for (const [key, value] of Object.entries(optimizer.config)) {
    const is_discount = class_name === 'RMSProp' && key === 'decay'
    const is_unused = class_name === 'Adamax' && key === 'decay'
    if (!is_unused) config[is_discount ? 'rho' : Object.hasOwn(optimizer_keys, key) ? optimizer_keys[key]! : key] = value
  }
  const known = Object.hasOwn(optimizer_classes, class_name) ? optimizer_classes[class_name] : class_name
  return { ...training, optimizer_config: { ...optimizer, class_name: known, config } }
}
