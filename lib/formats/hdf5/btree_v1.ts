import type { Cursor } from './cursor'
import type { Source } from './source'

/** What a tree of version 1 is made of. */
export interface TreeKind<Key> {
  /** 0 for groups, 1 for chunks. */
  type: number
  /** Half the number of children of a full node. */
  k: number
  key_bytes: number
  read_key(cursor: Cursor): Key
  /** Below zero when `a` comes before `b`. */
  compare(a: Key, b: Key): number
}

/** A child of a lowest node, between the keys beside it. */
export interface TreeLeaf<Key> {
  left: Key
  right: Key
  child: number
}

const deepest = 32

/** All leaves of a tree in order. Keys have to be in order, and to lie between the keys above them. */
export function read_btree_v1<Key>(source: Source, root: number, kind: TreeKind<Key>): TreeLeaf<Key>[] {
  const leaves: TreeLeaf<Key>[] = []
  read_node(source, root, kind, null, leaves)
  return leaves
}

function read_node<Key>(
  source: Source,
  address: number,
  kind: TreeKind<Key>,
  above: { level: number; left: Key; right: Key } | null,
  leaves: TreeLeaf<Key>[],
): void {
  const { key_bytes, k } = kind
  const size = 8 + 2 * source.offset_size + 2 * k * (key_bytes + source.offset_size) + key_bytes
  const cursor = source.claim(address, size, 'B-tree node')
  cursor.signature('TREE')
  cursor.version(kind.type, 'B-tree')
  const level = cursor.u8()
  const used = cursor.u16()
  cursor.skip(2 * source.offset_size)
  if (above === null ? level > deepest : level !== above.level - 1) {
    throw source.broken(`A B-tree node has an odd level. Received: ${level}`, address)
  }
  if (used > 2 * k || (used === 0 && above !== null)) {
    throw source.broken(`A B-tree node has an odd number of children. Received: ${used} of ${2 * k}`, address)
  }
  if (used === 0) return
  let left = kind.read_key(cursor)
  if (above !== null && kind.compare(above.left, left) > 0) throw source.broken('Keys of a B-tree are not in order.', address)
  for (let i = 0; i < used; i++) {
    const child = cursor.address()
    const right = kind.read_key(cursor)
    if (kind.compare(left, right) >= 0) throw source.broken('Keys of a B-tree are not in order.', address)
    if (level === 0) leaves.push({ left, right, child })
    else read_node(source, child, kind, { level, left, right }, leaves)
    left = right
  }
  if (above !== null && kind.compare(left, above.right) > 0) throw source.broken('Keys of a B-tree are not in order.', address)
}
