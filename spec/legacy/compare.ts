import { is_plain_object } from '../../lib/common/tree'

/** What a step gave, or was recorded to give. */
export interface Outcome {
  returns?: unknown
  error?: { type: string; message: string }
  skipped?: string
  random?: boolean
  example?: unknown
  warnings?: { category: string; message: string }[]
}

const narrower: Record<string, string> = { float64: 'float32', int64: 'int32', uint64: 'uint32', complex128: 'complex64' }

/** Texts: 64-bit types are their 32-bit types; a name of TensorFlow is its last part; the text of a shape is that of a list. */
function plain_text(text: string): string {
  if (narrower[text] !== undefined) return narrower[text]
  if (/:\d+$/.test(text)) return local_name(text)
  if (/TensorShape|^[[({][\s\S]*\(/.test(text) || /^\(.*\)$/.test(text)) {
    return text
      .replace(/TensorShape\((\[[^\]]*\])\)/g, '$1')
      .replace(/\(/g, '[')
      .replace(/,?\)/g, ']')
  }
  return text
}

function local_name(name: string): string {
  return name.replace(/:\d+$/, '').split('/').pop()!
}

/** The automatic name that Keras 3 gives where tf.keras gives `model`, `model_1`, `input_1`, `input_2`. */
function graph_name(class_name: string, name: string): string {
  if (class_name === 'Functional') return name?.replace(/^model(?=$|_\d+$)/, 'functional')
  const index = class_name === 'InputLayer' ? /^input_(\d+)$/.exec(name) : null
  if (index === null) return name
  return index[1] === '1' ? 'input_layer' : `input_layer_${Number(index[1]) - 1}`
}

/** The name of a policy, when a dict is the serialised form of one. */
function policy_name(dict: Record<string, unknown>): string | null {
  const { class_name, config } = dict
  if (class_name !== 'DTypePolicy' && class_name !== 'Policy') return null
  const plain = canonical(config) as { name?: unknown }
  return typeof plain.name === 'string' ? plain.name : null
}

/**
 * An answer in the form in which two are compared: tuples and shape objects are lists, type objects their names, enumerations their text, arrays tensors, serialised policies their
 * names; a list of nothing is nothing (masks of a tuple and of a list differ in Python); configs have no empty keys; variables are called by the last part of their name, and keep a path if one is recorded.
 */
export function canonical(value: unknown): unknown {
  if (typeof value === 'string') return plain_text(value)
  if (Array.isArray(value)) {
    const list = value.map(canonical)
    return list.length > 0 && list.every((item) => item === null) ? null : list
  }
  if (!is_plain_object(value)) return value
  if (Array.isArray(value.shape) && 'data' in value)
    return { ...value, dtype: canonical(value.dtype), data: (value.data as unknown[]).flat() }
  const policy = policy_name(value)
  if (policy !== null) return plain_text(policy)
  const keys = Object.keys(value)
  if (keys.length === 1) {
    const inner = value[keys[0]!]
    switch (keys[0]) {
      case 'tuple':
      case 'tensor_shape':
      case 'dict':
      case 'array':
      case 'dtype_object':
      case 'tensor_spec':
        return canonical(inner)
      case 'graph_tensor':
        return { symbolic: canonical(inner) }
      case 'enum':
        return (inner as string).split('.').pop()!.toLowerCase()
      case 'variable': {
        const variable = inner as Record<string, unknown>
        return { variable: { ...(canonical_dict(variable) as object), name: local_name(variable.name as string) } }
      }
      case 'layer': {
        const { class_name, name } = inner as { class_name: string; name: string }
        return { layer: { class_name, name: graph_name(class_name, name) } }
      }
      case 'policy': {
        const { class_name: _, ...rest } = inner as Record<string, unknown>
        return { policy: canonical_dict(rest) }
      }
    }
  }
  return canonical_dict(value)
}

function canonical_dict(dict: Record<string, unknown>): Record<string, unknown> {
  const plain = Object.fromEntries(Object.entries(dict).map(([key, item]) => [key, canonical(item)]))
  if ('class_name' in plain && is_plain_object(plain.config)) plain.config = filled_keys(plain.config)
  return is_config(plain) ? filled_keys(plain) : plain
}

function close(a: number, b: number, half: boolean): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  return Math.abs(a - b) <= 1e-6 + (half ? 2e-3 : 1e-5) * Math.abs(b)
}

function is_half(dtype: unknown): boolean {
  return dtype === 'float16' || dtype === 'bfloat16'
}

/** The part of a dict that Keras makes of a constructor's signature, when a class writes no `get_config`. */
const base_keys = ['name', 'autocast']

function is_config(dict: Record<string, unknown>): boolean {
  return 'trainable' in dict && 'dtype' in dict && !('value' in dict)
}

/** A config without the keys that hold nothing. */
function filled_keys(dict: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(dict).filter(([, item]) => item !== null))
}

/** Whether two canonical answers are the same; `values` is false when data are random. */
function same(a: unknown, b: unknown, values: boolean): boolean {
  if (typeof a === 'number' && typeof b === 'number') return !values || close(a, b, false)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i], values))
  if (is_plain_object(a) && is_plain_object(b)) return same_dict(a, b, values)
  return a === b
}

