import { ModelFormatError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Budget } from '../limits'
import { type Crc32, crc32 } from './crc32'
import { type CentralRecord, read_directory, with_zip64 } from './directory'
import { Fields, signature, zip_error } from './fields'
import { inflate } from './inflate'

/** Flags on which both headers of a member have to agree: encryption, data descriptor, UTF-8. */
const shared_flags = 0x0001 | 0x0008 | 0x0040 | 0x0800 | 0x2000

interface Member {
  record: CentralRecord
  data_offset: number
}

/** An opened archive. Nothing of a member is read before `read`. */
export class ZipArchive {
  readonly #bytes: Uint8Array
  readonly #members: ReadonlyMap<string, Member>
  readonly #verified = new Set<string>()

  readonly #checksum: Crc32

  constructor(bytes: Uint8Array, members: ReadonlyMap<string, Member>, checksum: Crc32) {
    this.#bytes = bytes
    this.#members = members
    this.#checksum = checksum
  }

  /** Names of the files in the order of the central directory. Folders are left out. */
  names(): string[] {
    return [...this.#members.keys()]
  }

  has(name: string): boolean {
    return this.#members.has(name)
  }

  /** Bytes of the member once it is inflated. @throws ModelFormatError `missing-member`. */
  byte_length(name: string): number {
    return this.#member(name).record.size
  }

  /**
   * The content of a member: a view of the archive when it is stored, else new bytes.
   *
   * @throws ModelFormatError `missing-member`, `zip-crc`, `zip-size`, or `zip-structure` when the deflated content is broken.
   */
  read(name: string): Uint8Array {
    const { record, data_offset } = this.#member(name)
    const stored = this.#bytes.subarray(data_offset, data_offset + record.stored_size)
    const content = record.method === 0 ? stored : inflate(stored, record.size, name)
    if (!this.#verified.has(name)) {
      const crc = this.#checksum(content)
      if (crc !== record.crc) {
        const message = `The content of the member is damaged: its checksum is another. Received: ${crc} instead of ${record.crc}`
        throw zip_error('zip-crc', message, { path: name })
      }
      if (record.method === 0) this.#verified.add(name)
    }
    return content
  }

  #member(name: string): Member {
    const member = this.#members.get(name)
    if (member) return member
    throw new ModelFormatError('format', 'missing-member', `The archive has no member of this name. Received: ${repr(name)}`)
  }
}

/**
 * Opens a zip archive.
 *
 * Strict: every byte belongs to exactly one record, the central directory and the local headers agree, names are plain relative paths that differ
 * on every file system, and nothing is encrypted, linked or compressed by anything but deflate. What deflated members grow to is charged to the
 * budget here, before anything is allocated. Bytes of shared memory are copied first; other bytes must not change while the archive is in use.
 *
 * @throws ModelFormatError for everything that is wrong with the archive.
 */
export function read_zip(bytes: Uint8Array, budget: Budget, checksum: Crc32 = crc32): ZipArchive {
  const is_shared = typeof SharedArrayBuffer !== 'undefined' && bytes.buffer instanceof SharedArrayBuffer
  const fields = new Fields(is_shared ? bytes.slice() : bytes)
  const { records, offset } = read_directory(fields, budget)
  const in_place = [...records].sort((a, b) => a.offset - b.offset)
  const ends = [...in_place.slice(1).map((record) => record.offset), offset]
  if ((in_place[0]?.offset ?? offset) !== 0) {
    throw zip_error('zip-structure', 'The archive does not begin with a member: bytes stand in front of it.', { offset: 0 })
  }
  const data_offsets = new Map(in_place.map((record, i) => [record, check_local(fields, record, ends[i]!)]))
  for (const { name, method, size, stored_size } of records) if (method !== 0) budget.spend_inflated(size, stored_size, name)
  const files = records.filter(({ name }) => !name.endsWith('/'))
  return new ZipArchive(
    fields.bytes,
    new Map(files.map((record) => [record.name, { record, data_offset: data_offsets.get(record)! }])),
    checksum,
  )
}

/** Checks the local header against the record; the member has to end at `end` exactly. The result is where its data begins. */
function check_local(fields: Fields, record: CentralRecord, end: number): number {
  const { name, offset: at } = record
  const place = { path: name, offset: at }
  if (fields.u32(at) !== signature.local) {
    throw zip_error('zip-structure', 'No member begins where the central directory says.', place)
  }
  if (at + 30 > end) throw zip_error('zip-overlap', 'Two members of the archive overlap.', place)
  const name_length = fields.u16(at + 26)
  const extra_length = fields.u16(at + 28)
  const data_offset = at + 30 + name_length + extra_length
  const data_end = data_offset + record.stored_size
  if (data_end > end) throw zip_error('zip-overlap', 'The member reaches into the next one, or out of the archive.', place)

  const name_bytes = fields.slice(at + 30, name_length)
  const same_name = name_length === record.name_bytes.length && name_bytes.every((byte, i) => byte === record.name_bytes[i])
  const flags = fields.u16(at + 6)
  if (!same_name || ((flags ^ record.flags) & shared_flags) !== 0 || fields.u16(at + 8) !== record.method) {
    throw zip_error('zip-mismatch', 'The two headers of the member disagree about its name, flags or method.', place)
  }
  const sizes = [fields.u32(at + 22), fields.u32(at + 18)]
  const [size, stored_size] = with_zip64(fields, sizes, at + 30 + name_length, extra_length, name) as [number, number]
  const local = [fields.u32(at + 14), stored_size, size]
  const central = [record.crc, record.stored_size, record.size]
  const has_descriptor = (flags & 0x0008) !== 0
  if (!local.every((number, i) => number === central[i] || (has_descriptor && number === 0))) {
    throw zip_error('zip-mismatch', 'The two headers of the member disagree about its size or checksum.', place)
  }
  if (has_descriptor) check_descriptor(fields, record, data_end, end - data_end)
  else if (data_end !== end) {
    throw zip_error('zip-structure', 'The archive holds bytes that belong to no member.', { offset: data_end })
  }
  return data_offset
}

/** `length` bytes after the data say again what the record says: 12 or 20 of them, 4 more with a signature. */
function check_descriptor(fields: Fields, record: CentralRecord, at: number, length: number): void {
  const place = { path: record.name, offset: at }
  const is_signed = length === 16 || length === 24
  const is_wide = length >= 20
  const first = at + (is_signed ? 4 : 0)
  const agrees =
    [12, 16, 20, 24].includes(length) &&
    (!is_signed || fields.u32(at) === signature.descriptor) &&
    fields.u32(first) === record.crc &&
    (is_wide ? fields.u64(first + 4) : fields.u32(first + 4)) === record.stored_size &&
    (is_wide ? fields.u64(first + 12) : fields.u32(first + 8)) === record.size
  if (!agrees) throw zip_error('zip-mismatch', 'The data descriptor of the member disagrees with the central directory.', place)
}
