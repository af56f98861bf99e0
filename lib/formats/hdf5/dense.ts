import { read_btree_v2 } from './btree_v2'
import { lookup3 } from './checksum'
import { type Cursor, no_address } from './cursor'
import { FractalHeap } from './fractal_heap'
import type { Source } from './source'

const links_by_name = 5
const attributes_by_name = 8
const shared = 0x02

/** Where many links or attributes of one object are kept. */
export interface Dense {
  heap: number
  by_name: number
}

/** Reads a link info message. `heap` is `no_address` when links are messages of the header. */
export function read_link_info(cursor: Cursor): Dense {
  return read_info(cursor, 8)
}

/** Reads an attribute info message. */
export function read_attribute_info(cursor: Cursor): Dense {
  return read_info(cursor, 2)
}

function read_info(cursor: Cursor, creation_bytes: number): Dense {
  const start = cursor.position
  cursor.version(0, 'list of members')
  const flags = cursor.u8()
  if (flags > 3) throw cursor.source.broken(`The flags of a list of members are unknown. Received: ${flags}`, start)
  if (flags & 1) cursor.skip(creation_bytes)
  return { heap: cursor.address(), by_name: cursor.address() }
}

/** What a dense list holds: a message's bytes, and the hash of the name that it must have. */
export interface DenseMessage {
  cursor: Cursor
  hash: number
}

export function read_dense_links(source: Source, dense: Dense): DenseMessage[] {
  return read_dense(source, dense, links_by_name, (record, heap) => {
    const hash = record.u32()
    return { hash, cursor: heap.object(record) }
  })
}

export function read_dense_attributes(source: Source, dense: Dense): DenseMessage[] {
  return read_dense(source, dense, attributes_by_name, (record, heap) => {
    const cursor = heap.object(record)
    if (record.u8() & shared) throw source.unsupported('An attribute stands elsewhere.', record.position)
    record.skip(4)
    return { hash: record.u32(), cursor }
  })
}

function read_dense(
  source: Source,
  dense: Dense,
  type: number,
  read: (record: Cursor, heap: FractalHeap) => DenseMessage,
): DenseMessage[] {
  if (dense.heap === no_address) return []
  const heap = new FractalHeap(source, dense.heap)
  let before = 0
  return read_btree_v2(source, dense.by_name, type).map((record) => {
    const message = read(record, heap)
    if (message.hash < before) throw source.broken('Names of a B-tree are not in order.', record.position)
    before = message.hash
    return message
  })
}

const encoder = new TextEncoder()

/** Refuses a message that is listed under the hash of another name. */
export function check_hash({ cursor, hash }: DenseMessage, name: string): void {
  if (lookup3(encoder.encode(name)) !== hash) {
    throw cursor.source.broken('A member is listed under the name of another.', cursor.position)
  }
}
