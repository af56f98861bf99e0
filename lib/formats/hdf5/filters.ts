import { ModelFormatError } from '../../common/errors'
import { inflate } from '../zip/inflate'
import { adler32, fletcher32 } from './checksum'
import type { Cursor } from './cursor'
import type { Source } from './source'

const deflate = 1
const shuffle = 2
const fletcher = 3

/** One step that the bytes of a chunk went through. */
export interface Filter {
  id: number
  parameters: number[]
}

/** Reads a filter pipeline message. @throws ModelFormatError for filters other than deflate, shuffle and fletcher32. */
export function read_filters(cursor: Cursor): Filter[] {
  const { source, position } = cursor
  const version = cursor.u8()
  const count = cursor.u8()
  if (version !== 1 && version !== 2) {
    throw source.broken(`The version of a filter pipeline is unknown. Received: ${version}`, position)
  }
  if (count > 32) throw source.broken(`A filter pipeline has at most 32 filters. Received: ${count}`, position)
  if (version === 1) cursor.skip(6)
  const filters = Array.from({ length: count }, () => read_filter(cursor, version))
  if (filters.filter(({ id }) => id === deflate).length > 1) {
    throw source.unsupported('Chunks that are deflated twice are not read.', position)
  }
  return filters
}

function read_filter(cursor: Cursor, version: number): Filter {
  const { source, position } = cursor
  const id = cursor.u16()
  if (id !== deflate && id !== shuffle && id !== fletcher) {
    throw source.unsupported(`This filter is not read. Received: ${id}`, position)
  }
  const name = version === 1 ? cursor.u16() : 0
  cursor.skip(2)
  const count = cursor.u16()
  cursor.skip(Math.ceil(name / 8) * 8)
  const parameters = Array.from({ length: count }, () => cursor.u32())
  if (version === 1 && count % 2 === 1) cursor.skip(4)
  if (id === shuffle && (count !== 1 || parameters[0] === 0)) {
    throw source.broken('The parameters of a shuffle filter do not fit.', position)
  }
  return { id, parameters }
}

/** The bytes of a chunk before the filters. A set bit of `mask` leaves out the filter of that number. */
export function undo_filters(source: Source, filters: Filter[], mask: number, stored: Uint8Array, size: number): Uint8Array {
  const used = filters.filter((_, i) => ((mask >>> i) & 1) === 0)
  let bytes = stored
  for (let i = used.length - 1; i >= 0; i--) {
    const { id, parameters } = used[i]
    if (id === shuffle) bytes = unshuffle(bytes, parameters[0])
    else if (id === fletcher) bytes = check_fletcher(source, bytes)
    else bytes = inflate_zlib(source, bytes, size + 4 * used.slice(0, i).filter((filter) => filter.id === fletcher).length)
  }
  if (bytes.length !== size) {
    throw source.error('format', 'hdf5-size', `A chunk has another size. Received: ${bytes.length} of ${size} bytes`)
  }
  return bytes
}

/** Elements of `size` bytes whose first bytes stand together, then their second bytes, and so on. A rest stays at the end. */
function unshuffle(bytes: Uint8Array, size: number): Uint8Array {
  const count = Math.floor(bytes.length / size)
  const result = new Uint8Array(bytes)
  for (let byte = 0, from = 0; byte < size && count > 0; byte++) {
    for (let i = 0; i < count; i++) result[i * size + byte] = bytes[from++]
  }
  return result
}

function check_fletcher(source: Source, bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 4
  const data = bytes.subarray(0, Math.max(end, 0))
  const stored = end < 0 ? null : new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0, true)
  if (stored !== fletcher32(data)) throw source.error('format', 'hdf5-checksum', 'The checksum of a chunk does not fit.')
  return data
}

function inflate_zlib(source: Source, bytes: Uint8Array, size: number): Uint8Array {
  const [method, flags] = bytes
  if (bytes.length < 6 || (method & 0x0f) !== 8 || method >> 4 > 7 || ((method << 8) | flags) % 31 !== 0 || flags & 0x20) {
    throw source.broken('A chunk is not a zlib stream.')
  }
  const result = inflate_exactly(source, bytes.subarray(2, bytes.length - 4), size)
  if (new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0) !== adler32(result)) {
    throw source.error('format', 'hdf5-checksum', 'The checksum of a chunk does not fit.')
  }
  return result
}

function inflate_exactly(source: Source, bytes: Uint8Array, size: number): Uint8Array {
  try {
    return inflate(bytes, size, source.path)
  } catch (cause) {
    if (!(cause instanceof ModelFormatError)) throw cause
    throw source.error(
      'format',
      'hdf5-size',
      `A chunk does not inflate to its size. Received: ${size} bytes declared`,
      null,
      cause,
    )
  }
}
