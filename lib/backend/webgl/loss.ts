import * as tf from '@tensorflow/tfjs-core'
import { RuntimeError } from '../../common/errors'
import { device_is_lost } from '../webgpu/reads'
import { repair_webgl_program } from './programs'

/** What a WebGL backend knows of a tensor's data. */
interface TextureData {
  values: unknown
}

/** What of a WebGL backend tells whether its context is alive, and what reaches into that context. */
interface WebGLBackend {
  gpgpu?: { gl?: { isContextLost(): boolean } }
  texData: { get(id: object): TextureData }
  runWebGLProgram(program: { userCode: string }, ...args: unknown[]): unknown
  uploadToGPU(id: object): unknown
  readSync(id: object): unknown
  read(id: object): Promise<unknown>
}

const is_lost = (backend: WebGLBackend): boolean => backend.gpgpu?.gl?.isContextLost() === true

function require_context(backend: WebGLBackend): void {
  if (!is_lost(backend)) return
  throw new RuntimeError(
    "The WebGL context was lost, and with it the tensors that were computed in it: such weights have to be set or loaded again. Go on with: await config.set_backend('webgl'), or another backend.",
  )
}

/**
 * Lets a WebGL backend whose context is lost say so: its own kernels answer zeros then. What JavaScript gave it or read from it is kept, and can still be read when the
 * context is lost. Its faulty shaders are put right.
 */
export function watch_webgl_context(instance: object): void {
  const backend = instance as WebGLBackend
  if (backend.gpgpu?.gl === undefined) return
  const { runWebGLProgram, uploadToGPU, readSync, read } = backend
  backend.runWebGLProgram = (program, ...args) => {
    require_context(backend)
    repair_webgl_program(program)
    return runWebGLProgram.call(backend, program, ...args)
  }
  backend.uploadToGPU = (id) => {
    require_context(backend)
    const data = backend.texData.get(id)
    const { values } = data
    const result = uploadToGPU.call(backend, id)
    data.values ??= values
    return result
  }
  backend.readSync = (id) => {
    if (backend.texData.get(id).values == null) require_context(backend)
    const result = readSync.call(backend, id)
    if (backend.texData.get(id).values == null) require_context(backend)
    return result
  }
  backend.read = async (id) => {
    if (backend.texData.get(id).values == null) require_context(backend)
    const result = await read.call(backend, id)
    require_context(backend)
    return result
  }
}

interface Registration {
  factory: () => tf.KernelBackend
  priority: number
}

/** Takes away a backend whose context or device is lost, so that the next start makes a new one. */
export function forget_lost_backend(name: string): void {
  const engine = tf.engine() as unknown as {
    registry: Record<string, WebGLBackend>
    registryFactory: Record<string, Registration>
  }
  const instance = engine.registry[name]
  if (instance === undefined || !(is_lost(instance) || device_is_lost(instance))) return
  const { factory, priority } = engine.registryFactory[name]!
  tf.removeBackend(name)
  tf.registerBackend(name, factory, priority)
}
