import { type ByteSink, undefined_address, utf8 } from './write_bytes'

const symbols_a_leaf = 8
const children_a_node = 32
const node_size = 24 + 16 * children_a_node + 8

/** A member of a group that is already written. */
export interface Entry {
  name: string
  /** Of its object header. */
  address: number
  /** Of its own members when it is a group. */
  table: SymbolTable | null
}

/** Where the members of a group are. */
export interface SymbolTable {
  tree: number
  heap: number
}

interface Child {
  address: number
  /** Where the last name below it stands in the heap. */
  last: number
}

/** The order of names in a file: by their UTF-8 bytes. */
function by_bytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** Appends the names of a group, its symbol nodes and the B-tree over them. */
export function write_symbols(sink: ByteSink, entries: readonly Entry[]): SymbolTable {
  const sorted = entries.map((entry) => ({ ...entry, bytes: utf8(entry.name), offset: 0 }))
  sorted.sort((a, b) => by_bytes(a.bytes, b.bytes))
  const heap = sink.length
  sink
    .bytes(utf8('HEAP'))
    .u32(0)
    .u64(0, 1, heap + 32)
  const names_at = sink.length
  sink.u64(0)
  for (const entry of sorted) {
    entry.offset = sink.length - names_at
    sink.bytes(entry.bytes).zeros(1).align()
  }
  sink.set_u64(heap + 8, sink.length - names_at)

  let level: Child[] = []
  for (const members of chunks(sorted, symbols_a_leaf)) {
    level.push({ address: sink.length, last: members.at(-1)!.offset })
    sink.bytes(utf8('SNOD')).u8(1, 0).u16(members.length)
    for (const { offset, address, table } of members) {
      sink.u64(offset, address)
      if (table) sink.u32(1, 0).u64(table.tree, table.heap)
      else sink.zeros(24)
    }
    sink.zeros(40 * (symbols_a_leaf - members.length))
  }
  for (let depth = 0; depth === 0 || level.length > 1; depth++) level = write_level(sink, level, depth)
  return { tree: level[0]!.address, heap }
}

/** Appends the nodes of one level of the B-tree, at least one. */
function write_level(sink: ByteSink, children: readonly Child[], depth: number): Child[] {
  const groups = children.length === 0 ? [[]] : chunks(children, children_a_node)
  const start = sink.length
  const at = (node: number) => (node < 0 || node === groups.length ? undefined_address : start + node * node_size)
  let key = 0
  return groups.map((group, i) => {
    const address = sink.length
    sink
      .bytes(utf8('TREE'))
      .u8(0, depth)
      .u16(group.length)
      .u64(at(i - 1), at(i + 1), key)
    for (const child of group) sink.u64(child.address, child.last)
    sink.zeros(16 * (children_a_node - group.length))
    key = group.at(-1)?.last ?? 0
    return { address, last: key }
  })
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
}
