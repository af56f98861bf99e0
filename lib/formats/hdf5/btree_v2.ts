import { bytes_for, check_sum, checked_structure } from './checked'
import type { Cursor } from './cursor'
import type { Source } from './source'

const deepest = 32

/** Numbers that hold for all nodes of one level; level 0 are the leaves. */
interface Level {
  most_records: number
  /** Bytes of the count of all records below a node of this level. */
  count_bytes: number
  most_below: number
}

interface Tree {
  source: Source
  type: number
  node_size: number
  record_size: number
  /** Bytes of the count of records of one node. */
  record_count_bytes: number
  levels: Level[]
}

/** Cursors over all records of a tree of version 2, in order. */
export function read_btree_v2(source: Source, address: number, type: number): Cursor[] {
  const { offset_size, length_size } = source
  const header = checked_structure(source, address, 22 + offset_size + length_size, 'BTHD', 'B-tree header')
  header.version(type, 'B-tree')
  const node_size = header.u32()
  const record_size = header.u16()
  const depth = header.u16()
  header.skip(2)
  const root = header.address()
  const root_records = header.u16()
  const total = header.length()
  if (depth > deepest || record_size === 0 || node_size < 10 + record_size) {
    throw source.broken(`A B-tree has odd numbers. Received: depth ${depth}, ${record_size} bytes in ${node_size}`, address)
  }
  const tree: Tree = { source, type, node_size, record_size, record_count_bytes: 0, levels: [] }
  const leaf_records = Math.floor((node_size - 10) / record_size)
  tree.record_count_bytes = bytes_for(leaf_records)
  tree.levels.push({ most_records: leaf_records, count_bytes: 0, most_below: leaf_records })
  for (let level = 1; level <= depth; level++) {
    const below = tree.levels[level - 1]
    const pointer = offset_size + tree.record_count_bytes + below.count_bytes
    const most_records = Math.floor((node_size - 10 - pointer) / (record_size + pointer))
    const most_below = (most_records + 1) * below.most_below + most_records
    tree.levels.push({ most_records, count_bytes: bytes_for(most_below), most_below })
  }
  const records: Cursor[] = []
  if (total > 0 || root_records > 0) read_node(tree, root, root_records, depth, records)
  if (records.length !== total) {
    throw source.broken(`A B-tree counts its records wrong. Received: ${total} where ${records.length} stand`, address)
  }
  return records
}

function read_node(tree: Tree, address: number, count: number, depth: number, records: Cursor[]): void {
  const { source, record_size, levels } = tree
  const level = levels[depth]
  if (count > level.most_records || count === 0) {
    throw source.broken(`A B-tree node has an odd number of records. Received: ${count} of ${level.most_records}`, address)
  }
  const pointer = depth === 0 ? 0 : source.offset_size + tree.record_count_bytes + levels[depth - 1].count_bytes
  const cursor = source.claim(address, tree.node_size, 'B-tree node')
  cursor.signature(depth === 0 ? 'BTLF' : 'BTIN')
  cursor.version(0, 'B-tree node')
  cursor.version(tree.type, 'B-tree')
  check_sum(source, address, 10 + count * record_size + (depth === 0 ? 0 : (count + 1) * pointer), 'B-tree node')
  const own = Array.from({ length: count }, () => cursor.slice(record_size))
  for (let i = 0; i <= count; i++) {
    if (depth > 0) {
      const child = cursor.address()
      const child_count = cursor.uint(tree.record_count_bytes)
      cursor.skip(levels[depth - 1].count_bytes)
      read_node(tree, child, child_count, depth - 1, records)
    }
    if (i < count) records.push(own[i])
  }
}
