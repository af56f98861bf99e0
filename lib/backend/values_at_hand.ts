import { engine } from './engine'

const backends = ['cpu', 'wasm']

/** True on backends whose values can be read without waiting; false in traces, which have no values. */
export function values_at_hand(): boolean {
  return backends.includes(engine().backendName ?? '')
}
