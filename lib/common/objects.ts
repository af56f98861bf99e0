import { TypeError, ValueError } from './errors'
import { get_registered_name, get_registered_object, is_registered } from './registry'
import { type ObjectForm, serialized_form } from './serialized'
import { repr, suggestion } from './text'
import { is_plain_object } from './tree'

/** An object or function in the form that files hold. */
export type SerializedObject = ObjectForm

type Class = { new (config?: any): any; class_name?: string; from_config?(config: any, options?: any): any }

/** The classes and functions that strings and files may name, by each name. */
export type ObjectTable = Record<string, unknown>

/** True for classes, false for functions and callable instances. */
export function is_class(value: unknown): value is Class {
  return typeof value === 'function' && Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
}

function name_of(constructor: object): string {
  return Object.hasOwn(constructor, 'class_name')
    ? (constructor as { class_name: string }).class_name
    : (constructor as { name: string }).name
}

/**
 * The arguments of a constructor: `config` over `defaults`.
 * @throws TypeError when `config` is not one plain object, or has a key that is not in `defaults`.
 */
export function take_config<C extends object>(constructor: object, config: object | undefined, defaults: C): C {
  const name = name_of(constructor)
  if (config === undefined) return { ...defaults }
  if (!is_plain_object(config)) {
    throw new TypeError(
      `${name}: takes one object of arguments.\n  new ${name}({ ${Object.keys(defaults)[0]}: ${repr(config)} })\nReceived: ${repr(config)}`,
    )
  }
  const result = { ...defaults } as Record<string, unknown>
  for (const [key, value] of Object.entries(config)) {
    if (!(key in defaults)) {
      throw new TypeError(
        `${name}: got an unexpected keyword argument '${key}'.${suggestion(key, Object.keys(defaults))} Received: ${key}=${repr(value)}`,
      )
    }
    if (value !== undefined) result[key] = value
  }
  return result as C
}

/** The serialised form of an object with `get_config`, or of a function. Null stays null. @throws ValueError for anything else. */
export function serialize_object(object: unknown): SerializedObject | null {
  if (object === null || object === undefined) return null
  const own = object as { get_config?(): unknown; name?: string }
  if (typeof own.get_config === 'function') return serialized_form(object as object, own.get_config())
  if (typeof object !== 'function')
    throw new ValueError(`Cannot serialize an object that has no get_config() method. Received: ${repr(object)}`)
  const registered_name = is_registered(object) ? get_registered_name(object) : 'function'
  return { module: 'builtins', class_name: 'function', config: own.name, registered_name }
}

function locate(name: string, table: ObjectTable, custom_objects: ObjectTable | null | undefined): unknown {
  return get_registered_object(name, custom_objects) ?? (Object.hasOwn(table, name) ? table[name] : null)
}

/**
 * The object that a serialised form or a name stands for. `functions` is where serialised functions are looked up.
 * @throws TypeError when the class cannot be found, ValueError for what is no serialised form or a name that nothing has.
 */
export function deserialize_object(
  form: unknown,
  table: ObjectTable,
  custom_objects?: ObjectTable | null,
  functions: ObjectTable = table,
): any {
  if (form === null || form === undefined) return null
  if (typeof form === 'string') {
    const found = locate(form, table, custom_objects)
    if (found === null) throw new ValueError(`Unknown name.${suggestion(form, Object.keys(table))} Received: ${repr(form)}`)
    return is_class(found) ? new found() : found
  }
  if (!is_plain_object(form) || typeof form.class_name !== 'string') throw new ValueError(`Could not parse config: ${repr(form)}`)
  const { class_name, config, registered_name } = form as unknown as SerializedObject
  if (class_name === 'function') {
    const registered = typeof registered_name === 'string' ? get_registered_object(registered_name, custom_objects) : null
    return registered ?? deserialize_object(config, functions, custom_objects)
  }
  const found =
    (typeof registered_name === 'string' ? locate(registered_name, table, custom_objects) : null) ??
    locate(class_name, table, custom_objects)
  if (found === null) {
    throw new TypeError(
      `Could not locate class '${class_name}'. Make sure custom classes and functions are decorated with \`register_keras_serializable()\`. If they are already decorated, make sure they are all imported so that the decorator is run before trying to load them. Full object config: ${repr(form)}`,
    )
  }
  if (!is_class(found)) return found
  const settings = (config ?? {}) as Record<string, unknown>
  return typeof found.from_config === 'function'
    ? found.from_config(settings, {
        custom_objects,
        deserialize: (inner: unknown) => deserialize_object(inner, functions, custom_objects),
      })
    : new found(settings)
}

/** What is said of an identifier that stands for nothing in `table`; `what` is e.g. `loss`. */
export function unknown_identifier(identifier: unknown, table: ObjectTable, what: string): ValueError {
  const name = typeof identifier === 'string' ? identifier : repr(identifier)
  const hint = typeof identifier === 'string' ? suggestion(identifier, Object.keys(table)) : ''
  return new ValueError(`Could not interpret ${what} identifier: ${name}.${hint} Received: ${repr(identifier)}`)
}

/**
 * The object that an identifier stands for: null gives null; a name or a class gives a new instance; a serialised form is revived; anything that can be called is itself.
 * @param what is named in the error, e.g. `initializer`.
 * @throws ValueError when nothing has the name.
 */
export function resolve_identifier(identifier: unknown, table: ObjectTable, what: string): any {
  if (identifier === null || identifier === undefined) return null
  if (typeof identifier === 'string') {
    const found = locate(identifier, table, null)
    if (found === null || found === undefined) {
      throw unknown_identifier(identifier, table, what)
    }
    return is_class(found) ? new found() : found
  }
  if (is_plain_object(identifier)) return deserialize_object(identifier, table)
  if (is_class(identifier)) return new identifier()
  if (typeof identifier === 'function') return identifier
  throw unknown_identifier(identifier, table, what)
}
