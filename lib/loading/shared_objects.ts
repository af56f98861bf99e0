import { ValueError } from '../common/errors'
import type { ObjectForm } from '../common/serialized'
import { repr } from '../common/text'

/** Two objects of different classes carry one id. */
export class SharedObjectError extends ValueError {}

let revived: Map<unknown, { class_name: string; object: unknown }> | null = null

/** Runs `fn` as one act of loading: configs with the same `shared_object_id` are one object. Scopes inside one another are one. */
export function shared_object_loading_scope<T>(fn: () => T): T {
  if (revived !== null) return fn()
  revived = new Map()
  try {
    return fn()
  } finally {
    revived = null
  }
}

/** Revives a config, or answers the object that its `shared_object_id` already stands for. @throws ValueError when that is of another class. */
export function revive_once(config: ObjectForm, revive: () => unknown): unknown {
  const id = config.shared_object_id
  if (id === undefined || id === null || revived === null) return revive()
  const known = revived.get(id)
  if (known !== undefined) {
    if (known.class_name !== config.class_name) {
      throw new SharedObjectError(
        `Two classes carry the same \`shared_object_id\`. Received: ${repr(known.class_name)} and ${repr(config.class_name)}`,
      )
    }
    return known.object
  }
  const object = revive()
  revived.set(id, { class_name: config.class_name, object })
  return object
}
