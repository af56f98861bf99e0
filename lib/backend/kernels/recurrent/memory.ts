import type { TensorInfo } from '@tensorflow/tfjs-core'
import { type Simd, simd_of } from '../../simd/load'
import type { WasmBackend } from '../../wasm/memory'

/** A float array of a kernel. */
export interface Block {
  readonly shape: number[]
  readonly values: Float32Array
  /** In the wasm heap where it begins; 0 elsewhere. */
  readonly at: number
  /** As a result of the kernel. */
  info(): TensorInfo
}

/** What the states of all steps are multiplied with. */
export interface Multiplier {
  /** `out = rows @ matrix`. */
  multiply(rows: Block, out: Block): void
  free(): void
}

/** Where a kernel of many steps keeps its arrays. */
export interface Workspace {
  /** The functions for arrays in the wasm heap, where there are any. */
  readonly simd: Simd | null
  input(info: TensorInfo): Block
  /** A new array of zeros. */
  zeros(shape: number[]): Block
  /** Gets ready to multiply so many rows with a matrix, or with the matrix turned. */
  multiplier(matrix: TensorInfo, turned: boolean, rows: number): Multiplier
  /** Frees new arrays that are no results. */
  free(blocks: Block[]): void
}

interface HeapBackend extends WasmBackend {
  disposeData(id: object): boolean
}

interface PlainBackend {
  readSync(id: object): Float32Array
  write(values: Float32Array, shape: number[], dtype: 'float32'): object
}

const size_of = (shape: number[]): number => shape.reduce((size, d) => size * d, 1)

/** Row by row, so that the right operand is read in order. */
function plain_product(a: Float32Array, b: Float32Array, out: Float32Array, k: number, n: number): void {
  out.fill(0)
  for (let row = 0; row * k < a.length; row++) {
    const start = row * n
    for (let i = 0; i < k; i++) {
      const factor = a[row * k + i]!
      if (factor === 0) continue
      const from = i * n
      for (let j = 0; j < n; j++) out[start + j]! += factor * b[from + j]!
    }
  }
}

function transposed(from: Float32Array, rows: number, columns: number): Float32Array {
  const to = new Float32Array(from.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) to[j * rows + i] = from[i * columns + j]!
  return to
}

function plain_multiplier(values: Float32Array, [rows, columns]: number[], turned: boolean): Multiplier {
  const matrix = turned ? transposed(values, rows!, columns!) : values
  const [k, n] = turned ? [columns!, rows!] : [rows!, columns!]
  return { multiply: (a, out) => plain_product(a.values, matrix, out.values, k, n), free: () => {} }
}

function plain_workspace(backend: PlainBackend): Workspace {
  const block = (shape: number[], values: Float32Array): Block => ({
    ...{ shape, values, at: 0 },
    info: () => ({ dataId: backend.write(values, shape, 'float32'), shape, dtype: 'float32' }),
  })
  return {
    simd: null,
    input: ({ dataId, shape }) => block(shape, backend.readSync(dataId)),
    zeros: (shape) => block(shape, new Float32Array(size_of(shape))),
    multiplier: ({ dataId, shape }, turned) => plain_multiplier(backend.readSync(dataId), shape, turned),
    free: () => {},
  }
}

/** From this many rows on, the matrix is packed once for all steps. */
const packed_rows = 4

/** All memory is taken here: none moves while steps run. */
function simd_multiplier(backend: HeapBackend, simd: Simd, matrix: TensorInfo, turned: boolean, m: number): Multiplier {
  const [rows, columns] = matrix.shape as [number, number]
  const [k, n] = turned ? [columns, rows] : [rows, columns]
  const steps = turned ? [4, 4 * k] : [4 * n, 4]
  if (m < packed_rows) {
    const scratch = simd.scratch(simd.gemm_scratch())
    const from = simd.at(matrix)
    return {
      multiply: (a, out) => simd.gemm(a.at, from, out.at, m, k, n, 4 * k, 4, ...steps, 4 * n, 0, 0, -Infinity, Infinity, scratch),
      free: () => {},
    }
  }
  const packed = backend.makeOutput([Math.ceil(n / 8), k, 8], 'float32')
  const scratch = simd.scratch(4 * k * (m + 4))
  simd.pack_columns(simd.at(matrix), k, n, ...steps, simd.at(packed))
  return {
    multiply: (a, out) => simd.gemm_packed(a.at, simd.at(packed), out.at, m, k, n, scratch),
    free: () => void backend.disposeData(packed.dataId),
  }
}

function heap_workspace(backend: HeapBackend): Workspace {
  const simd = simd_of(backend)
  const block = (tensor: TensorInfo): Block => ({
    shape: tensor.shape,
    get values() {
      return backend.typedArrayFromHeap(tensor)
    },
    at: backend.dataIdMap.get(tensor.dataId).memoryOffset,
    info: () => tensor,
  })
  const tensors = new Map<Block, TensorInfo>()
  return {
    simd,
    input: block,
    zeros: (shape) => {
      const tensor = backend.makeOutput(shape, 'float32')
      const made = block(tensor)
      made.values.fill(0)
      tensors.set(made, tensor)
      return made
    },
    multiplier: (matrix, turned, rows) =>
      simd === null
        ? plain_multiplier(backend.typedArrayFromHeap(matrix).slice(), matrix.shape, turned)
        : simd_multiplier(backend, simd, matrix, turned, rows),
    free: (blocks) => {
      for (const one of blocks) backend.disposeData(tensors.get(one)!.dataId)
    },
  }
}

/** The memory of the backend: plain arrays, or the wasm heap. */
export function workspace(backend: object): Workspace {
  return typeof (backend as HeapBackend).typedArrayFromHeap === 'function'
    ? heap_workspace(backend as HeapBackend)
    : plain_workspace(backend as PlainBackend)
}
