import type { Tensor } from '@tensorflow/tfjs-core'
import type { DType } from '../common/dtypes'
import { on_clear_session } from '../common/state'
import type { StatelessScope } from './stateless_scope'

/**
 * The scopes that change what reading a variable gives. `active` is false when there is none, which is the only thing that a plain read looks at.
 */
export const scopes = {
  active: false,
  autocast: undefined as DType | null | undefined,
  stateless: null as StatelessScope | null,
}

function refresh(): void {
  scopes.active = (scopes.autocast !== undefined && scopes.autocast !== null) || scopes.stateless !== null
}

/** Makes float variables read as `dtype`; null reads them as they are. Answers the dtype before, to be given back. */
export function swap_autocast(dtype: DType | null | undefined): DType | null | undefined {
  const before = scopes.autocast
  scopes.autocast = dtype
  refresh()
  return before
}

/** Opens or closes a stateless scope. Answers the one before. */
export function swap_stateless(scope: StatelessScope | null): StatelessScope | null {
  const before = scopes.stateless
  scopes.stateless = scope
  refresh()
  return before
}

/** Runs `fn` while float variables read as `dtype`. Source: keras AutoCastScope. */
export function autocast_scope<T>(dtype: DType | null, fn: () => T): T {
  const before = swap_autocast(dtype)
  try {
    return fn()
  } finally {
    swap_autocast(before)
  }
}

/** True inside a stateless scope. */
export function in_stateless_scope(): boolean {
  return scopes.stateless !== null
}

/** A value for a variable inside a scope, or undefined. */
export function scoped_value(variable: object): Tensor | undefined {
  return scopes.stateless?.get_current_value(variable as never)
}

on_clear_session(() => {
  swap_autocast(undefined)
  swap_stateless(null)
})
