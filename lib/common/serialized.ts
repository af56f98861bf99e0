import { is_builtin_name } from './builtin_names'
import { TypeError } from './errors'
import { get_registered_name, get_registered_object, is_registered } from './registry'
import { repr } from './text'
import { is_plain_object } from './tree'

/** An object in Keras's serialised form. */
export interface ObjectForm {
  module?: string | null
  class_name: string
  config: any
  registered_name?: string | null
  build_config?: Record<string, unknown> | null
  compile_config?: Record<string, unknown> | null
  shared_object_id?: number | string
  [field: string]: unknown
}

/** What `from_config` receives beside the config. */
export interface RevivalOptions {
  /** Classes and functions by name, looked up when nothing registered has the name. */
  custom_objects?: Record<string, unknown> | null
  /** Revives a nested serialised object; given by whoever knows the classes. */
  deserialize?: ((config: any) => any) | null
}

/** True for a plain object with a class name and a config. */
export function is_serialized(value: unknown): value is ObjectForm {
  return is_plain_object(value) && typeof value.class_name === 'string' && 'config' in value
}

/**
 * The serialised form of an instance whose config is `config`. The module is the static `module` that its class inherits when Keras has a class of that name there; any
 * other class is a user's: no module, and its registered name, or its own.
 */
export function serialized_form(instance: object, config: unknown): ObjectForm {
  const constructor = instance.constructor as unknown as { module?: string; class_name?: string; name: string }
  const class_name = Object.hasOwn(constructor, 'class_name') ? constructor.class_name! : constructor.name
  const module = constructor.module ?? null
  if (
    module === null ||
    is_registered(constructor) ||
    !Object.hasOwn(constructor, 'class_name') ||
    !is_builtin_name(module, class_name)
  ) {
    return { module: null, class_name, config, registered_name: get_registered_name(constructor) }
  }
  return { module, class_name, config, registered_name: module.startsWith('keras.src.') ? class_name : null }
}

/**
 * Revives what stands inside the config of another object. Values that are no serialised objects stay as they are. Without `deserialize` only registered and custom
 * classes are found.
 * @throws TypeError when the class is not found.
 */
export function revive_nested(config: unknown, { custom_objects = null, deserialize = null }: RevivalOptions = {}): any {
  if (!is_serialized(config)) return config
  if (deserialize) return deserialize(config)
  const found = get_registered_object(config.registered_name ?? config.class_name, custom_objects) as {
    from_config?: (...args: unknown[]) => unknown
  } | null
  if (typeof found?.from_config === 'function') return found.from_config(config.config, { custom_objects })
  throw new TypeError(
    `Could not locate class '${config.class_name}' without the table of classes: use \`saving.deserialize_keras_object\`. Received: ${repr(config)}`,
  )
}
