import { read_btree_v2 } from './btree_v2'
import { bytes_for, check_sum, checked_structure } from './checked'
import { lookup3 } from './checksum'
import { type Cursor, no_address } from './cursor'
import type { Source } from './source'

const deepest = 32
const huge_objects = 1

/** A block that holds objects: where it is, and which part of the heap's space. */
interface DirectBlock {
  address: number
  offset: number
  size: number
}

/** The heap that a group or an object keeps many links or attributes in. */
export class FractalHeap {
  readonly #source: Source
  readonly #address: number
  readonly #id_length: number
  readonly #blocks_have_sums: boolean
  readonly #most_managed: number
  readonly #huge_tree: number
  readonly #width: number
  readonly #first_size: number
  readonly #largest_direct: number
  readonly #offset_bytes: number
  readonly #blocks: DirectBlock[] = []
  #given = 0
  #huge: Map<number, { address: number; length: number }> | null = null

  constructor(source: Source, address: number) {
    const { offset_size: o, length_size: l } = source
    const cursor = checked_structure(source, address, 26 + 3 * o + 12 * l, 'FRHP', 'fractal heap')
    this.#source = source
    this.#address = address
    this.#id_length = cursor.u16()
    if (cursor.u16() !== 0) throw source.unsupported('A heap with filters is not read.', address)
    this.#blocks_have_sums = (cursor.u8() & 2) !== 0
    this.#most_managed = cursor.u32()
    cursor.skip(l)
    this.#huge_tree = cursor.address()
    cursor.skip(l + o + 8 * l)
    this.#width = cursor.u16()
    this.#first_size = cursor.length()
    this.#largest_direct = cursor.length()
    const heap_bits = cursor.u16()
    cursor.skip(2)
    const root = cursor.address()
    const rows = cursor.u16()
    this.#offset_bytes = Math.ceil(heap_bits / 8)
    const sizes = [this.#width, this.#first_size, this.#largest_direct]
    if (heap_bits < 1 || heap_bits > 64 || this.#largest_direct < this.#first_size || !sizes.every(is_power_of_2)) {
      throw source.broken('The numbers of a fractal heap do not fit.', address)
    }
    if (root === no_address) return
    if (rows === 0) this.#blocks.push(this.#direct_block(root, 0, this.#first_size))
    else this.#indirect_block(root, 0, rows, 0)
  }

  /** A cursor over the object of an ID. */
  object(id: Cursor): Cursor {
    const source = this.#source
    const cursor = id.slice(this.#id_length)
    const start = cursor.position
    const first = cursor.u8()
    if (first >> 6 !== 0) throw source.broken('The version of a heap ID is unknown.', start)
    switch ((first >> 4) & 3) {
      case 0:
        return this.#managed(cursor)
      case 1:
        return this.#huge_object(cursor)
      case 2:
        return this.#tiny(cursor, first)
      default:
        throw source.broken('The kind of a heap ID is unknown.', start)
    }
  }

  #managed(cursor: Cursor): Cursor {
    const source = this.#source
    const offset = cursor.uint(this.#offset_bytes)
    const length = cursor.uint(Math.min(bytes_for(this.#largest_direct), bytes_for(this.#most_managed)))
    let low = 0
    let high = this.#blocks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#blocks[middle].offset + this.#blocks[middle].size <= offset) low = middle + 1
      else high = middle
    }
    this.#given += length
    if (this.#given > source.bytes.length) throw source.broken('Objects of a heap overlap.', this.#address)
    const block = this.#blocks[low]
    if (block === undefined || offset < block.offset || offset + length > block.offset + block.size) {
      throw source.broken(`An object is outside of its heap. Received: ${length} bytes at ${offset}`, this.#address)
    }
    return source.at(block.address + offset - block.offset, length, 'object of a heap')
  }

  #tiny(cursor: Cursor, first: number): Cursor {
    const length = this.#id_length <= 18 ? (first & 0x0f) + 1 : (((first & 0x0f) << 8) | cursor.u8()) + 1
    return cursor.slice(length)
  }

  #huge_object(cursor: Cursor): Cursor {
    const source = this.#source
    const { offset_size, length_size } = source
    if (this.#id_length > offset_size + length_size) {
      return source.claim(cursor.address(), cursor.length(), 'object of a heap')
    }
    if (this.#huge === null) {
      this.#huge = new Map()
      for (const record of read_btree_v2(source, this.#huge_tree, huge_objects)) {
        const place = { address: record.address(), length: record.length() }
        this.#huge.set(record.length(), place)
      }
    }
    const found = this.#huge.get(cursor.uint(Math.min(cursor.left, 8)))
    if (found === undefined) throw source.broken('A heap does not have the large object of an ID.', cursor.position)
    return source.claim(found.address, found.length, 'object of a heap')
  }

  #direct_block(address: number, offset: number, size: number): DirectBlock {
    const source = this.#source
    const cursor = source.claim(address, size, 'block of a fractal heap')
    this.#block_prefix(cursor, 'FHDB', offset)
    if (this.#blocks_have_sums) {
      const at = cursor.position - address
      const stored = cursor.u32()
      const bytes = new Uint8Array(source.bytes.subarray(address, address + size))
      bytes.fill(0, at, at + 4)
      if (lookup3(bytes) !== stored) {
        throw source.error('format', 'hdf5-checksum', 'The checksum of a block of a heap does not fit.', address + at)
      }
    }
    return { address, offset, size }
  }

  #block_prefix(cursor: Cursor, signature: string, offset: number): void {
    const start = cursor.position
    cursor.signature(signature)
    cursor.version(0, 'block of a fractal heap')
    const owner = cursor.address()
    if (owner !== this.#address || cursor.uint(this.#offset_bytes) !== offset) {
      throw this.#source.broken('A block of a heap belongs elsewhere.', start)
    }
  }

  /** Rows of blocks: the first two rows have blocks of the first size, each further row blocks of twice the size. */
  #indirect_block(address: number, offset: number, rows: number, depth: number): void {
    const source = this.#source
    if (depth > deepest || rows > 64) throw source.broken('The blocks of a heap are too deep.', address)
    const prefix = 5 + source.offset_size + this.#offset_bytes
    const length = prefix + rows * this.#width * source.offset_size + 4
    const cursor = source.claim(address, length, 'block of a fractal heap')
    check_sum(source, address, length, 'block of a heap')
    this.#block_prefix(cursor, 'FHIB', offset)
    let at = offset
    for (let row = 0; row < rows; row++) {
      const size = this.#first_size * 2 ** Math.max(row - 1, 0)
      for (let column = 0; column < this.#width; column++, at += size) {
        const child = cursor.address()
        if (child === no_address) continue
        if (size <= this.#largest_direct) this.#blocks.push(this.#direct_block(child, at, size))
        else this.#indirect_block(child, at, Math.log2(size / (this.#first_size * this.#width)) + 1, depth + 1)
      }
    }
  }
}

function is_power_of_2(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value))
}
