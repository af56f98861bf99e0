import type { Source } from './source'

/** What an address of all ones is read as. */
export const no_address = -1

const strict_utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A position in a range of a file's bytes. Every step is checked against the end of the range. */
export class Cursor {
  constructor(
    readonly source: Source,
    public position: number,
    readonly end: number,
  ) {}

  get left(): number {
    return this.end - this.position
  }

  /** Steps over `count` bytes and gives where they begin. */
  skip(count: number): number {
    if (count > this.end - this.position) {
      throw this.source.error(
        'format',
        'hdf5-bounds',
        `A structure ends too early. Received: ${this.end - this.position} bytes where ${count} are needed`,
        this.position,
      )
    }
    const start = this.position
    this.position += count
    return start
  }

  take(count: number): Uint8Array {
    const start = this.skip(count)
    return this.source.bytes.subarray(start, start + count)
  }

  /** A cursor over the next `count` bytes, which this one steps over. */
  slice(count: number): Cursor {
    const start = this.skip(count)
    return new Cursor(this.source, start, start + count)
  }

  u8(): number {
    return this.source.bytes[this.skip(1)]
  }

  u16(): number {
    return this.source.view.getUint16(this.skip(2), true)
  }

  u32(): number {
    return this.source.view.getUint32(this.skip(4), true)
  }

  /** An unsigned integer of `size` bytes that a number holds exactly. */
  uint(size: number, code = 'hdf5-bounds'): number {
    const start = this.skip(size)
    let value = 0
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.source.bytes[start + i]
    if (value > Number.MAX_SAFE_INTEGER) {
      throw this.source.error('format', code, 'A number is larger than any size or address. Received: 2^53 or more', start)
    }
    return value
  }

  u64(): number {
    return this.uint(8)
  }

  length(): number {
    return this.uint(this.source.length_size)
  }

  /** An address, or `no_address`. */
  address(): number {
    const size = this.source.offset_size
    return this.#skip_ones(size) ? no_address : this.uint(size)
  }

  /** A length where all ones mean that there is none. */
  limit(): number {
    const size = this.source.length_size
    return this.#skip_ones(size) ? Number.POSITIVE_INFINITY : this.uint(size, 'hdf5-size')
  }

  /** Steps over `size` bytes if all their bits are ones. */
  #skip_ones(size: number): boolean {
    if (size > this.left) return false
    for (let i = 0; i < size; i++) if (this.source.bytes[this.position + i] !== 0xff) return false
    this.position += size
    return true
  }

  /** Steps over four letters that have to stand here. */
  signature(letters: string): void {
    const start = this.skip(letters.length)
    for (let i = 0; i < letters.length; i++) {
      if (this.source.bytes[start + i] !== letters.charCodeAt(i)) {
        throw this.source.broken(`A structure does not begin with ${letters}.`, start)
      }
    }
  }

  /** Steps over a byte that can have one value only. */
  version(expected: number, what: string): void {
    const start = this.position
    const received = this.u8()
    if (received !== expected) throw this.source.broken(`The version of the ${what} is unknown. Received: ${received}`, start)
  }

  utf8(count: number, what: string): string {
    const start = this.position
    return utf8(this.source, this.take(count), what, start)
  }
}

/** Text of bytes that have to be UTF-8. */
export function utf8(source: Source, bytes: Uint8Array, what: string, offset: number): string {
  try {
    return strict_utf8.decode(bytes)
  } catch (cause) {
    throw source.error('format', 'hdf5-structure', `The ${what} is not UTF-8.`, offset, cause)
  }
}
