import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { type Crc32, crc32 } from './crc32'
import { extra_field, in_zip64, signature } from './fields'
import { check_distinct, decode_name } from './names'

/** What an archive is to hold under one name. */
export interface ZipMember {
  name: string
  byte_length: number
  /** Called once; writes the content at the start of `target`, which has `byte_length` bytes, all of them 0. */
  write_into(target: Uint8Array): void
}

export interface WriteZipOptions {
  /** What the members are dated, in local time. Default: now. */
  date?: Date
  /** Writes zip64 records even where 32 bits hold every number. Default false. */
  force_zip64?: boolean
  /** What computes checksums. Default: this library's own. */
  checksum?: Crc32
}

interface Placed {
  name: Uint8Array
  flags: number
  size: number
  crc: number
  offset: number
  has_zip64_sizes: boolean
  has_zip64_offset: boolean
}

const local_length = 30
const central_length = 46
const end_length = 22
const end64_length = 56
const locator64_length = 20

/**
 * An archive with the members in this order, stored without compression, as Python's `zipfile` writes them for Keras.
 *
 * One allocation, of the size of the result. zip64 records are written where 32 bits (16 for the count) do not hold a number.
 *
 * @throws ValueError for a name that `read_zip` refuses, or a size that is not a whole number.
 */
export function write_zip(members: readonly ZipMember[], options: WriteZipOptions = {}): Uint8Array {
  const { date = new Date(), force_zip64 = false, checksum = crc32 } = options
  const { placed, data_end } = place(members, force_zip64)
  const directory_length = placed.reduce((sum, member) => sum + central_length + member.name.length + central_extra(member), 0)
  const needs_zip64 =
    force_zip64 || placed.length >= in_zip64.count || data_end >= in_zip64.size || directory_length >= in_zip64.size
  const end_at = data_end + directory_length + (needs_zip64 ? end64_length + locator64_length : 0)
  const bytes = new Uint8Array(end_at + end_length)
  const out = new Writer(bytes)
  for (const [i, member] of placed.entries()) {
    const data_at = member.offset + local_length + member.name.length + (member.has_zip64_sizes ? 20 : 0)
    const data = bytes.subarray(data_at, data_at + member.size)
    members[i]!.write_into(data)
    member.crc = checksum(data)
    write_local(out, member, date)
  }
  out.at = data_end
  for (const member of placed) write_central(out, member, date)
  if (needs_zip64) write_end64(out, placed.length, directory_length, data_end)
  out.numbers(4, signature.end).numbers(2, 0, 0)
  const count = Math.min(placed.length, in_zip64.count)
  out.numbers(2, count, count).numbers(4, Math.min(directory_length, in_zip64.size), Math.min(data_end, in_zip64.size))
  out.numbers(2, 0)
  return bytes
}

function place(members: readonly ZipMember[], force_zip64: boolean): { placed: Placed[]; data_end: number } {
  check_names(members)
  const placed: Placed[] = []
  let offset = 0
  for (const { name: text, byte_length: size } of members) {
    const name = new TextEncoder().encode(text)
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new ValueError(`The size of a member of a zip archive must be a whole number. Received: byte_length=${repr(size)}`)
    }
    const has_zip64_sizes = force_zip64 || size >= in_zip64.size
    const has_zip64_offset = force_zip64 || offset >= in_zip64.size
    const flags = name.some((byte) => byte > 127) ? 0x0800 : 0
    placed.push({ name, flags, size, crc: 0, offset, has_zip64_sizes, has_zip64_offset })
    offset += local_length + name.length + (has_zip64_sizes ? 20 : 0) + size
  }
  return { placed, data_end: offset }
}

function check_names(members: readonly ZipMember[]): void {
  const names = members.map(({ name }) => name)
  try {
    for (const name of names) decode_name(new TextEncoder().encode(name), true, 0)
    check_distinct(names)
  } catch (error) {
    throw new ValueError(`Members of a zip archive cannot have these names. ${(error as Error).message}`)
  }
}

function central_extra({ has_zip64_sizes, has_zip64_offset }: Placed): number {
  const content = (has_zip64_sizes ? 16 : 0) + (has_zip64_offset ? 8 : 0)
  return content === 0 ? 0 : content + 4
}

class Writer {
  at = 0
  readonly #view: DataView

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer)
  }

  numbers(width: 1 | 2 | 4 | 8, ...values: number[]): this {
    for (const value of values) {
      if (width === 1) this.#view.setUint8(this.at, value)
      else if (width === 2) this.#view.setUint16(this.at, value, true)
      else if (width === 4) this.#view.setUint32(this.at, value, true)
      else this.#view.setBigUint64(this.at, BigInt(value), true)
      this.at += width
    }
    return this
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
    return this
  }
}

/** What both headers of a member hold in the same order, up to the sizes. */
function write_common(out: Writer, member: Placed, date: Date): void {
  const { flags, size, crc, has_zip64_sizes } = member
  const year = Math.min(Math.max(date.getFullYear(), 1980), 2107)
  const day = ((year - 1980) << 9) | ((date.getMonth() + 1) << 5) | date.getDate()
  const time = (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1)
  out.numbers(2, version(member), flags, 0, time, day)
  out.numbers(4, crc, ...(has_zip64_sizes ? [in_zip64.size, in_zip64.size] : [size, size]))
}

function version({ has_zip64_sizes, has_zip64_offset }: Placed): number {
  return has_zip64_sizes || has_zip64_offset ? 45 : 20
}

function write_local(out: Writer, member: Placed, date: Date): void {
  out.at = member.offset
  out.numbers(4, signature.local)
  write_common(out, member, date)
  out.numbers(2, member.name.length, member.has_zip64_sizes ? 20 : 0).raw(member.name)
  if (member.has_zip64_sizes) out.numbers(2, extra_field.zip64, 16).numbers(8, member.size, member.size)
}

/** Made on Unix, a file that its owner reads and writes. */
function write_central(out: Writer, member: Placed, date: Date): void {
  const extra = central_extra(member)
  out.numbers(4, signature.central).numbers(1, version(member), 3)
  write_common(out, member, date)
  out.numbers(2, member.name.length, extra, 0, 0, 0)
  out.numbers(4, 0o600 * 2 ** 16, member.has_zip64_offset ? in_zip64.size : member.offset).raw(member.name)
  if (extra > 0) out.numbers(2, extra_field.zip64, extra - 4)
  if (member.has_zip64_sizes) out.numbers(8, member.size, member.size)
  if (member.has_zip64_offset) out.numbers(8, member.offset)
}

function write_end64(out: Writer, count: number, directory_length: number, data_end: number): void {
  const end64_at = out.at
  out
    .numbers(4, signature.end64)
    .numbers(8, end64_length - 12)
    .numbers(2, 45, 45)
    .numbers(4, 0, 0)
  out.numbers(8, count, count, directory_length, data_end)
  out.numbers(4, signature.locator64, 0).numbers(8, end64_at).numbers(4, 1)
}
