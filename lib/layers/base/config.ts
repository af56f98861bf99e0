import { get as get_activation, serialize as serialize_activation } from '../../activations/get'
import { TypeError, ValueError } from '../../common/errors'
import { repr, suggestion } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import { get as get_constraint, serialize as serialize_constraint } from '../../constraints/get'
import { class_name_of } from '../../graph/operation'
import { get as get_initializer, serialize as serialize_initializer } from '../../initializers/get'
import { get as get_regularizer, serialize as serialize_regularizer } from '../../regularizers/get'

/** Marks a key of a defaults table that has no default. */
export const required: unique symbol = Symbol('required')

/** The keys that every layer takes, beside those of its table. */
export const base_keys = [
  'name',
  'trainable',
  'dtype',
  'autocast',
  'activity_regularizer',
  'dynamic',
  'input_shape',
  'input_dim',
  'batch_input_shape',
  'batch_size',
  'weights',
  'implementation',
] as const

/** A class with a table of defaults. */
export interface WithDefaults {
  defaults?: Record<string, unknown>
  class_name?: string
}

interface Kind {
  get: (value: any) => unknown
  dump: (value: any) => unknown
}

const kinds: [RegExp, Kind][] = [
  [
    /(^|_)initializer$/,
    {
      get: (value) => (value === null ? null : get_initializer(value)),
      dump: (value) => (value === null ? null : serialize_initializer(value)),
    },
  ],
  [/(^|_)regularizer$/, { get: get_regularizer, dump: (value) => (value === null ? null : serialize_regularizer(value)) }],
  [/(^|_)constraint$/, { get: get_constraint, dump: (value) => (value === null ? null : serialize_constraint(value)) }],
  [/(^|_)activation$/, { get: get_activation, dump: (value) => (value === null ? null : serialize_activation(value)) }],
]

const tables = new WeakMap<object, ReadonlyMap<string, unknown>>()
const key_kinds = new Map<string, Kind | null>()

/** How the last word of a key says that its value is resolved, or null for a plain value. */
function kind_of(key: string): Kind | null {
  let kind = key_kinds.get(key)
  if (kind === undefined) {
    kind = kinds.find(([pattern]) => pattern.test(key))?.[1] ?? null
    key_kinds.set(key, kind)
  }
  return kind
}

/** The defaults of a class and of the classes that it extends; its own win. */
export function defaults_of(constructor: object): ReadonlyMap<string, unknown> {
  let table = tables.get(constructor)
  if (table === undefined) {
    const parent = Object.getPrototypeOf(constructor)
    const merged = new Map<string, unknown>(parent === null || parent === Function.prototype ? [] : defaults_of(parent))
    if (Object.hasOwn(constructor, 'defaults')) {
      for (const [key, value] of Object.entries((constructor as WithDefaults).defaults!)) merged.set(key, value)
    }
    table = merged
    tables.set(constructor, table)
  }
  return table
}

/** @throws TypeError, with the corrected line, when a constructor got something else than one object. */
export function check_config(constructor: object, config: unknown): asserts config is Record<string, unknown> {
  if (config === undefined || is_plain_object(config)) return
  const name = class_name_of(constructor)
  const first = [...defaults_of(constructor)].find(([, value]) => value === required)?.[0] ?? 'name'
  throw new TypeError(
    `${name}: takes one object of arguments, 1 positional argument was given.\n  new ${name}({ ${first}: ${repr(config)} })\nReceived: ${repr(config)}`,
  )
}

/** @throws ValueError that names the keys which the class does not take. */
export function check_keys(constructor: object, config: Record<string, unknown>, extra: readonly string[] = []): void {
  const table = defaults_of(constructor)
  const unknown_keys = Object.keys(config).filter(
    (key) =>
      config[key] !== undefined && !table.has(key) && !(base_keys as readonly string[]).includes(key) && !extra.includes(key),
  )
  if (unknown_keys.length > 0) {
    const received = Object.fromEntries(unknown_keys.map((key) => [key, config[key]]))
    const hint = suggestion(unknown_keys[0]!, [...table.keys(), 'name', 'trainable', 'dtype'])
    throw new ValueError(`Unrecognized keyword arguments passed to ${class_name_of(constructor)}: ${repr(received)}${hint}`)
  }
}

/**
 * Sets each key of the class's table on the instance: the value of `config`, else the default, resolved by the last word of the key. Answers the keys.
 * @throws TypeError when a required key is missing.
 */
export function apply_config(layer: object, constructor: object, config: Record<string, unknown>): Record<string, unknown> {
  const set: Record<string, unknown> = {}
  for (const [key, fallback] of defaults_of(constructor)) {
    let value = config[key]
    if (value === undefined) {
      if (fallback === required)
        throw new TypeError(`${class_name_of(constructor)}: missing 1 required argument: '${key}'. Received: ${repr(config)}`)
      value = fallback
    }
    const kind = kind_of(key)
    if (kind !== null) value = kind.get(value)
    set[key] = value
    Object.defineProperty(layer, key, { value, writable: true, enumerable: true, configurable: true })
  }
  return set
}

/** A value in the form that configs have. */
export function dump_value(key: string, value: unknown): unknown {
  const kind = kind_of(key)
  if (kind !== null) return kind.dump(value)
  if (Array.isArray(value)) return value.map((item) => dump_value('', item))
  if (
    value !== null &&
    typeof (value as { get_config?: unknown }).get_config === 'function' &&
    typeof (value as { constructor: WithDefaults }).constructor.class_name === 'string'
  ) {
    return serialize_object(value as never)
  }
  return value
}

function serialize_object(value: { constructor: { class_name: string; module?: string }; get_config(): unknown }): unknown {
  return {
    module: value.constructor.module ?? 'keras',
    class_name: value.constructor.class_name,
    config: value.get_config(),
    registered_name: null,
  }
}

/** The keys of the class's table with the live values. */
export function dump_config(layer: object, constructor: object): Record<string, unknown> {
  const config: Record<string, unknown> = {}
  for (const key of defaults_of(constructor).keys()) config[key] = dump_value(key, (layer as Record<string, unknown>)[key])
  return config
}
