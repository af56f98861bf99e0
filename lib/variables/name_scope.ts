import { check_name } from '../common/names'
import { on_clear_session } from '../common/state'

interface Entry {
  name: string
  caller: object | null
  parent: string | null
}

const stack: Entry[] = []

/**
 * Opens a name scope; `close_name_scope` ends it. The same caller opening the same name on top of the stack adds nothing. `parent`, when given, is an absolute
 * prefix that hides the scopes outside.
 */
export function open_name_scope(name: string, caller: object | null = null, parent: string | null = null): boolean {
  const top = stack[stack.length - 1]
  if (caller !== null && top !== undefined && top.caller === caller && top.name === name) return false
  stack.push({ name, caller, parent })
  return true
}

/** Closes the scope that `open_name_scope` opened; `opened` is its answer. */
export function close_name_scope(opened: boolean): void {
  if (opened) stack.pop()
}

/**
 * Runs `fn` with `name` in front of the paths of the variables it makes. Source: keras.name_scope.
 * @throws ValueError when the name is not a string or holds a slash.
 */
export function name_scope<T>(name: string, fn: () => T): T {
  check_name(name)
  const opened = open_name_scope(name)
  try {
    return fn()
  } finally {
    close_name_scope(opened)
  }
}

/** The open scopes joined by `/`. */
export function current_path(): string {
  let path = ''
  for (const entry of stack) {
    if (entry.parent !== null) path = entry.parent
    path = path === '' ? entry.name : `${path}/${entry.name}`
  }
  return path
}

on_clear_session(() => {
  stack.length = 0
})
