import { ValueError } from './errors'
import { state } from './state'
import { repr, type_text } from './text'

/** `Conv2DTranspose` -> `conv2d_transpose`, `GRUCell` -> `gru_cell`, `LSTM` -> `lstm`. */
export function to_snake_case(name: string): string {
  return name
    .replace(/[^\p{L}\p{N}_]/gu, '')
    .replace(/(.)([A-Z][a-z]+)/gu, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
}

/** A name not handed out before: `dense`, `dense_1`, `dense_2`, ... */
export function uniquify(name: string): string {
  const count = state.name_counters.get(name)
  state.name_counters.set(name, (count ?? 0) + 1)
  return count === undefined ? name : `${name}_${count}`
}

/** A unique name made of a class name. */
export function auto_name(class_name: string): string {
  return uniquify(to_snake_case(class_name))
}

/** Adds one to the counter of `prefix` and returns it. Source: keras.backend.get_uid. */
export function get_uid(prefix = ''): number {
  const count = (state.name_counters.get(prefix) ?? 0) + 1
  state.name_counters.set(prefix, count)
  return count
}

/** Empties all name counters. Source: keras.backend.reset_uids. */
export function reset_uids(): void {
  state.name_counters.clear()
}

/** @throws ValueError when `name` is not a string or holds a slash. */
export function check_name(name: unknown): asserts name is string {
  if (typeof name !== 'string' || name.includes('/')) {
    throw new ValueError(
      `Argument \`name\` must be a string and cannot contain character \`/\`. Received: name=${typeof name === 'string' ? name : repr(name)} (of type <class '${type_text(name)}'>)`,
    )
  }
}
