import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { simd_update } from '../simd/updates'
import { forget_packed, type WasmBackend } from '../wasm/memory'

/** Numbers that an update takes beside its tensors. */
type Numbers = Record<string, number>

/** One pass over a variable and its slots (`state`, the variable first), which it changes. */
type UpdateLoop = (state: Float32Array[], gradient: Float32Array, attrs: Numbers) => void

const { fround, sqrt } = Math

/** `m += (g - m)(1 - beta_1)`, `v += (g² - v)(1 - beta_2)`, `x -= alpha m / (sqrt(v) + epsilon)`; a third slot is the largest v so far. */
function adam([x, m, v, largest]: Float32Array[], g: Float32Array, { alpha, beta_1, beta_2, epsilon }: Numbers): void {
  const one_1 = 1 - beta_1!
  const one_2 = 1 - beta_2!
  for (let i = 0; i < g.length; i++) {
    const gradient = g[i]!
    const m_old = m![i]!
    const v_old = v![i]!
    const m_new = fround(m_old + (gradient - m_old) * one_1)
    const v_new = fround(v_old + (gradient * gradient - v_old) * one_2)
    m![i] = m_new
    v![i] = v_new
    let size = v_new
    if (largest !== undefined) {
      if (v_new > largest[i]!) largest[i] = v_new
      size = largest[i]!
    }
    x![i] = x![i]! - (m_new * alpha!) / (sqrt(size) + epsilon!)
  }
}

/** `m = momentum m - lr g`; `x += m`, or with Nesterov's `x += momentum m - lr g`. Without a slot, `x -= lr g`. */
function momentum([x, m]: Float32Array[], g: Float32Array, { learning_rate, momentum, nesterov }: Numbers): void {
  const lr = learning_rate!
  if (m === undefined) {
    for (let i = 0; i < g.length; i++) x![i] = x![i]! - fround(lr * g[i]!)
    return
  }
  for (let i = 0; i < g.length; i++) {
    const step = lr * g[i]!
    const m_new = fround(momentum! * m[i]! - step)
    m[i] = m_new
    x![i] = x![i]! + (nesterov ? momentum! * m_new - step : m_new)
  }
}

/** `v = rho v + (1 - rho) g²`, `x -= lr g / sqrt(v + epsilon)`. */
function rmsprop([x, v]: Float32Array[], g: Float32Array, { learning_rate, rho, epsilon }: Numbers): void {
  const rest = 1 - rho!
  for (let i = 0; i < g.length; i++) {
    const gradient = g[i]!
    const v_new = fround(rho! * v![i]! + rest * gradient * gradient)
    v![i] = v_new
    x![i] = x![i]! - (learning_rate! * gradient) / sqrt(v_new + epsilon!)
  }
}

/** `x += (g - x) rate`. */
function average([x]: Float32Array[], g: Float32Array, { rate }: Numbers): void {
  for (let i = 0; i < g.length; i++) x![i] = x![i]! + (g[i]! - x![i]!) * rate!
}

const loops: Record<string, UpdateLoop> = {
  KerasAdam: adam,
  KerasMomentum: momentum,
  KerasRMSprop: rmsprop,
  KerasAverage: average,
}

interface HeapBackend extends WasmBackend {
  refCount(id: object): number
}

interface PlainBackend {
  readSync(id: object): Float32Array
  write(values: Float32Array, shape: number[], dtype: string): object
}

/** In the wasm heap, data that nobody else refers to are changed where they are; the others are copied first. */
function run_in_wasm(
  backend: HeapBackend,
  state: TensorInfo[],
  gradient: TensorInfo,
  name: string,
  attrs: Numbers,
): TensorInfo[] {
  const outputs = state.map((info) => {
    if (backend.refCount(info.dataId) > 1) return backend.makeOutput(info.shape, 'float32')
    backend.incRef(info.dataId)
    return { dataId: info.dataId, shape: info.shape, dtype: info.dtype }
  })
  const arrays = outputs.map((info) => backend.typedArrayFromHeap(info))
  outputs.forEach((info, i) => {
    if (info.dataId !== state[i]!.dataId) arrays[i]!.set(backend.typedArrayFromHeap(state[i]!))
  })
  if (!simd_update(backend, name, outputs, gradient, attrs)) loops[name]!(arrays, backend.typedArrayFromHeap(gradient), attrs)
  outputs.forEach((info, i) => {
    if (info.dataId === state[i]!.dataId) forget_packed(backend, info)
  })
  return outputs
}

function run_on_cpu(
  backend: PlainBackend,
  state: TensorInfo[],
  gradient: TensorInfo,
  loop: UpdateLoop,
  attrs: Numbers,
): TensorInfo[] {
  const arrays = state.map((info) => backend.readSync(info.dataId).slice())
  loop(arrays, backend.readSync(gradient.dataId), attrs)
  return state.map((info, i) => ({
    dataId: backend.write(arrays[i]!, info.shape, 'float32'),
    shape: info.shape,
    dtype: 'float32',
  }))
}

function update_kernel(name: string): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { gradient, ...rest } = inputs as unknown as Record<string, TensorInfo>
    const state = Object.values(rest)
    const numbers = (attrs ?? {}) as unknown as Numbers
    if (typeof (backend as unknown as HeapBackend).typedArrayFromHeap === 'function') {
      return run_in_wasm(backend as unknown as HeapBackend, state, gradient!, name, numbers)
    }
    return run_on_cpu(backend as unknown as PlainBackend, state, gradient!, loops[name]!, numbers)
  }
}

/** Updates of optimizers and of moving averages in one pass, for the backends whose memory is at hand: cpu and wasm. They answer the new variable and slots. */
export const update_kernels: Record<string, KernelFunc> = Object.fromEntries(
  Object.keys(loops).map((name) => [name, update_kernel(name)]),
)
