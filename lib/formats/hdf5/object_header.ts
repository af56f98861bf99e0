import { lookup3 } from './checksum'
import { Cursor } from './cursor'
import type { Source } from './source'

/** Types of messages that are read. */
export const message_type = {
  nil: 0x00,
  dataspace: 0x01,
  link_info: 0x02,
  datatype: 0x03,
  link: 0x06,
  external_files: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  shared_table: 0x0f,
  continuation: 0x10,
  symbol_table: 0x11,
  attribute_info: 0x15,
} as const

const last_known_type = 0x18
const shared = 0x02
const fail_if_unknown = 0x80

/** A message of an object header: what `type` it is, and where its bytes are. */
export interface Message {
  type: number
  start: number
  end: number
}

/** Everything that the header of an object says. */
export class ObjectHeader {
  readonly messages: Message[] = []

  constructor(
    readonly source: Source,
    readonly address: number,
  ) {}

  add(type: number, flags: number, start: number, end: number): void {
    if (type > last_known_type && flags & fail_if_unknown) {
      throw this.source.unsupported(`The header has a message that must be understood. Received: type ${type}`, start)
    }
    if (type === message_type.nil || type > last_known_type) return
    if (flags & shared) {
      throw this.source.unsupported(
        `The header refers to a message that stands elsewhere, as committed types do. Received: type ${type}`,
        start,
      )
    }
    this.messages.push({ type, start, end })
  }

  /** Cursors over all messages of a type. */
  all(type: number): Cursor[] {
    return this.messages.filter((m) => m.type === type).map((m) => new Cursor(this.source, m.start, m.end))
  }

  /** A cursor over the message of a type that an object has once, if it has it. */
  one(type: number): Cursor | null {
    const found = this.all(type)
    if (found.length > 1) throw this.source.broken(`The header says something twice. Received: type ${type}`, found[1].position)
    return found[0] ?? null
  }
}

/** Reads an object header of either version, with its continuations. */
export function read_object_header(source: Source, address: number): ObjectHeader {
  const start = source.at(address, 5, 'object header')
  const header = new ObjectHeader(source, address)
  if (start.u8() === 0x4f) read_version_2(header)
  else read_version_1(header)
  return header
}

/** A part of a header that is still to be read. */
interface Chunk {
  start: number
  length: number
}

/** The parts of a header that are known, in the order in which they are to be read. */
class Chunks {
  readonly queue: Chunk[]
  readonly #starts: Set<number>

  constructor(
    readonly source: Source,
    address: number,
    first: Chunk,
  ) {
    this.queue = [first]
    this.#starts = new Set([address, first.start])
  }

  /** Adds what a continuation message names. */
  add(cursor: Cursor): void {
    const chunk = { start: cursor.address(), length: cursor.length() }
    if (this.#starts.has(chunk.start)) {
      throw this.source.error('format', 'hdf5-cycle', 'The header of an object continues in itself.', cursor.position)
    }
    this.#starts.add(chunk.start)
    this.queue.push(chunk)
  }
}

function read_version_1(header: ObjectHeader): void {
  const { source, address } = header
  const prefix = source.claim(address, 16, 'object header')
  prefix.version(1, 'object header')
  prefix.skip(1)
  const expected = prefix.u16()
  prefix.skip(4)
  const chunks = new Chunks(source, address, { start: address + 16, length: prefix.u32() })
  const { queue } = chunks
  let count = 0
  for (let i = 0; i < queue.length; i++) {
    const cursor = source.claim(queue[i].start, queue[i].length, 'object header')
    while (cursor.left > 0) {
      const start = cursor.position
      const type = cursor.u16()
      const size = cursor.u16()
      const flags = cursor.u8()
      cursor.skip(3)
      if (size % 8 !== 0) throw source.broken(`A message of the header is not aligned. Received: ${size} bytes`, start)
      const body = cursor.slice(size)
      count++
      if (type === message_type.continuation) chunks.add(body)
      else header.add(type, flags, body.position, body.end)
    }
  }
  if (count !== expected) {
    throw source.broken(`The header counts its messages wrong. Received: ${expected} where ${count} stand`, address)
  }
}

function read_version_2(header: ObjectHeader): void {
  const { source, address } = header
  const prefix = source.at(address, Math.min(42, source.bytes.length - address), 'object header')
  prefix.signature('OHDR')
  prefix.version(2, 'object header')
  const flags = prefix.u8()
  if (flags & 0xc0) throw source.broken(`The flags of the header are unknown. Received: ${flags}`, address)
  if (flags & 0x20) prefix.skip(16)
  if (flags & 0x10) prefix.skip(4)
  const size = prefix.uint(1 << (flags & 3))
  const message_prefix = flags & 0x04 ? 6 : 4
  const chunks = new Chunks(source, address, { start: address, length: prefix.position - address + size + 4 })
  const { queue } = chunks
  for (let i = 0; i < queue.length; i++) {
    const { start, length } = queue[i]
    const chunk = source.claim(start, length, 'object header')
    const end = chunk.end - 4
    if (i === 0) chunk.skip(prefix.position - start)
    else chunk.signature('OCHK')
    const stored = new Cursor(source, Math.max(end, start), chunk.end).u32()
    if (stored !== lookup3(source.bytes.subarray(start, end))) {
      throw source.error('format', 'hdf5-checksum', 'The checksum of an object header does not fit.', end)
    }
    const cursor = new Cursor(source, chunk.position, end)
    while (cursor.left >= message_prefix) {
      const type = cursor.u8()
      const message_size = cursor.u16()
      const message_flags = cursor.u8()
      cursor.skip(message_prefix - 4)
      const body = cursor.slice(message_size)
      if (type === message_type.continuation) chunks.add(body)
      else header.add(type, message_flags, body.position, body.end)
    }
  }
}
