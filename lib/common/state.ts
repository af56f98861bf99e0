/**
 * Everything that is global: name counters, open scopes, the present call. One object, so that `clear_session` and tests can reset it.
 */
export interface GlobalState {
  name_counters: Map<string, number>
  object_ids: number
}

export const state: GlobalState = { name_counters: new Map(), object_ids: 0 }

const resets: (() => void)[] = []

/** Registers what a room does when the session is cleared. */
export function on_clear_session(reset: () => void): void {
  resets.push(reset)
}

/** Resets the name counters and every registered piece of global state. Frees no tensor. Source: keras.utils.clear_session. */
export function clear_session(): void {
  state.name_counters.clear()
  for (const reset of resets) reset()
}
