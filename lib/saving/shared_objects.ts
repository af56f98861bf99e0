import type { ObjectForm } from '../common/serialized'

let written: Map<object, ObjectForm> | null = null

/**
 * Runs `fn` as one act of saving: an object that is serialised twice in it carries the same `shared_object_id` both times. Scopes inside one another are one.
 */
export function shared_object_saving_scope<T>(fn: () => T): T {
  if (written !== null) return fn()
  written = new Map()
  try {
    return fn()
  } finally {
    written = null
  }
}

/** Notes that `object` has this form, and numbers it when it was met before in the present act of saving. */
export function note_written(object: object, form: ObjectForm): ObjectForm {
  if (written === null) return form
  const first = written.get(object)
  if (first === undefined) {
    written.set(object, form)
    return form
  }
  first.shared_object_id ??= [...written.keys()].indexOf(object) + 1
  form.shared_object_id = first.shared_object_id
  return form
}
