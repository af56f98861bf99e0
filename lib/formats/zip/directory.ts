import { type Budget, over } from '../limits'
import { extra_field, type Fields, in_zip64, signature, zip_error } from './fields'
import { check_distinct, decode_name } from './names'

/** One record of the central directory, checked on its own. */
export interface CentralRecord {
  name: string
  name_bytes: Uint8Array
  flags: number
  /** 0 is stored, 8 deflated. */
  method: number
  crc: number
  stored_size: number
  size: number
  /** Where the local header stands. */
  offset: number
}

interface Directory {
  count: number
  offset: number
  /** Where the directory ends, and with it what belongs to members. */
  end: number
}

const end_length = 22
const longest_comment = 0xffff

/** Flags that change nothing for a reader: options of deflate, sizes in a data descriptor, UTF-8 names. */
const known_flags = 0x0002 | 0x0004 | 0x0008 | 0x0800
const encryption_flags = 0x0001 | 0x0040 | 0x2000

function find_end(fields: Fields): number {
  const { bytes } = fields
  const found: number[] = []
  const first = Math.max(0, bytes.length - end_length - longest_comment)
  for (let at = bytes.length - end_length; at >= first; at--) {
    if (bytes[at] !== 0x50 || fields.u32(at) !== signature.end) continue
    found.push(at)
  }
  const [end] = found.filter((at) => at + end_length + fields.u16(at + 20) === bytes.length)
  if (end === undefined) throw zip_error('zip-structure', 'This is not a zip archive, or its end is missing.')
  if (found.some((at) => at > end) || found.some((at) => at < end && at + end_length + fields.u16(at + 20) === bytes.length)) {
    throw zip_error('zip-structure', 'The archive has several end records.', { offset: end })
  }
  return end
}

function read_end(fields: Fields): Directory {
  const at = find_end(fields)
  const plain = {
    disks: fields.u32(at + 4),
    count_here: fields.u16(at + 8),
    count: fields.u16(at + 10),
    size: fields.u32(at + 12),
    offset: fields.u32(at + 16),
  }
  const has_zip64 = at >= 20 && fields.u32(at - 20) === signature.locator64
  const full = has_zip64 ? read_end64(fields, at - 20, plain) : { ...plain, end: at }
  if ((plain.disks !== 0 && !has_zip64) || full.count_here !== full.count) {
    throw zip_error('zip-unsupported', 'The archive is one of several disks.', { offset: at }, 'unsupported')
  }
  if (full.offset + full.size !== full.end) {
    throw zip_error('zip-structure', 'The end record does not lead to the central directory.', { offset: at })
  }
  return { count: full.count, offset: full.offset, end: full.end }
}

type End = { disks: number; count_here: number; count: number; size: number; offset: number }

function read_end64(fields: Fields, locator: number, plain: End): End & { end: number } {
  const at = fields.u64(locator + 8)
  const is_end = at + 56 <= locator && fields.u32(at) === signature.end64 && at + 12 + fields.u64(at + 4) === locator
  if (!is_end) throw zip_error('zip-structure', 'The zip64 locator does not lead to an end record.', { offset: locator })
  if (fields.u32(locator + 4) !== 0 || fields.u32(locator + 16) > 1 || fields.u32(at + 16) !== 0 || fields.u32(at + 20) !== 0) {
    throw zip_error('zip-unsupported', 'The archive is one of several disks.', { offset: at }, 'unsupported')
  }
  const full = {
    disks: 0,
    count_here: fields.u64(at + 24),
    count: fields.u64(at + 32),
    size: fields.u64(at + 40),
    offset: fields.u64(at + 48),
  }
  const agrees =
    (plain.disks === 0 || plain.disks === 0xffffffff) &&
    [full.count_here, in_zip64.count].includes(plain.count_here) &&
    [full.count, in_zip64.count].includes(plain.count) &&
    [full.size, in_zip64.size].includes(plain.size) &&
    [full.offset, in_zip64.size].includes(plain.offset)
  if (!agrees) throw zip_error('zip-structure', 'The two end records of the archive disagree.', { offset: at })
  return { ...full, end: at }
}

