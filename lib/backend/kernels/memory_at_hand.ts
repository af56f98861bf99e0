import { engine } from '../engine'
import { tracing } from '../meta/switch'

const backends = ['cpu', 'wasm']

/** True on backends whose memory plain loops can reach without waiting, and in traces. */
export function memory_at_hand(): boolean {
  return tracing() || backends.includes(engine().backendName!)
}
