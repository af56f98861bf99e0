import type { TensorInfo } from '@tensorflow/tfjs-core'
import { RuntimeError } from '../../common/errors'
import type { WasmBackend } from '../wasm/memory'
import { simd_binary } from './binary'

/** Addresses and steps are bytes. */
type Call = (...numbers: number[]) => void

/** The functions of the module, by their names in `source/`. */
export interface SimdFunctions {
  gemm: Call
  gemm_packed: Call
  pack_columns: Call
  gemm_scratch(): number
  conv_image: Call
  conv_scratch(taps: number): number
  windows: Call
  add_windows: Call
  pad_image: Call
  crop_image: Call
  depthwise_gradient: Call
  max_pool_gradient: Call
  column_sums: Call
  column_dots: Call
  scale_columns: Call
  mix_columns: Call
  row_sums: Call
  forbid: Call
  softmax_rows: Call
  layer_norm: Call
  multiply: Call
  open_gate: Call
  clip: Call
  map: Call
  extremes: Call
  compare: Call
  simple_forward: Call
  simple_backward: Call
  lstm_forward: Call
  lstm_backward: Call
  gru_forward: Call
  gru_backward: Call
  adam: Call
  momentum: Call
  move: Call
}

interface Memory {
  wasmMemory?: WebAssembly.Memory
  asm?: { memory?: WebAssembly.Memory }
  _malloc(bytes: number): number
  _free(address: number): void
}

/** Our SIMD module in the memory of a wasm backend. */
export interface Simd extends SimdFunctions {
  /** Several threads share the memory, and XNNPACK's kernels run on all of them. */
  threads: boolean
  /** Where a tensor's values begin. */
  at(info: TensorInfo): number
  /** Room for `bytes`, until the next call. */
  scratch(bytes: number): number
}

/** In the import of the memory: it has a largest size. With threads it must be declared as shared, too. */
const [limited, shared] = [1, 3]

function bytes_of(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

/** Where the kind of the imported memory stands: after the names `env` and `memory`, and the byte that says memory. */
function memory_kind(binary: Uint8Array): number {
  const name = [...'memory'].map((letter) => letter.charCodeAt(0))
  const at = binary.findIndex((_, i) => name.every((code, j) => binary[i + j] === code))
  return at + name.length + 1
}

function start(backend: WasmBackend): Simd | null {
  const { wasm } = backend as unknown as { wasm: Memory }
  const memory = wasm.wasmMemory ?? wasm.asm?.memory
  if (memory === undefined) return null
  const threads = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer
  const binary = bytes_of(simd_binary)
  binary[memory_kind(binary)] = threads ? shared : limited
  try {
    const abort = (): never => {
      throw new Error('abort')
    }
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory, abort } })
    let room = 0
    let held = 0
    return {
      ...(exports as unknown as SimdFunctions),
      threads,
      at: (info) => backend.dataIdMap.get(info.dataId).memoryOffset,
      scratch: (bytes) => {
        if (bytes > room) {
          if (held !== 0) wasm._free(held)
          held = wasm._malloc(bytes)
          room = held === 0 ? 0 : bytes
          if (held === 0) throw new RuntimeError(`The wasm backend has no memory left. Received: a need of ${bytes} bytes`)
        }
        return held
      },
    }
  } catch {
    return null
  }
}

const started = new WeakMap<object, Simd | null>()

/** The SIMD module for a wasm backend; null where it cannot run: without SIMD, or where the page forbids to compile. */
export function simd_of(backend: object): Simd | null {
  let simd = started.get(backend)
  if (simd === undefined) {
    simd = start(backend as WasmBackend)
    started.set(backend, simd)
  }
  return simd
}