/** The records of the central directory, and where it begins. */
export function read_directory(fields: Fields, budget: Budget): { records: CentralRecord[]; offset: number } {
  const { count, offset, end } = read_end(fields)
  if (count > budget.limits.members) throw over('members', budget.limits.members)
  const records: CentralRecord[] = []
  let at = offset
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || fields.u32(at) !== signature.central) {
      throw zip_error('zip-structure', `The central directory has fewer than ${count} records.`, { offset: at })
    }
    const length = 46 + fields.u16(at + 28) + fields.u16(at + 30) + fields.u16(at + 32)
    if (at + length > end) throw zip_error('zip-structure', 'A record is longer than the central directory.', { offset: at })
    records.push(read_record(fields, at))
    at += length
  }
  if (at !== end) throw zip_error('zip-structure', `The central directory has more than ${count} records.`, { offset: at })
  check_distinct(records.map(({ name }) => name))
  return { records, offset }
}

function read_record(fields: Fields, at: number): CentralRecord {
  const flags = fields.u16(at + 8)
  const name_bytes = fields.slice(at + 46, fields.u16(at + 28))
  const name = decode_name(name_bytes, (flags & 0x0800) !== 0, at)
  const place = { path: name, offset: at }
  const method = fields.u16(at + 10)
  if (flags & encryption_flags) throw zip_error('zip-unsupported', 'The member is encrypted.', place, 'unsupported')
  if (method !== 0 && method !== 8) {
    const message = `A member can be stored or deflated, nothing else. Received: method ${method}`
    throw zip_error('zip-unsupported', message, place, 'unsupported')
  }
  if (flags & ~known_flags) {
    throw zip_error('zip-unsupported', `The member has unknown flags. Received: ${flags}`, place, 'unsupported')
  }
  check_type(fields.u32(at + 38) >>> 28, name, at)
  const extra_at = at + 46 + name_bytes.length
  const extra_length = fields.u16(at + 30)
  check_unicode_path(fields, name, extra_at, extra_length)
  const sizes = [fields.u32(at + 24), fields.u32(at + 20), fields.u32(at + 42)]
  const [size, stored_size, offset] = with_zip64(fields, sizes, extra_at, extra_length, name) as [number, number, number]
  const disk = fields.u16(at + 34)
  if (disk !== 0 && disk !== 0xffff) throw zip_error('zip-unsupported', 'The member is on another disk.', place, 'unsupported')
  if (method === 0 && size !== stored_size) {
    throw zip_error('zip-size', `A stored member has two sizes. Received: ${stored_size} and ${size}`, place)
  }
  if (name.endsWith('/') && size !== 0) throw zip_error('zip-structure', 'A folder has content.', place)
  return { name, name_bytes, flags, method, crc: fields.u32(at + 16), stored_size, size, offset }
}

/** `type` are the bits of a Unix mode that tell files, folders, links and devices apart; zero where no mode is given. */
function check_type(type: number, name: string, offset: number): void {
  const expected = name.endsWith('/') ? 0x4 : 0x8
  if (type !== 0 && type !== expected) {
    throw zip_error('zip-unsupported', 'The member is a link, or not what its name says.', { path: name, offset }, 'unsafe')
  }
}

function check_unicode_path(fields: Fields, name: string, at: number, length: number): void {
  const extra = fields.extra(extra_field.unicode_path, at, length)
  if (extra === null) return
  const other = extra.length > 5 ? new TextDecoder().decode(fields.slice(extra.at + 5, extra.length - 5)) : ''
  if (other !== name) throw zip_error('zip-mismatch', 'The member has two names.', { path: name, offset: extra.at })
}

/** The numbers, those which say that they stand in the zip64 extra field taken from there. */
export function with_zip64(fields: Fields, numbers: number[], at: number, length: number, path: string): number[] {
  if (numbers.every((number) => number !== in_zip64.size)) return numbers
  const extra = fields.extra(extra_field.zip64, at, length)
  let next = extra?.at ?? 0
  return numbers.map((number) => {
    if (number !== in_zip64.size) return number
    if (extra === null || next + 8 > extra.at + extra.length) {
      throw zip_error('zip-structure', 'The zip64 sizes of the member are missing.', { path, offset: at })
    }
    next += 8
    return fields.u64(next - 8)
  })
}
