import { type FormatErrorKind, ModelFormatError } from '../../common/errors'
import type { Budget } from '../limits'
import { Cursor, no_address } from './cursor'

/** A range of bytes that belongs to one structure. */
export interface Claim {
  start: number
  end: number
  what: string
}

/** The bytes of one file, with what every part of the reader has to know of it. */
export class Source {
  bytes: Uint8Array
  readonly view: DataView
  /** Bytes of an address, and of a length. */
  offset_size = 8
  length_size = 8
  /** Half the entries of the nodes of a group's tree, of a symbol table node, and of a chunk tree's nodes. */
  internal_k = 16
  leaf_k = 4
  chunk_k = 32
  /** The object that is being read, for messages. */
  path = '/'
  readonly claims: Claim[] = []
  #claimed = 0

  constructor(
    bytes: Uint8Array,
    readonly budget: Budget,
  ) {
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Leaves out what stands behind the end that the file names. */
  cut(end: number): void {
    this.bytes = this.bytes.subarray(0, end)
  }

  /** Does something for the object at `path`. Nothing but a ModelFormatError comes out. */
  within<T>(path: string, act: () => T): T {
    const before = this.path
    this.path = path
    try {
      return act()
    } catch (error) {
      if (error instanceof ModelFormatError) throw error
      throw this.error('limit', 'limit-exceeded', `The object could not be read. Received: ${String(error)}`, null, error)
    } finally {
      this.path = before
    }
  }

  error(kind: FormatErrorKind, code: string, message: string, offset: number | null = null, cause?: unknown): ModelFormatError {
    return new ModelFormatError(kind, code, message, { path: this.path, offset, cause })
  }

  /** The error of bytes that contradict the format. */
  broken(message: string, offset: number | null = null): ModelFormatError {
    return this.error('format', 'hdf5-structure', message, offset)
  }

  /** The error of a feature that is not read. */
  unsupported(message: string, offset: number | null = null): ModelFormatError {
    return this.error('unsupported', 'hdf5-forbidden-feature', message, offset)
  }

  /** The error of a feature that reaches for something outside of the file, or hides where a name leads. */
  unsafe(message: string, offset: number | null = null): ModelFormatError {
    return this.error('unsafe', 'hdf5-forbidden-feature', message, offset)
  }

  /** A cursor over bytes that have to be inside the file. */
  at(start: number, length: number, what: string): Cursor {
    if (start === no_address) throw this.error('format', 'hdf5-bounds', `The address of the ${what} is undefined.`)
    if (!(start + length <= this.bytes.length)) {
      throw this.error(
        'format',
        'hdf5-bounds',
        `The ${what} ends outside of the file. Received: ${length} bytes at ${start} of ${this.bytes.length}`,
        start,
      )
    }
    return new Cursor(this, start, start + length)
  }

  /** As `at`, for the only structure that may have these bytes. Structures cannot have more bytes together than the file. */
  claim(start: number, length: number, what: string): Cursor {
    const cursor = this.at(start, length, what)
    this.claims.push({ start, end: start + length, what })
    this.#claimed += length
    if (this.#claimed > this.bytes.length)
      throw this.broken('Structures of the file overlap: they have more bytes than it.', start)
    return cursor
  }
}
