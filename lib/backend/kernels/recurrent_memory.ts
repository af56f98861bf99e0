import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { WasmBackend } from './wasm_memory'
import { product_of } from './wasm_product'

/** A float array of a kernel. `values` is to be read again after each product: memory may have moved. */
export interface Block {
  readonly shape: number[]
  readonly values: Float32Array
  /** As a result of the kernel. */
  info(): TensorInfo
}

/** Where a kernel of many steps keeps its arrays. */
export interface Workspace {
  input(info: TensorInfo): Block
  /** A new array of zeros. */
  zeros(shape: number[]): Block
  /** `out = a @ b` for `a` [m, k], `b` [k, n]. */
  product(a: Block, b: Block, out: Block): void
  /** Frees new arrays that are no results. */
  free(blocks: Block[]): void
}

interface HeapBackend extends WasmBackend {
  typedArrayFromHeap(info: TensorInfo): Float32Array
  disposeData(id: object): boolean
}

interface PlainBackend {
  readSync(id: object): Float32Array
  write(values: Float32Array, shape: number[], dtype: 'float32'): object
}

const size_of = (shape: number[]): number => shape.reduce((size, d) => size * d, 1)

class PlainBlock implements Block {
  constructor(
    private readonly backend: PlainBackend,
    readonly shape: number[],
    readonly values: Float32Array,
  ) {}

  info(): TensorInfo {
    return { dataId: this.backend.write(this.values, this.shape, 'float32'), shape: this.shape, dtype: 'float32' }
  }
}

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

function plain_workspace(backend: PlainBackend): Workspace {
  return {
    input: ({ dataId, shape }) => new PlainBlock(backend, shape, backend.readSync(dataId)),
    zeros: (shape) => new PlainBlock(backend, shape, new Float32Array(size_of(shape))),
    product: (a, b, out) => plain_product(a.values, b.values, out.values, b.shape[0]!, b.shape[1]!),
    free: () => {},
  }
}

class HeapBlock implements Block {
  constructor(
    private readonly backend: HeapBackend,
    readonly tensor: TensorInfo,
  ) {}

  get shape(): number[] {
    return this.tensor.shape
  }

  get values(): Float32Array {
    return this.backend.typedArrayFromHeap(this.tensor)
  }

  get id(): number {
    return this.backend.dataIdMap.get(this.tensor.dataId).id
  }

  info(): TensorInfo {
    return this.tensor
  }
}

function heap_workspace(backend: HeapBackend): Workspace {
  const product = product_of(backend)
  const shapes = new Map<Block, Uint8Array>()
  const shape_of = (block: Block): Uint8Array => {
    let bytes = shapes.get(block)
    if (bytes === undefined) {
      bytes = new Uint8Array(new Int32Array([1, ...block.shape]).buffer)
      shapes.set(block, bytes)
    }
    return bytes
  }
  return {
    input: (info) => new HeapBlock(backend, info),
    zeros: (shape) => {
      const block = new HeapBlock(backend, backend.makeOutput(shape, 'float32'))
      block.values.fill(0)
      return block
    },
    product: (a, b, out) => {
      product((a as HeapBlock).id, shape_of(a), 3, (b as HeapBlock).id, shape_of(b), 3, false, false, (out as HeapBlock).id)
    },
    free: (blocks) => {
      for (const block of blocks) backend.disposeData((block as HeapBlock).tensor.dataId)
    },
  }
}

/** The memory of the backend: plain arrays, or the wasm heap. */
export function workspace(backend: object): Workspace {
  return typeof (backend as HeapBackend).typedArrayFromHeap === 'function'
    ? heap_workspace(backend as HeapBackend)
    : plain_workspace(backend as PlainBackend)
}
