import { is_serialized } from '../../common/serialized'
import { is_plain_object } from '../../common/tree'

/** Says that something has no counterpart in TensorFlow.js layers. */
export type Refuse = (what: string) => never

type Config = Record<string, unknown>

const initializers: ReadonlySet<string> = new Set([
  'Zeros',
  'Ones',
  'Constant',
  'RandomUniform',
  'RandomNormal',
  'TruncatedNormal',
  'Identity',
  'VarianceScaling',
  'GlorotUniform',
  'GlorotNormal',
  'HeNormal',
  'HeUniform',
  'Orthogonal',
])
const renamed_initializers: Record<string, string> = { LecunNormal: 'LeCunNormal', LecunUniform: 'LeCunUniform' }
const initializer_keys = ['seed', 'value', 'minval', 'maxval', 'mean', 'stddev', 'gain', 'scale', 'mode', 'distribution']
const activations: ReadonlySet<string> = new Set([
  'elu',
  'selu',
  'relu',
  'relu6',
  'linear',
  'sigmoid',
  'softplus',
  'softsign',
  'tanh',
  'softmax',
  'log_softmax',
  'gelu',
  'mish',
])
const constraints: ReadonlySet<string> = new Set(['MaxNorm', 'UnitNorm', 'NonNeg', 'MinMaxNorm'])

const is_builtin = (form: Config, room: string): boolean =>
  form.module === `keras.${room}` && (form.registered_name ?? null) === null

function pick(config: Config, keys: readonly string[]): Config {
  return Object.fromEntries(keys.filter((key) => key in config).map((key) => [key, config[key]]))
}

/** An initializer as `class_name` and `config`. One that TensorFlow.js does not know becomes `Zeros`: the weights are stored, it is never asked. */
export function plain_initializer(value: unknown): unknown {
  if (!is_serialized(value) || !is_builtin(value as unknown as Config, 'initializers')) return { class_name: 'Zeros', config: {} }
  const class_name = renamed_initializers[value.class_name] ?? value.class_name
  if (!initializers.has(class_name) && !(value.class_name in renamed_initializers)) return { class_name: 'Zeros', config: {} }
  const config = pick(value.config as Config, initializer_keys)
  if (is_plain_object(config.seed)) config.seed = null
  return { class_name, config }
}

/** A regularizer as `L1L2`, the one that TensorFlow.js has. */
export function plain_regularizer(value: unknown, refuse: Refuse): unknown {
  if (value === null || value === undefined) return null
  const form = is_serialized(value) ? (value as unknown as Config) : null
  if (form === null || !is_builtin(form, 'regularizers') || !['L1', 'L2', 'L1L2'].includes(form.class_name as string)) {
    return refuse(`the regularizer ${String(form?.class_name ?? value)}`)
  }
  const { l1 = 0, l2 = 0 } = form.config as Config
  return { class_name: 'L1L2', config: { l1, l2 } }
}

/** A constraint as `class_name` and `config`. */
export function plain_constraint(value: unknown, refuse: Refuse): unknown {
  if (value === null || value === undefined) return null
  const form = is_serialized(value) ? (value as unknown as Config) : null
  if (form === null || !is_builtin(form, 'constraints') || !constraints.has(form.class_name as string)) {
    return refuse(`the constraint ${String(form?.class_name ?? value)}`)
  }
  return { class_name: form.class_name, config: form.config }
}

/** The name that this library gives to the `hard_sigmoid` of Keras 2 when a file of that time is opened. */
const old_hard_sigmoid = 'keras_tfjs>legacy_hard_sigmoid'

/** The name of an activation. `hard_sigmoid` there is the one of Keras 2, which has another slope than that of Keras 3. */
export function plain_activation(value: unknown, refuse: Refuse): unknown {
  if (value === null || value === undefined) return 'linear'
  if (value === 'silu' || value === 'swish') return 'swish'
  if (typeof value === 'string' && activations.has(value)) return value
  const form = value as { config?: unknown; class_name?: unknown; registered_name?: unknown }
  if (value === old_hard_sigmoid || form.registered_name === old_hard_sigmoid) return 'hard_sigmoid'
  return refuse(`the activation ${String(typeof value === 'string' ? value : (form.config ?? form.class_name))}`)
}

/** The name of the element type that TensorFlow.js computes with for a policy or dtype. */
export function plain_dtype(value: unknown, refuse: Refuse): string {
  const name =
    typeof value === 'string'
      ? value
      : is_serialized(value) && value.class_name === 'DTypePolicy'
        ? (value.config as Config).name
        : null
  if (typeof name !== 'string') return refuse('its dtype policy')
  if (name === 'bool' || name === 'string' || name === 'complex64') return name
  return /^u?int/.test(name) ? 'int32' : 'float32'
}
