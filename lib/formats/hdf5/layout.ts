import { type Cursor, no_address } from './cursor'

/** Where the index of the chunks is, and of which kind. */
export type ChunkIndex =
  | { kind: 'btree_v1' }
  | { kind: 'single'; stored: number | null; mask: number }
  | { kind: 'implicit' }
  | { kind: 'fixed_array' }
  | { kind: 'extensible_array' }
  | { kind: 'btree_v2' }

/** Where the values of a dataset are. */
export type Layout =
  | { kind: 'compact'; start: number; size: number }
  | { kind: 'contiguous'; start: number; size: number }
  | {
      kind: 'chunked'
      address: number
      /** Extent of a chunk. */
      chunk: number[]
      /** Bytes of an element, as the layout repeats it. */
      element: number
      index: ChunkIndex
    }

/** Reads a layout message of version 3, 4 or 5. */
export function read_layout(cursor: Cursor): Layout {
  const { source, position } = cursor
  const version = cursor.u8()
  if (version === 1 || version === 2) {
    throw source.unsupported(`Layouts of this version are not read. Received: ${version}`, position)
  }
  if (version < 3 || version > 5) throw source.broken(`The version of a layout is unknown. Received: ${version}`, position)
  const kind = cursor.u8()
  switch (kind) {
    case 0: {
      const size = cursor.u16()
      return { kind: 'compact', start: cursor.skip(size), size }
    }
    case 1:
      return { kind: 'contiguous', start: cursor.address(), size: cursor.length() }
    case 2:
      return version === 3 ? chunked_version_3(cursor) : chunked_version_4(cursor)
    case 3:
      throw source.unsafe('A virtual dataset is not read.', position)
    default:
      throw source.broken(`The kind of a layout is unknown. Received: ${kind}`, position)
  }
}

function chunked_version_3(cursor: Cursor): Layout {
  const rank = read_rank(cursor)
  const address = cursor.address()
  const chunk = Array.from({ length: rank }, () => cursor.u32())
  const element = cursor.u32()
  return { kind: 'chunked', address, chunk, element, index: { kind: 'btree_v1' } }
}

function chunked_version_4(cursor: Cursor): Layout {
  const { source, position } = cursor
  const flags = cursor.u8()
  if (flags > 3) throw source.broken(`The flags of a layout are unknown. Received: ${flags}`, position)
  if (flags & 1) throw source.unsupported('Chunks at the edge that have no filters are not read.', position)
  const rank = read_rank(cursor)
  const bytes = cursor.u8()
  if (bytes < 1 || bytes > 8) throw source.broken(`A chunk has odd numbers. Received: ${bytes} bytes each`, position)
  const chunk = Array.from({ length: rank }, () => cursor.uint(bytes))
  const element = cursor.uint(bytes)
  const index = read_index(cursor, flags)
  return { kind: 'chunked', address: cursor.address(), chunk, element, index }
}

/** One more than the rank is stored: the element counts as the last axis. */
function read_rank(cursor: Cursor): number {
  const { source, position } = cursor
  const axes = cursor.u8()
  if (axes < 2 || axes > 33) throw source.broken(`A chunk has an odd number of axes. Received: ${axes}`, position)
  return axes - 1
}

function read_index(cursor: Cursor, flags: number): ChunkIndex {
  const { source, position } = cursor
  const kind = cursor.u8()
  switch (kind) {
    case 1:
      if ((flags & 2) === 0) return { kind: 'single', stored: null, mask: 0 }
      return { kind: 'single', stored: cursor.length(), mask: cursor.u32() }
    case 2:
      return { kind: 'implicit' }
    case 3:
      cursor.skip(1)
      return { kind: 'fixed_array' }
    case 4:
      cursor.skip(5)
      return { kind: 'extensible_array' }
    case 5:
      cursor.skip(6)
      return { kind: 'btree_v2' }
    default:
      throw source.broken(`The index of chunks is of an unknown kind. Received: ${kind}`, position)
  }
}

/** Whether nothing was ever stored. */
export function is_unallocated(layout: Layout): boolean {
  return layout.kind === 'chunked' ? layout.address === no_address : layout.start === no_address
}
