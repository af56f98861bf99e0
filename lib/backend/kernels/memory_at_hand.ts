import { tracing } from '../meta/switch'
import { values_at_hand } from '../values_at_hand'

/** True on backends whose memory plain loops can reach without waiting, and in traces. */
export function memory_at_hand(): boolean {
  return tracing() || values_at_hand()
}
