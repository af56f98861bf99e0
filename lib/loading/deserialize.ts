import { Tensor } from '@tensorflow/tfjs-core'
import { KerasError, TypeError, ValueError } from '../common/errors'
import { custom_object_scope, get_custom_objects, get_registered_object } from '../common/registry'
import { is_serialized, type ObjectForm, type RevivalOptions } from '../common/serialized'
import { repr, suggestion } from '../common/text'
import { is_plain_object } from '../common/tree'
import { class_names, find_class, find_function } from './class_table'
import { find_operation } from './operation_table'
import type { Revival } from './revival'
import { revive_once, shared_object_loading_scope } from './shared_objects'
import { find_special_form } from './special_forms'

export interface DeserializeOptions {
  /** Classes and functions by name, looked up after the open scope and what was registered. */
  custom_objects?: Record<string, unknown> | null
  /** A lambda is refused either way: code in a file never runs here. Default true. */
  safe_mode?: boolean | null
}

interface Revivable {
  from_config?(config: unknown, options: object): any
}

/** How deep objects may stand in one another. */
const deepest = 200
let depth = 0

/**
 * Revives what `serialize_keras_object` or Keras wrote: objects by their class, functions by their name, tensors, and lists and plain objects of these. Classes are those
 * of this library, those that were registered, and `custom_objects`; nothing else can be named. An object with a `build_config` is built.
 * Source: keras.saving.deserialize_keras_object.
 * @throws TypeError for an unknown class or function or a config that does not fit its class, ValueError for a lambda or a registered name that contradicts the class.
 *
 * ```ts
 * const layer = deserialize_keras_object(serialize_keras_object(new Dense({ units: 2 })))
 * ```
 */
export function deserialize_keras_object(
  config: unknown,
  { custom_objects = null, safe_mode = true }: DeserializeOptions = {},
): any {
  return shared_object_loading_scope(() => deserialize(config, { custom_objects, safe_mode }))
}

/** Revives the form of a file, within `revival`. @throws ModelFormatError */
export function deserialize_from_file(config: unknown, custom_objects: Record<string, unknown> | null, revival: Revival): any {
  return shared_object_loading_scope(() => deserialize(config, { custom_objects, revival }))
}

/** Options of one act of reviving; a file's has a `revival`. */
export interface InnerOptions extends DeserializeOptions {
  revival?: Revival
}

function deserialize(config: unknown, options: InnerOptions): any {
  if (config === null || config === undefined) return null
  const { custom_objects } = options
  if (typeof config === 'string') return custom_objects && Object.hasOwn(custom_objects, config) ? custom_objects[config] : config
  if (typeof config === 'number' || typeof config === 'boolean') return config
  if (depth >= deepest) throw new ValueError(`Objects are nested more than ${deepest} deep. Received: ${repr(config)}`)
  depth++
  try {
    if (Array.isArray(config)) return config.map((item) => deserialize(item, options))
    if (!is_plain_object(config)) throw new TypeError(`Could not parse config: ${repr(config)}`)
    if (!is_serialized(config))
      return Object.fromEntries(Object.entries(config).map(([key, item]) => [key, deserialize(item, options)]))
    const special = find_special_form(config.class_name)
    const revive = (): unknown => {
      if (special !== undefined) {
        const value = special(config.config ?? {}, (inner) => deserialize(inner, options))
        if (value instanceof Tensor) options.revival?.constant(value)
        return value
      }
      if (config.class_name === 'function') return retrieve(String(config.config), config, 'function', options)
      return revive_once(config, () => revive_instance(config, options))
    }
    return options.revival === undefined ? revive() : options.revival.within(config, revive)
  } finally {
    depth--
  }
}

function revive_instance(config: ObjectForm, options: InnerOptions): any {
  const found = retrieve(config.class_name, config, 'class', options) as Revivable & { prototype?: unknown }
  if (typeof found.from_config !== 'function') {
    if (typeof found === 'function' && Object.getOwnPropertyDescriptor(found, 'prototype')?.writable !== false) return found
    throw new TypeError(
      `Unable to reconstruct an instance of '${config.class_name}' because the class is missing a \`from_config()\` method. Full object config: ${repr(config)}`,
    )
  }
  const { custom_objects } = options
  const nested = (inner: unknown): unknown => deserialize(inner, options)
  const instance = custom_object_scope({ ...get_custom_objects(), ...custom_objects }, () => {
    try {
      return found.from_config!(config.config ?? {}, { custom_objects, deserialize: nested })
    } catch (error) {
      if (options.revival !== undefined || (error instanceof KerasError && error.name !== 'TypeError')) throw error
      throw new TypeError(
        `'${config.class_name}' could not be deserialized properly. Components that are objects themselves (layers, models, ...) and returned by \`get_config()\` must be deserialized in \`from_config()\`.\n\nconfig=${repr(config)}.\n\nException encountered: ${(error as Error).message}`,
      )
    }
  })
  try {
    const compile = options.revival === undefined || options.revival.compile
    restore_state(instance, config, compile, { custom_objects, deserialize: nested })
  } catch (error) {
    instance.dispose?.()
    throw error
  }
  return instance
}

/** Builds and compiles what was built and compiled when it was written. */
function restore_state(
  instance: any,
  { build_config, compile_config }: ObjectForm,
  compile: boolean,
  options: RevivalOptions,
): void {
  if (build_config && !instance.built) {
    instance.build_from_config(build_config)
    instance.built = true
  }
  if (compile && compile_config && Object.keys(compile_config).length > 0) instance.compile_from_config?.(compile_config, options)
}

/** A registered name without its package. */
export function bare_name(name: string): string {
  return name.slice(name.lastIndexOf('>') + 1)
}

/** The class or function of a name: open scope, registered, custom objects, then the table of this library. */
function retrieve(name: string, full: ObjectForm, kind: 'class' | 'function', { custom_objects }: DeserializeOptions): unknown {
  const { module } = full
  const registered_name = full.registered_name === undefined ? name : full.registered_name
  const custom =
    (kind === 'function' ? get_registered_object(name, custom_objects) : null) ??
    (registered_name ? get_registered_object(registered_name, custom_objects) : null)
  if (custom !== null) return custom
  const builtin = kind === 'function' ? find_function(name, module) : (find_operation(module, name) ?? find_class(module, name))
  if (builtin !== undefined) {
    if (kind === 'class' && registered_name && registered_name !== name) {
      throw new ValueError(
        `The class '${name}' of ${module} cannot be registered under another name. Received: registered_name=${repr(registered_name)}`,
      )
    }
    return builtin
  }
  const by_name = get_registered_object(name, custom_objects) ?? get_registered_object(bare_name(name), custom_objects)
  if (by_name !== null) return by_name
  throw new TypeError(
    `Could not locate ${kind} '${name}'. Make sure custom classes and functions are registered with \`saving.register_keras_serializable()\` or given in \`custom_objects\`.${suggestion(name, class_names())} Full object config: ${repr(full)}`,
  )
}
