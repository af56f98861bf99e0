import { chunk_grid, type Grid, type StoredChunk } from './chunk_grid'
import { read_chunk_index } from './chunk_index'
import type { Dataspace } from './dataspace'
import type { Datatype } from './datatype'
import { type Filter, undo_filters } from './filters'
import type { Layout } from './layout'
import type { Source } from './source'

/** The values of a dataset that is stored in pieces of one extent, each on its own and perhaps through filters. */
export class ChunkedData {
  readonly #grid: Grid
  #chunks: StoredChunk[] | null = null

  constructor(
    readonly source: Source,
    layout: Extract<Layout, { kind: 'chunked' }>,
    readonly dataspace: Dataspace,
    readonly datatype: Datatype,
    readonly filters: Filter[],
  ) {
    const { chunk, element, address } = layout
    if (chunk.length !== dataspace.shape.length || chunk.includes(0) || element !== datatype.size) {
      throw source.broken('The chunks of a dataset do not fit it.', address)
    }
    this.#grid = chunk_grid(source, layout, dataspace, filters.length > 0)
    const { chunk_bytes, total } = this.#grid
    if (!(chunk_bytes <= source.budget.limits.total_bytes)) {
      throw source.error('limit', 'hdf5-size', `A chunk is too large. Received: chunks of (${chunk.join(', ')})`, address)
    }
    const smallest_entry =
      layout.index.kind === 'implicit' ? chunk_bytes : layout.index.kind === 'single' ? 1 : source.offset_size
    if (total * smallest_entry > source.bytes.length) {
      throw source.error('limit', 'hdf5-size', `A dataset has more chunks than its file. Received: ${total}`, address)
    }
  }

  /** Where each chunk is, in row-major order. Read once. */
  get chunks(): StoredChunk[] {
    this.#chunks ??= this.dataspace.count === 0 ? [] : this.#locate()
    return this.#chunks
  }

  #locate(): StoredChunk[] {
    const { source, filters } = this
    const { chunk_bytes } = this.#grid
    const chunks = read_chunk_index(this.#grid)
    chunks.forEach(({ address, size }) => {
      source.claim(address, size, 'chunk')
      if (filters.length === 0 && size !== chunk_bytes) {
        throw source.error('format', 'hdf5-size', `A chunk has another size. Received: ${size} of ${chunk_bytes} bytes`, address)
      }
    })
    return chunks
  }

  #position(index: number): number[] {
    const position: number[] = []
    let rest = index
    for (let axis = this.#grid.counts.length - 1; axis >= 0; axis--) {
      position[axis] = rest % this.#grid.counts[axis]
      rest = Math.floor(rest / this.#grid.counts[axis])
    }
    return position
  }

  /** All bytes of the dataset in row-major order. */
  read(): Uint8Array {
    const { source, dataspace, datatype, filters, chunks } = this
    const { chunk_bytes } = this.#grid
    const stored = chunks.reduce((sum, { size }) => sum + size, 0)
    if (filters.length > 0) source.budget.spend_inflated(chunks.length * chunk_bytes, stored, source.path)
    source.budget.spend_bytes(dataspace.count * datatype.size, source.path)
    const result = new Uint8Array(dataspace.count * datatype.size)
    chunks.forEach(({ address, size, mask }, i) => {
      const bytes = source.bytes.subarray(address, address + size)
      const plain = filters.length > 0 ? undo_filters(source, filters, mask, bytes, chunk_bytes) : bytes
      this.#copy(plain, this.#position(i), result)
    })
    return result
  }

  /** Copies the part of a chunk that lies in the dataset, one run along the last axis after the other. */
  #copy(from: Uint8Array, position: number[], to: Uint8Array): void {
    const { shape } = this.dataspace
    const { chunk } = this.#grid.layout
    const element = this.datatype.size
    const last = shape.length - 1
    const first = position.map((at, axis) => at * chunk[axis])
    const extent = first.map((start, axis) => Math.min(chunk[axis], shape[axis] - start))
    const run = extent[last] * element
    const inner = shape.map(() => 0)
    for (let axis = last; axis >= 0; ) {
      let source_at = 0
      let target_at = 0
      for (let k = 0; k <= last; k++) {
        source_at = source_at * chunk[k] + inner[k]
        target_at = target_at * shape[k] + first[k] + inner[k]
      }
      to.set(from.subarray(source_at * element, source_at * element + run), target_at * element)
      for (axis = last - 1; axis >= 0 && ++inner[axis] === extent[axis]; axis--) inner[axis] = 0
    }
  }
}
