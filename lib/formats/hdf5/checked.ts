import { lookup3 } from './checksum'
import type { Cursor } from './cursor'
import type { Source } from './source'

/** A cursor over a structure of `length` bytes that begins with its signature, version 0, and whose last four bytes are its checksum. */
export function checked_structure(source: Source, start: number, length: number, signature: string, what: string): Cursor {
  const cursor = source.claim(start, length, what)
  cursor.signature(signature)
  check_sum(source, start, length, what)
  cursor.version(0, what)
  return cursor
}

/** Refuses bytes whose last four are not the checksum of the others. */
export function check_sum(source: Source, start: number, length: number, what: string): void {
  const end = start + length - 4
  if (source.at(end, 4, what).u32() !== lookup3(source.bytes.subarray(start, end))) {
    throw source.error('format', 'hdf5-checksum', `The checksum of the ${what} does not fit.`, end)
  }
}

/** Bytes that are needed to write every number up to `value`. */
export function bytes_for(value: number): number {
  return Math.floor(Math.log2(Math.max(value, 1)) / 8) + 1
}