function same_dict(a: Record<string, unknown>, b: Record<string, unknown>, values: boolean): boolean {
  if ('data' in a && 'data' in b) return same_tensor(a, b, values)
  const optional = is_config(a) && is_config(b) ? base_keys : ['path']
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every(
    (key) => ((!(key in a) || !(key in b)) && optional.includes(key)) || (key in a && key in b && same(a[key], b[key], values)),
  )
}

function same_tensor(a: Record<string, unknown>, b: Record<string, unknown>, values: boolean): boolean {
  if (a.dtype !== b.dtype || !same(a.shape, b.shape, true)) return false
  const [x, y] = [a.data as unknown[], b.data as unknown[]]
  if (!values) return true
  return (
    x.length === y.length &&
    x.every((item, i) => (typeof item === 'string' ? item === y[i] : close(Number(item), Number(y[i]), is_half(a.dtype))))
  )
}

/** Errors in which Python itself, or a numeric library, says what its own objects cannot do: their texts are not compared. */
const foreign = [
  /object is not (callable|subscriptable)/,
  /object has no attribute/,
  /object does not support/,
  /not supported between/,
  /unsupported operand/,
  /can only concatenate/,
  /has no len\(\)/,
  /takes .*positional arguments? but/,
  /index out of range/,
  /^Cannot convert '\(/,
  /Cannot concatenate arrays/,
  /entry not a 2- or 3- tuple/,
  /cannot be used as input to a JAX function/,
]

function plain_message(message: string): string {
  return message
    .replace(/^Exception encountered when calling layer .*\n\n|\n\nCall arguments received by layer[\s\S]*/g, '')
    .replace(/\n\s*Example:[\s\S]*/, '')
    .replace(/ \(of type <class '[^']*'>\)/g, '')
    .replace(/<class '([^']*)'>/g, '')
    .replace(/<dtype: '([^']*)'>/g, '$1')
    .replace(/<tf\.Tensor[^>]*>|tf\.Tensor\([^)]*\)[^)]*\)/g, '')
    .replace(/(np\.|jnp\.)?(ndarray|array|Array)\(\[[\s\S]*?\](, dtype=\w+)?\)/g, '')
    .replace(/KerasTensor\(type_spec=[^\n]*?description="[^"]*"\)/g, '')
    .replace(/<[^<>]*(at <address>|<path>)[^<>]*>/g, '')
    .replace(/ at <address>/g, '')
    .replace(/<(function|KerasTensor)[^>]*>/g, '')
    .replace(/(float|int|uint)64/g, '$132')
}

/** The tokens of a message: what stands in backticks or quotes, and numbers. Python's own spellings of calls are none. */
function tokens(message: string): string[] {
  const text = plain_message(message)
  const quoted = [...text.matchAll(/`([^`]+)`|"([^"\n]+)"|(?<![\w])'([^'\n]+)'/g)].map(
    (match) => match[1] ?? match[2] ?? match[3]!,
  )
  const numbers = [...text.matchAll(/(?<![\w.])-?\d+(\.\d+)?(e[+-]?\d+)?(?![\w])/g)].map((match) => String(Number(match[0])))
  return [...quoted.filter((token) => /\w/.test(token) && !/__\w+__|lambda|^def |self\b|keras\.|tf\./.test(token)), ...numbers]
}

/** Whether a message has every token of the recorded one. */
export function message_agrees(got: string, recorded: string): boolean {
  if (foreign.some((pattern) => pattern.test(recorded))) return true
  const text = plain_message(got)
  const numbers = new Set([...text.matchAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/g)].map((match) => String(Number(match[0]))))
  return tokens(recorded).every((token) => text.includes(token) || (numbers.has(token) && /^-?[\d.e+-]+$/.test(token)))
}

/** What a numeric kernel or a container of Python says of itself: any error will do. */
function is_kernel_error(type: string, message: string): boolean {
  return (
    type === 'InvalidArgumentError' ||
    /^(list|tuple) index out of range$|Cannot concatenate arrays|entry not a 2- or 3- tuple/.test(message)
  )
}

/** Whether an answer is the recorded one. */
export function agrees(got: Outcome, recorded: Outcome): boolean {
  const example = recorded.random ? (recorded.example as { type?: string; message?: string } | null) : null
  if (example !== null && typeof example?.type === 'string') return got.error?.type === example.type
  if (recorded.error !== undefined) {
    if (got.error === undefined) return false
    if (is_kernel_error(recorded.error.type, recorded.error.message)) return true
    return got.error.type === recorded.error.type && message_agrees(got.error.message, recorded.error.message)
  }
  if (got.error !== undefined) return false
  if (recorded.random) return same(canonical(got.returns), canonical(recorded.example), false)
  return same(canonical(got.returns), canonical(recorded.returns ?? null), true)
}

/** Whether the two libraries gave the same answer. */
export function recorded_alike(a: Outcome, b: Outcome): boolean {
  if (a.skipped !== undefined || b.skipped !== undefined) return a.skipped !== undefined && b.skipped !== undefined
  if (a.error !== undefined && b.error !== undefined) return a.error.type === b.error.type && a.error.message === b.error.message
  if (a.error !== undefined || b.error !== undefined) return false
  if (a.random || b.random)
    return a.random === b.random && same(canonical(a.example ?? null), canonical(b.example ?? null), false)
  return same(canonical(a.returns ?? null), canonical(b.returns ?? null), true)
}
