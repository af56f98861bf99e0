import { checked_structure } from './checked'
import type { Grid, StoredChunk } from './chunk_grid'
import { type Cursor, no_address } from './cursor'
import { entries, read_page } from './fixed_array'

/** The numbers of an extensible array. */
interface Shape {
  grid: Grid
  address: number
  entry: number
  /** Bytes of the position that a block repeats. */
  position_bytes: number
  /** Entries of the smallest block, and of one page of a large block. */
  smallest: number
  page: number
}

/** The first `needed` entries of an extensible array of chunks; undefined for chunks that were never stored. */
export function read_extensible_array(grid: Grid, address: number, needed: number): (StoredChunk | undefined)[] {
  const { source, is_filtered } = grid
  const { offset_size, length_size } = source
  const header = checked_structure(source, address, 16 + offset_size + 6 * length_size, 'EAHD', 'extensible array')
  header.version(is_filtered ? 1 : 0, 'entries of an extensible array')
  const entry = header.u8()
  const bits = header.u8()
  const in_index = header.u8()
  const smallest = header.u8()
  const least_pointers = header.u8()
  const page_bits = header.u8()
  header.skip(4 * length_size)
  const written = header.length()
  header.skip(length_size)
  const index_block = header.address()
  const powers = [smallest, least_pointers]
  if (bits < 1 || bits > 64 || page_bits > 32 || !powers.every((value) => value > 0 && Number.isInteger(Math.log2(value)))) {
    throw source.broken('The numbers of an extensible array do not fit.', address)
  }
  source.at(0, needed * offset_size, 'extensible array')
  const shape = { grid, address, entry, position_bytes: Math.ceil(bits / 8), smallest, page: 2 ** page_bits }
  const direct_blocks = 2 * (least_pointers - 1)
  const direct_super_blocks = 2 * Math.log2(least_pointers)
  const super_blocks = Math.max(1 + bits - Math.log2(smallest) - direct_super_blocks, 0)
  const length = 10 + offset_size + in_index * entry + (direct_blocks + super_blocks) * offset_size
  const cursor = block(shape, index_block, length, 'EAIB')
  const found = entries(grid, cursor, in_index, entry)
  for (let number = 0; found.length < needed; number++) {
    if (number >= direct_super_blocks + super_blocks) throw source.broken('An extensible array is too short.', address)
    const { blocks, size } = super_block_shape(shape, number)
    const pages = size > shape.page ? Math.ceil(size / shape.page) : 0
    if (number < direct_super_blocks) {
      for (let i = 0; i < blocks; i++) data_block(shape, cursor.address(), size, pages, no_pages, 0, found, needed)
    } else {
      super_block(shape, cursor.address(), number, found, needed)
    }
  }
  return found.slice(0, Math.min(needed, written))
}

const no_pages = new Uint8Array(0)

/** How many blocks a super block has, and how many entries each of them. */
function super_block_shape({ smallest }: Shape, number: number): { blocks: number; size: number } {
  return { blocks: 2 ** Math.floor(number / 2), size: smallest * 2 ** Math.ceil(number / 2) }
}

/** A cursor behind the start of a block, which names the array that it belongs to. */
function block({ grid, address }: Shape, start: number, length: number, signature: string): Cursor {
  const { source, is_filtered } = grid
  const cursor = checked_structure(source, start, length, signature, 'block of an extensible array')
  cursor.version(is_filtered ? 1 : 0, 'entries of an extensible array')
  if (cursor.address() !== address) throw source.broken('A block of an extensible array belongs elsewhere.', start)
  return cursor
}

function nothing(found: (StoredChunk | undefined)[], count: number): void {
  for (let i = 0; i < count; i++) found.push(undefined)
}

function super_block(shape: Shape, start: number, number: number, found: (StoredChunk | undefined)[], needed: number): void {
  const { blocks, size } = super_block_shape(shape, number)
  if (start === no_address) {
    nothing(found, Math.min(blocks * size, needed - found.length))
    return
  }
  const { offset_size } = shape.grid.source
  const pages = size > shape.page ? Math.ceil(size / shape.page) : 0
  const bitmap = Math.ceil(pages / 8)
  const length = 10 + offset_size + shape.position_bytes + blocks * (bitmap + offset_size)
  const cursor = block(shape, start, length, 'EASB')
  cursor.skip(shape.position_bytes)
  const initialised = cursor.take(blocks * bitmap)
  for (let i = 0; i < blocks && found.length < needed; i++) {
    data_block(shape, cursor.address(), size, pages, initialised, i * pages, found, needed)
  }
}

function data_block(
  shape: Shape,
  start: number,
  size: number,
  pages: number,
  initialised: Uint8Array,
  first_page: number,
  found: (StoredChunk | undefined)[],
  needed: number,
): void {
  const { grid, entry } = shape
  if (start === no_address || found.length >= needed) {
    nothing(found, Math.min(size, Math.max(needed - found.length, 0)))
    return
  }
  const prefix = 10 + grid.source.offset_size + shape.position_bytes
  const cursor = block(shape, start, pages > 0 ? prefix : prefix + size * entry, 'EADB')
  cursor.skip(shape.position_bytes)
  if (pages === 0) {
    found.push(...entries(grid, cursor, size, entry))
    return
  }
  for (let i = 0, at = start + prefix; i < pages; i++, at += shape.page * entry + 4) {
    found.push(...read_page(grid, at, shape.page, entry, initialised, first_page + i))
  }
}
