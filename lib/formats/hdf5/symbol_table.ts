import { read_btree_v1 } from './btree_v1'
import type { Cursor } from './cursor'
import { check_link_name, compare_bytes, type Link } from './links'
import { LocalHeap } from './local_heap'
import type { Source } from './source'

const cached_nothing = 0
const cached_group = 1
const cached_soft_link = 2

/** Where the members of a group of the first kind are listed. */
export interface SymbolTable {
  tree: number
  heap: number
}

export function read_symbol_table_message(cursor: Cursor): SymbolTable {
  return { tree: cursor.address(), heap: cursor.address() }
}

/** The members of a group by name, in byte order. */
export function read_symbol_table(source: Source, { tree, heap: heap_address }: SymbolTable): Map<string, Link> {
  const heap = new LocalHeap(source, heap_address)
  const members = new Map<string, Link>()
  const leaves = read_btree_v1(source, tree, {
    type: 0,
    k: source.internal_k,
    key_bytes: source.length_size,
    read_key: (cursor) => heap.key(cursor.length()),
    compare: compare_bytes,
  })
  for (const { left, right, child } of leaves) {
    let before = left
    for (const [name, link] of read_node(source, heap, child)) {
      if (compare_bytes(before, name) >= 0 || compare_bytes(name, right) > 0) {
        throw source.broken('Names of a group are not in order.', child)
      }
      const text = heap.text(name)
      check_link_name(source, text, child)
      members.set(text, link)
      before = name
    }
  }
  return members
}

function read_node(source: Source, heap: LocalHeap, address: number): [Uint8Array, Link][] {
  const entry = 2 * source.offset_size + 24
  const cursor = source.claim(address, 8 + 2 * source.leaf_k * entry, 'symbol table node')
  cursor.signature('SNOD')
  cursor.version(1, 'symbol table node')
  cursor.skip(1)
  const count = cursor.u16()
  if (count > 2 * source.leaf_k) {
    throw source.broken(`A symbol table node has too many entries. Received: ${count} of ${2 * source.leaf_k}`, address)
  }
  return Array.from({ length: count }, () => read_entry(source, heap, cursor))
}

function read_entry(source: Source, heap: LocalHeap, cursor: Cursor): [Uint8Array, Link] {
  const start = cursor.position
  const name = heap.name(cursor.uint(source.offset_size))
  const object = cursor.address()
  const cache = cursor.u32()
  cursor.skip(4)
  const scratch = cursor.slice(16)
  if (cache === cached_soft_link) throw source.unsafe('A soft link is not followed.', start)
  if (cache !== cached_nothing && cache !== cached_group) {
    throw source.broken(`An entry of a symbol table is of an unknown kind. Received: ${cache}`, start)
  }
  return [name, { address: object, cached: cache === cached_group ? read_symbol_table_message(scratch) : null }]
}
