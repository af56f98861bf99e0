import { ValueError } from './errors'
import { on_clear_session } from './state'
import { repr } from './text'

/** A class or function that a file may name. */
export type Registered = (abstract new (...args: any[]) => unknown) | ((...args: any[]) => unknown)

const by_name = new Map<string, Registered>()
const names = new WeakMap<object, string>()
let scope: Record<string, unknown> | null = null

/**
 * Registers a class or function under `package>name`, so that its config can be revived. Returns it unchanged, hence usable as a decorator.
 * Source: keras.saving.register_keras_serializable.
 * @throws ValueError when a class has no `get_config`.
 */
export function register_keras_serializable({
  package: package_name = 'Custom',
  name,
}: {
  package?: string
  name?: string | null
} = {}) {
  return <T extends Registered>(item: T): T => {
    const own = item as unknown as { class_name?: string; name: string; prototype?: { get_config?: unknown } }
    const item_name = name ?? (Object.hasOwn(item, 'class_name') ? own.class_name! : own.name)
    const is_class = Object.getOwnPropertyDescriptor(item, 'prototype')?.writable === false
    if (is_class && typeof own.prototype?.get_config !== 'function') {
      throw new ValueError(`Cannot register a class that does not have a get_config() method. Received: ${item_name}`)
    }
    const key = `${package_name}>${item_name}`
    by_name.set(key, item)
    names.set(item, key)
    return item
  }
}

/** The registered name of a class or function, or its own name. Source: keras.saving.get_registered_name. */
export function get_registered_name(item: object): string {
  return (
    names.get(item) ??
    (Object.hasOwn(item, 'class_name') ? (item as { class_name: string }).class_name : (item as { name: string }).name)
  )
}

/** True when `register_keras_serializable` has seen the class or function. */
export function is_registered(item: object): boolean {
  return names.has(item)
}

/** Looks a name up: the open scope, what was registered, `custom_objects`. Source: keras.saving.get_registered_object. */
export function get_registered_object(name: string, custom_objects?: Record<string, unknown> | null): unknown {
  return own(scope, name) ?? by_name.get(name) ?? own(custom_objects, name) ?? null
}

function own(objects: Record<string, unknown> | null | undefined, name: string): unknown {
  return objects && Object.hasOwn(objects, name) ? objects[name] : undefined
}

/** The open custom-object scope's objects, an empty object outside. Source: keras.saving.get_custom_objects. */
export function get_custom_objects(): Record<string, unknown> {
  return scope ?? {}
}

/**
 * Runs `fn` while the names of `custom_objects` can be revived. Scopes do not merge: an inner one replaces the outer.
 * Source: keras.saving.custom_object_scope.
 */
export function custom_object_scope<T>(custom_objects: Record<string, unknown>, fn: () => T): T {
  if (typeof custom_objects !== 'object' || custom_objects === null) {
    throw new ValueError(`custom_object_scope: expects an object of names and classes. Received: ${repr(custom_objects)}`)
  }
  const outer = scope
  scope = custom_objects
  try {
    return fn()
  } finally {
    scope = outer
  }
}

on_clear_session(() => {
  scope = null
})
