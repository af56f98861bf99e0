import { check_sum, checked_structure } from './checked'
import { type Grid, read_stored_chunk, type StoredChunk } from './chunk_grid'
import { Cursor } from './cursor'

/** Every entry of a fixed array of chunks; undefined for chunks that were never stored. */
export function read_fixed_array(grid: Grid, address: number): (StoredChunk | undefined)[] {
  const { source, is_filtered, most } = grid
  const { offset_size, length_size } = source
  const header = checked_structure(source, address, 12 + offset_size + length_size, 'FAHD', 'fixed array')
  header.version(is_filtered ? 1 : 0, 'entries of a fixed array')
  const entry = header.u8()
  const page_bits = header.u8()
  const count = header.length()
  const block = header.address()
  if (count !== most.reduce((a, b) => a * b, 1) || page_bits > 32) {
    throw source.broken(`A fixed array does not fit its dataset. Received: ${count} entries`, address)
  }
  source.at(block, count * entry, 'block of a fixed array')
  const page = 2 ** page_bits
  const pages = count > page ? Math.ceil(count / page) : 0
  const bitmap = Math.ceil(pages / 8)
  const prefix = 6 + offset_size + bitmap + (pages > 0 ? 4 : 0)
  const length = pages > 0 ? prefix : prefix + count * entry + 4
  const cursor = checked_structure(source, block, length, 'FADB', 'block of a fixed array')
  cursor.version(is_filtered ? 1 : 0, 'entries of a fixed array')
  if (cursor.address() !== address) throw source.broken('A block of a fixed array belongs elsewhere.', block)
  if (pages === 0) return entries(grid, cursor, count, entry)
  const initialised = cursor.take(bitmap)
  const all: (StoredChunk | undefined)[] = []
  let start = block + prefix
  for (let i = 0; i < pages; i++) {
    const here = Math.min(page, count - i * page)
    all.push(...read_page(grid, start, here, entry, initialised, i))
    start += here * entry + 4
  }
  return all
}

/** A page of entries with its checksum, unless `initialised` says that nothing was ever written there. */
export function read_page(
  grid: Grid,
  start: number,
  count: number,
  entry: number,
  initialised: Uint8Array,
  number: number,
): (StoredChunk | undefined)[] {
  const { source } = grid
  if ((initialised[number >> 3] & (0x80 >> (number & 7))) === 0) return Array.from({ length: count }, () => undefined)
  source.claim(start, count * entry + 4, 'page of an array')
  check_sum(source, start, count * entry + 4, 'page of an array')
  return entries(grid, new Cursor(source, start, start + count * entry), count, entry)
}

/** `count` entries of an array of chunks. */
export function entries(grid: Grid, cursor: Cursor, count: number, entry: number): (StoredChunk | undefined)[] {
  return Array.from({ length: count }, () => read_stored_chunk(grid, cursor, entry))
}
