import type { KernelBackend, Tensor } from '@tensorflow/tfjs-core'
import { type EngineInternals, engine, type ScopeState, type TapeNode } from '../engine'
import { outside_scope } from '../scope'
import { MetaData, swap_born } from './data'
import { meta_backend, meta_backend_name } from './registry'

/** What of the engine is put aside while another backend is in its place. */
interface Place {
  name: string | null
  backend: KernelBackend | null
  pending: Promise<boolean> | null
  tape: TapeNode[] | null
  gradient_depth: number
  kernel_depth: number
  scopes: ScopeState[]
  scope: ScopeState | null
  profiling: boolean
  debug: unknown
}

/** The real backend's place while the meta backend is in it; null when the meta backend is not in use. */
let host: Place | null = null

function take_place(core: EngineInternals): Place {
  const { state } = core
  return {
    name: core.backendName,
    backend: core.backendInstance,
    pending: core.pendingBackendInit,
    tape: state.activeTape,
    gradient_depth: state.gradientDepth,
    kernel_depth: state.kernelDepth,
    scopes: state.scopeStack,
    scope: state.activeScope,
    profiling: state.profiling,
    debug: core.ENV.flags.DEBUG,
  }
}

function set_backend_of(core: EngineInternals, place: Pick<Place, 'name' | 'backend' | 'pending'>): void {
  core.backendName = place.name
  core.backendInstance = place.backend
  core.pendingBackendInit = place.pending
}

function set_tape_and_scopes(
  core: EngineInternals,
  place: Omit<Place, 'name' | 'backend' | 'pending' | 'profiling' | 'debug'>,
): void {
  const { state } = core
  state.activeTape = place.tape
  state.gradientDepth = place.gradient_depth
  state.kernelDepth = place.kernel_depth
  state.scopeStack = place.scopes
  state.activeScope = place.scope
}

/** The profiler and the debug mode read the values of each result, which the meta backend does not have. */
function set_watching(core: EngineInternals, profiling: boolean, debug: unknown): void {
  core.state.profiling = profiling
  if (core.ENV.flags.DEBUG !== debug) core.ENV.flags.DEBUG = debug
}

/** True while the meta backend is in use, which is inside a trace and not inside `on_real_backend`. */
export function tracing(): boolean {
  return host !== null
}

function free_born(core: EngineInternals, scope: ScopeState, born: MetaData[]): void {
  for (const tensor of scope.track) {
    if (!tensor.isDisposed && (!tensor.kept || tensor.dataId instanceof MetaData)) tensor.dispose()
  }
  const left = new Set<object>()
  for (const data of born) if (data.refs > 0) left.add(data)
  if (left.size === 0) return
  for (const variable of Object.values(core.state.registeredVariables)) if (left.has(variable.dataId)) variable.dispose()
  for (const data of left as Set<MetaData>) {
    const handle = { dataId: data, dtype: data.dtype, size: data.shape.reduce((size, d) => size * d, 1) } as unknown as Tensor
    for (let refs = data.refs; refs > 0; refs--) core.disposeTensor(handle)
  }
}

/**
 * Runs `fn` with the meta backend in the place of the current one: no tape, a scope of its own, and every tensor without data that it made
 * freed at the end. Everything is put back, also after a throw. May be nested.
 */
export function on_meta_backend<T>(fn: () => T): T {
  const core = engine()
  const backend = meta_backend()
  const before = take_place(core)
  const outer_host = host
  const scope: ScopeState = { track: [], name: 'trace', id: core.state.nextScopeId++ }
  const born: MetaData[] = []
  const outer_born = swap_born(born)
  if (host === null) host = before
  set_backend_of(core, { name: meta_backend_name, backend, pending: null })
  set_tape_and_scopes(core, { tape: null, gradient_depth: 0, kernel_depth: 0, scopes: [scope], scope })
  if (before.profiling || before.debug) set_watching(core, false, false)
  try {
    return fn()
  } finally {
    set_backend_of(core, before)
    set_tape_and_scopes(core, before)
    if (before.profiling || before.debug) set_watching(core, before.profiling, before.debug)
    swap_born(outer_born)
    try {
      // Still as inside of the trace, where a look at a variable does not give it its first value.
      free_born(core, scope, born)
    } finally {
      host = outer_host
    }
  }
}

/**
 * Runs `fn` on the real backend, also inside a trace, with the gradient tape off and outside every tidy scope: a tensor that it makes lives
 * until someone disposes it, so intermediate ones need a tidy inside `fn`.
 */
export function on_real_backend<T>(fn: () => T): T {
  const core = engine()
  const inside = host
  const before = take_place(core)
  const outer_born = swap_born(null)
  host = null
  if (inside !== null) {
    set_backend_of(core, inside)
    if (inside.profiling || inside.debug) set_watching(core, inside.profiling, inside.debug)
  }
  set_tape_and_scopes(core, { tape: null, gradient_depth: 0, kernel_depth: 0, scopes: [], scope: null })
  try {
    return outside_scope(fn)
  } finally {
    if (inside !== null) {
      inside.name = core.backendName
      inside.backend = core.backendInstance
      inside.pending = core.pendingBackendInit
      set_backend_of(core, before)
      if (inside.profiling || inside.debug) set_watching(core, before.profiling, before.debug)
    }
    set_tape_and_scopes(core, before)
    swap_born(outer_born)
    host = inside
  }
}
