import type { Cursor } from './cursor'
import type { Dataspace } from './dataspace'
import type { Layout } from './layout'
import type { Source } from './source'

/** Where the bytes of a chunk are. A set bit of `mask` says that the filter of that number was not used. */
export interface StoredChunk {
  address: number
  size: number
  mask: number
}

/** How a dataset is cut into chunks. */
export interface Grid {
  source: Source
  layout: Extract<Layout, { kind: 'chunked' }>
  /** Chunks along each axis, now, and as far as the dataset may grow. */
  counts: number[]
  most: number[]
  /** All chunks. */
  total: number
  /** Bytes of a chunk before filters. */
  chunk_bytes: number
  is_filtered: boolean
}

export function chunk_grid(
  source: Source,
  layout: Extract<Layout, { kind: 'chunked' }>,
  { shape, limits }: Dataspace,
  is_filtered: boolean,
): Grid {
  const { chunk, element } = layout
  const counts = shape.map((size, axis) => Math.ceil(size / chunk[axis]))
  const most = limits.map((size, axis) => Math.ceil(size / chunk[axis]))
  const total = counts.reduce((a, b) => a * b, 1)
  const chunk_bytes = chunk.reduce((a, b) => a * b, element)
  return { source, layout, counts, most, total, chunk_bytes, is_filtered }
}

/** Reads what an index says of a chunk in `bytes` bytes; undefined when the chunk was never stored. */
export function read_stored_chunk(grid: Grid, cursor: Cursor, bytes: number): StoredChunk | undefined {
  const { source, is_filtered, chunk_bytes } = grid
  const size_bytes = bytes - source.offset_size - 4
  if (is_filtered ? size_bytes < 1 || size_bytes > 8 : bytes !== source.offset_size) {
    throw source.broken(`An entry of a list of chunks has an odd size. Received: ${bytes} bytes`, cursor.position)
  }
  const address = cursor.address()
  const size = is_filtered ? cursor.uint(size_bytes) : chunk_bytes
  const mask = is_filtered ? cursor.u32() : 0
  return address < 0 ? undefined : { address, size, mask }
}
