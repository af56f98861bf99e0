import { no_address, utf8 } from './cursor'
import type { Source } from './source'

const most_compared = 64

/** The names of the members of one group. */
export class LocalHeap {
  readonly #source: Source
  readonly #start: number
  readonly #end: number
  #named = 0
  #compared = 0

  constructor(source: Source, address: number) {
    const cursor = source.claim(address, 8 + 2 * source.length_size + source.offset_size, 'local heap')
    cursor.signature('HEAP')
    cursor.version(0, 'local heap')
    cursor.skip(3)
    const size = cursor.length()
    const free = cursor.limit()
    const data = cursor.address()
    source.claim(data, size, 'data of a local heap')
    this.#source = source
    this.#start = data
    this.#end = data + size
    this.#check_free_list(free)
  }

  /** Free blocks name the next one, in any order; none may come twice. 1 or all ones end the list. */
  #check_free_list(first: number): void {
    const source = this.#source
    const size = this.#end - this.#start
    const seen = new Set<number>()
    for (let offset = first; offset !== 1 && offset !== Number.POSITIVE_INFINITY; ) {
      if (seen.has(offset)) throw source.error('format', 'hdf5-cycle', 'The free list of a local heap is a loop.', this.#start)
      seen.add(offset)
      if (offset + 2 * source.length_size > size) throw source.broken('The free list of a local heap leaves it.', this.#start)
      const cursor = source.at(this.#start + offset, 2 * source.length_size, 'free list of a local heap')
      const next = cursor.limit()
      if (offset + cursor.length() > size) throw source.broken('A free block of a local heap leaves it.', this.#start + offset)
      offset = next
    }
  }

  /** The name of a member. Names have no bytes in common, so that together they are not larger than the heap. */
  name(offset: number): Uint8Array {
    const bytes = this.#bytes(offset)
    this.#named += bytes.length + 1
    if (this.#named > this.#end - this.#start) throw this.#source.broken('Names of a group overlap.', this.#start + offset)
    return bytes
  }

  /** The name that is a key of a tree. A name may be a key on every level. */
  key(offset: number): Uint8Array {
    const bytes = this.#bytes(offset)
    this.#compared += bytes.length
    if (this.#compared > most_compared * (this.#end - this.#start)) {
      throw this.#source.broken('Keys of a B-tree overlap.', this.#start + offset)
    }
    return bytes
  }

  /** The bytes from `offset` to the zero that ends them. */
  #bytes(offset: number): Uint8Array {
    const source = this.#source
    const start = this.#start + offset
    if (start >= this.#end) throw source.broken('A name is outside of its heap.', start)
    const end = source.bytes.indexOf(0, start)
    if (end === no_address || end >= this.#end) throw source.broken('A name has no end.', start)
    return source.bytes.subarray(start, end)
  }

  text(bytes: Uint8Array): string {
    return utf8(this.#source, bytes, 'name', bytes.byteOffset - this.#source.bytes.byteOffset)
  }
}
