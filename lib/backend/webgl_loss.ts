import * as tf from '@tensorflow/tfjs-core'
import { RuntimeError } from '../common/errors'

/** What of a WebGL backend tells whether its context is alive, and what reaches into that context. */
interface WebGLBackend {
  gpgpu?: { gl?: { isContextLost(): boolean } }
  runWebGLProgram(...args: unknown[]): unknown
  uploadToGPU(...args: unknown[]): unknown
  readSync(...args: unknown[]): unknown
  read(...args: unknown[]): Promise<unknown>
}

const is_lost = (backend: WebGLBackend): boolean => backend.gpgpu?.gl?.isContextLost() === true

function require_context(backend: WebGLBackend): void {
  if (!is_lost(backend)) return
  throw new RuntimeError(
    "The WebGL context was lost, and with it the tensors that it held: weights have to be set or loaded again. Go on with: await config.set_backend('webgl'), or another backend.",
  )
}

/** Lets a WebGL backend whose context is lost say so: its own kernels answer zeros then. Leaves other backends as they are. */
export function watch_webgl_context(instance: object): void {
  const backend = instance as WebGLBackend
  if (backend.gpgpu?.gl === undefined) return
  for (const name of ['runWebGLProgram', 'uploadToGPU', 'readSync'] as const) {
    const original = backend[name]
    backend[name] = (...args) => {
      require_context(backend)
      const result = original.apply(backend, args)
      if (name === 'readSync') require_context(backend)
      return result
    }
  }
  const read = backend.read
  backend.read = async (...args) => {
    require_context(backend)
    const values = await read.apply(backend, args)
    require_context(backend)
    return values
  }
}

/** Takes away a backend whose context is lost, so that the next start makes a new one. */
export function forget_lost_backend(name: string): void {
  const engine = tf.engine() as unknown as {
    registry: Record<string, WebGLBackend>
    registryFactory: Record<string, Registration>
  }
  const instance = engine.registry[name]
  if (instance === undefined || !is_lost(instance)) return
  const { factory, priority } = engine.registryFactory[name]!
  tf.removeBackend(name)
  tf.registerBackend(name, factory, priority)
}

interface Registration {
  factory: () => tf.KernelBackend
  priority: number
}
