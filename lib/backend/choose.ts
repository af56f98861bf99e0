import * as tf from '@tensorflow/tfjs-core'
import { RuntimeError, ValueError } from '../common/errors'
import { repr, suggestion } from '../common/text'
import { restore_gradients } from './gradients'
import { ensure_backend_kernels } from './kernels/register'
import { forget_lost_backend } from './webgl/loss'
import { bring_home } from './webgpu/reads'

/** The fields of tfjs's engine that tell whether a backend is up. */
interface EngineFields {
  backendName: string | null
  backendInstance: object | null
  pendingBackendInit: unknown
}

const fields = (): EngineFields => tf.engine() as unknown as EngineFields

/** How each backend's package is loaded. Each import is a literal, so that bundlers put it in a chunk of its own. */
const packages: Record<string, () => Promise<unknown>> = {
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  wasm: () => Promise.all([import('@tensorflow/tfjs-backend-wasm'), import('@tensorflow/tfjs-backend-cpu')]),
  webgl: () => Promise.all([import('@tensorflow/tfjs-backend-webgl'), import('@tensorflow/tfjs-backend-cpu')]),
  webgpu: () => import('@tensorflow/tfjs-backend-cpu'),
  tensorflow: () => load_native(),
}

const aliases: Record<string, string> = { native: 'tensorflow', node: 'tensorflow' }

const in_node = (): boolean => typeof process !== 'undefined' && typeof process.versions?.node === 'string'

/** The native package is optional and cannot be bundled: bundlers are kept from looking for it. TensorFlow's notes on its start are kept back. */
async function load_native(): Promise<void> {
  const name = '@tensorflow/tfjs-node'
  supply_node_helpers()
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1'
  await import('@tensorflow/tfjs-backend-cpu')
  await import(/* webpackIgnore: true */ /* @vite-ignore */ name)
  restore_gradients()
}

/** tfjs-node calls helpers of `util` that Node 22 warns of and Node 23 removed. */
function supply_node_helpers(): void {
  const util = process.getBuiltinModule?.('util') as unknown as Record<string, unknown> | undefined
  if (!util) return
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined
  util.isArray = Array.isArray
}

async function try_backend(name: string): Promise<boolean> {
  try {
    await packages[name]!()
    return await tf.setBackend(name)
  } catch {
    return false
  }
}

async function start(): Promise<void> {
  const wanted = in_node() ? process.env.KERAS_TFJS_BACKEND : undefined
  if (wanted) return set_backend(wanted)
  if (tf.engine().backendNames().length > 0) {
    await tf.ready()
    if (fields().backendInstance == null) await tf.ready()
    return ensure_backend_kernels()
  }
  const candidates = in_node() ? ['tensorflow', 'wasm', 'cpu'] : ['webgl', 'wasm', 'cpu']
  for (const name of candidates) {
    if (await try_backend(name)) return ensure_backend_kernels()
  }
  throw new RuntimeError(`No TensorFlow.js backend could be started. Tried: ${repr(candidates)}`)
}

let starting: Promise<void> | null = null

/**
 * Waits until a TensorFlow.js backend is up. A backend that is already set, or whose package is imported, is used as it is; else the best
 * that can be started: in Node the native one (`@tensorflow/tfjs-node`, if installed), wasm, cpu; in browsers webgl, wasm, cpu. In Node the
 * environment variable `KERAS_TFJS_BACKEND` names another.
 */
export function ready(): Promise<void> {
  if (fields().backendInstance != null) {
    ensure_backend_kernels()
    return Promise.resolve()
  }
  starting ??= start().finally(() => {
    starting = null
  })
  return starting
}

/** How a backend is started. */
export interface BackendOptions {
  /**
   * Where the three `.wasm` files of `@tensorflow/tfjs-backend-wasm` are: the address of their folder, with a slash at its end, or the address
   * of each by its name. Pages need it, except where the files are beside the page. It counts when wasm starts for the first time.
   */
  wasm_paths?: string | Record<string, string>
}

async function set_wasm_paths(paths: string | Record<string, string>): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm')
  if (typeof paths === 'string') setWasmPaths(paths)
  else setWasmPaths({ ...some_file_for_each(paths), ...paths })
}

/** TensorFlow.js wants an address for every build, though it loads one: builds that are not named get one that is. */
function some_file_for_each(paths: Record<string, string>): Record<string, string> {
  const plain = paths['tfjs-backend-wasm.wasm'] ?? Object.values(paths)[0]!
  const builds = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm']
  return Object.fromEntries(builds.map((build) => [build, plain]))
}

/**
 * Starts a backend and makes it the current one. A WebGL backend whose context was lost is started anew.
 *
 * @param name `'cpu'`, `'wasm'`, `'webgl'`, `'native'` (needs the optional package `@tensorflow/tfjs-node`), or any backend registered with
 *   TensorFlow.js, such as `'webgpu'` after importing its package.
 * @param options `wasm_paths`, where the files of the wasm backend are.
 */
export async function set_backend(name: string, { wasm_paths }: BackendOptions = {}): Promise<void> {
  const real_name = aliases[name] ?? name
  const registered = tf.engine().backendNames()
  const load = packages[real_name]
  if (real_name === 'webgpu' && !registered.includes(real_name)) {
    throw new ValueError(
      `WebGPU is in a package of its own. Write this line first: import '@tensorflow/tfjs-backend-webgpu'. Received: name=${repr(name)}`,
    )
  }
  if (!load && !registered.includes(real_name)) {
    const known = [...new Set(['cpu', 'wasm', 'webgl', 'native', ...registered])]
    throw new ValueError(
      `Unknown backend. Expected one of ${repr(known)}.${suggestion(name, known)} Received: name=${repr(name)}`,
    )
  }
  try {
    await load?.()
    if (wasm_paths !== undefined && real_name === 'wasm') await set_wasm_paths(wasm_paths)
  } catch (error) {
    throw new RuntimeError(
      `The package of the backend could not be loaded: ${(error as Error).message}. Received: name=${repr(name)}`,
    )
  }
  forget_lost_backend(real_name)
  if (real_name !== fields().backendName) await bring_home(fields().backendInstance)
  if (!(await tf.setBackend(real_name))) {
    const hint = real_name === 'wasm' && !in_node() ? ' Its .wasm files may be elsewhere: pass `wasm_paths`.' : ''
    throw new RuntimeError(`The backend could not be started here.${hint} Received: name=${repr(name)}`)
  }
  ensure_backend_kernels()
}

/** True when kernels can run at once. A backend that starts synchronously is started by asking. */
export function is_ready(): boolean {
  const engine = fields()
  if (engine.backendInstance != null) return true
  if (engine.pendingBackendInit != null || tf.engine().backendNames().length === 0) return false
  try {
    return tf.backend() != null
  } catch {
    return false
  }
}

/** Throws unless kernels can run at once. `what` names the call that needs them. */
export function require_ready(what: string): void {
  if (!is_ready())
    throw new RuntimeError(`${what} needs a TensorFlow.js backend, and none is ready. Write this line first: await keras.ready()`)
}

/** Name of the current TensorFlow.js backend: `'cpu'`, `'wasm'`, `'webgl'`, `'tensorflow'` (native). Throws when none is ready. */
export function backend(): string {
  require_ready('backend()')
  return tf.getBackend()
}
