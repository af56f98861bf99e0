import { register_keras_serializable } from '../../common/registry'
import { is_plain_object } from '../../common/tree'
import { add, clip, multiply } from '../../ops/numpy'

type Config = Record<string, unknown>

/** `hard_sigmoid` of Keras 1 and 2: `0.2 * x + 0.5` between 0 and 1. That of Keras 3 is steeper. */
const legacy_hard_sigmoid = register_keras_serializable({ package: 'keras_tfjs', name: 'legacy_hard_sigmoid' })((x: any): any =>
  clip(add(multiply(x, 0.2), 0.5), 0, 1),
)

const hard_sigmoid_form = {
  module: null,
  class_name: 'function',
  config: 'legacy_hard_sigmoid',
  registered_name: 'keras_tfjs>legacy_hard_sigmoid',
}

/** The function that old files mean by `hard_sigmoid`. */
export function hard_sigmoid_of_keras2(): (x: any) => any {
  return legacy_hard_sigmoid
}

/** The one number of a list of one. */
const single = (value: unknown): unknown => (Array.isArray(value) && value.length === 1 ? value[0] : value)

/** A rate that falls as the optimizers of tf.keras let it with `decay`. */
function decayed(config: Config): Config {
  const { decay, ...rest } = config
  if (typeof decay !== 'number' || decay === 0 || typeof config.learning_rate !== 'number') return rest
  return {
    ...rest,
    learning_rate: {
      module: 'keras.optimizers.schedules',
      class_name: 'InverseTimeDecay',
      config: { initial_learning_rate: config.learning_rate, decay_steps: 1, decay_rate: decay, staircase: false },
      registered_name: null,
    },
  }
}

const optimizers = new Set('Adadelta Adagrad Adam AdamW Adamax Ftrl Lion Nadam RMSprop SGD'.split(' '))

/** What the class was called in the file matters to a few values. */
const by_class: Readonly<Record<string, (config: Config, old_name: string) => Config>> = {
  BatchNormalization: (config, old_name) => ({
    ...config,
    ...('axis' in config ? { axis: single(config.axis) } : {}),
    ...(old_name === 'SyncBatchNormalization' ? { synchronized: true } : {}),
  }),
  GRU: (config, old_name) => ({ reset_after: old_name === 'CuDNNGRU', ...config, ...cudnn(old_name) }),
  LSTM: (config, old_name) => ({ ...config, ...cudnn(old_name) }),
  VarianceScaling: (config) => (config.distribution === 'normal' ? { ...config, distribution: 'truncated_normal' } : config),
}

/** The settings that the cuDNN layers of tf.keras had without saying so. */
function cudnn(old_name: string): Config {
  return old_name.startsWith('CuDNN') ? { activation: 'tanh', recurrent_activation: 'sigmoid' } : {}
}

/** The config of an old class, with the keys of today, with values that mean today what they meant then. */
export function present_values(class_name: string, old_name: string, config: Config): Config {
  const change = Object.hasOwn(by_class, class_name) ? by_class[class_name]! : null
  const changed = change === null ? { ...config } : change(config, old_name)
  for (const [key, value] of Object.entries(changed)) {
    if (/(^|_)activation$/.test(key) && value === 'hard_sigmoid') changed[key] = hard_sigmoid_form
    if (key === 'reduction' && value === 'auto') changed[key] = 'sum_over_batch_size'
    if (key === 'dtype' && is_plain_object(value) && typeof value.class_name !== 'string') delete changed[key]
  }
  return optimizers.has(class_name) ? decayed(changed) : changed
}
