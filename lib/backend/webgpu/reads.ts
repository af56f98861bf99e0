import { NotImplementedError, RuntimeError } from '../../common/errors'
import { repair_webgpu_program, type WebGPUProgram } from './programs'

/** What a WebGPU backend knows of a tensor's data. */
interface Entry {
  values: ArrayLike<unknown> | null
  dtype: string
  complexTensorInfos?: Record<'real' | 'imag', { dataId: object }>
}

/** What of a WebGPU backend holds and gives values, and runs shaders. */
interface WebGPUBackend {
  device: { lost: Promise<unknown>; adapterInfo?: { isFallbackAdapter?: boolean } }
  tensorMap: { get(id: object): Entry; set(id: object, entry: Entry): void; delete(id: object): boolean }
  runWebGPUProgram(program: WebGPUProgram, inputs: unknown, dtype: string, ...rest: unknown[]): unknown
  uploadToGPU(id: object): void
  readSync(id: object): unknown
  read(id: object): Promise<unknown>
}

const lost = new WeakSet<object>()

/** True for a WebGPU backend whose device is lost. */
export const device_is_lost = (instance: object): boolean => lost.has(instance)

function require_device(backend: WebGPUBackend): void {
  if (!lost.has(backend)) return
  throw new RuntimeError(
    "The WebGPU device was lost, and with it the tensors that were computed on it: such weights have to be set or loaded again. Go on with: await config.set_backend('webgpu'), or another backend.",
  )
}

/** True where a synchronous read, which goes through a canvas, loses the device: on adapters in software. */
const is_software = (backend: WebGPUBackend): boolean => backend.device.adapterInfo?.isFallbackAdapter === true

function is_known(backend: WebGPUBackend, id: object): boolean {
  const { values, dtype, complexTensorInfos: parts } = backend.tensorMap.get(id)
  if (values != null || dtype === 'string') return true
  return parts !== undefined && is_known(backend, parts.real.dataId) && is_known(backend, parts.imag.dataId)
}

/** True when the values of all these data are in JavaScript, or can be fetched while JavaScript waits. */
export function can_read_now(instance: object, ids: readonly object[]): boolean {
  const backend = instance as WebGPUBackend
  return !is_software(backend) || ids.every((id) => is_known(backend, id))
}

const held_by = new WeakMap<object, Set<object>>()

/** Notes which data a backend holds. */
function note_data(backend: WebGPUBackend): void {
  const held = new Set<object>()
  held_by.set(backend, held)
  const { tensorMap: map } = backend
  const { set, delete: remove } = map
  map.set = (id, entry) => {
    held.add(id)
    set.call(map, id, entry)
  }
  map.delete = (id) => {
    held.delete(id)
    return remove.call(map, id)
  }
}

/**
 * Makes a WebGPU backend keep the values that JavaScript gave it, and lets it say so when others are asked for without waiting where that cannot be, or when its device is
 * lost. Its faulty shaders are put right.
 */
export function watch_webgpu(instance: object): void {
  const backend = instance as WebGPUBackend
  if (held_by.has(backend)) return
  note_data(backend)
  backend.device.lost.then(() => lost.add(backend))
  const { runWebGPUProgram, uploadToGPU, readSync, read } = backend
  backend.runWebGPUProgram = (program, inputs, dtype, ...rest) => {
    require_device(backend)
    repair_webgpu_program(program, dtype)
    return runWebGPUProgram.call(backend, program, inputs, dtype, ...rest)
  }
  backend.uploadToGPU = (id) => {
    require_device(backend)
    const entry = backend.tensorMap.get(id)
    const { values } = entry
    uploadToGPU.call(backend, id)
    entry.values = values
  }
  backend.readSync = (id) => {
    if (!is_known(backend, id)) require_device(backend)
    if (!can_read_now(backend, [id])) {
      throw new NotImplementedError(
        'Values on WebGPU cannot be read without waiting here, where its adapter is one in software: use `await tensor.data()`.',
      )
    }
    return readSync.call(backend, id)
  }
  backend.read = async (id) => {
    if (!is_known(backend, id)) require_device(backend)
    return read.call(backend, id)
  }
}

/** Fetches every value that a WebGPU backend holds, so that other backends can take it over without waiting. Does nothing for other backends. */
export async function bring_home(instance: object | null): Promise<void> {
  const held = instance === null ? undefined : held_by.get(instance)
  if (held === undefined || lost.has(instance!)) return
  const backend = instance as WebGPUBackend
  const fetched = Array.from(held, (id) =>
    backend.read(id).catch((error) => {
      if (held.has(id)) throw error
    }),
  )
  await Promise.all(fetched)
}
