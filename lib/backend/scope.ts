import { engine } from './engine'
import { register_gradients } from './gradients'
import { ensure_backend_kernels } from './kernels/register'

let depth = 0

/**
 * Runs `fn` so that every tensor it makes is freed at the end, but those it returns. Only the outermost use opens a scope: one tidy for a whole call,
 * however many layers and ops it runs.
 */
export function scoped<T>(fn: () => T): T {
  if (depth > 0) return fn()
  register_gradients()
  ensure_backend_kernels()
  const core = engine()
  let result: T | undefined
  depth = 1
  core.startScope()
  try {
    result = fn()
    return result
  } finally {
    depth = 0
    core.endScope(result as never)
  }
}

/** Runs `fn` as if no scope were open: what it makes is tracked by the scopes that `fn` opens itself. */
export function outside_scope<T>(fn: () => T): T {
  const outer = depth
  depth = 0
  try {
    return fn()
  } finally {
    depth = outer
  }
}

/** True while a scope of `scoped` is open. */
export function in_scope(): boolean {
  return depth > 0
}
