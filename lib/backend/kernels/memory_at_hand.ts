import { tracing } from '../meta/switch'
import { largest_native_loop, on_native } from '../native/backend'
import { values_at_hand } from '../values_at_hand'

/** True on backends whose memory plain loops can reach without waiting, and in traces. */
export function memory_at_hand(): boolean {
  return tracing() || values_at_hand()
}

/** True where a plain loop over so many values is faster than kernels one by one. */
export function loop_pays(size: number): boolean {
  return memory_at_hand() || (on_native() && size <= largest_native_loop)
}
