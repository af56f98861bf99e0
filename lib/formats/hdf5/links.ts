import type { Cursor } from './cursor'
import type { Source } from './source'

/** A hard link. `cached` is what the link repeats of the group it leads to: addresses of its tree and heap. */
export interface Link {
  address: number
  cached: { tree: number; heap: number } | null
}

/** Below zero when the bytes `a` come before `b`. */
export function compare_bytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length)
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return a[i] - b[i]
  return a.length - b.length
}

/** Refuses names that no path can contain. */
export function check_link_name(source: Source, name: string, offset: number): void {
  if (name === '' || name === '.' || name.includes('/') || name.includes('\0')) {
    throw source.broken('A member of a group has a name that is not one.', offset)
  }
}

/** Reads a link message. @throws ModelFormatError for every link but a hard one. */
export function read_link(cursor: Cursor): [string, Link] {
  const { source, position } = cursor
  cursor.version(1, 'link')
  const flags = cursor.u8()
  if (flags > 0x1f) throw source.broken(`The flags of a link are unknown. Received: ${flags}`, position)
  const type = flags & 0x08 ? cursor.u8() : 0
  if (type === 1) throw source.unsafe('A soft link is not followed.', position)
  if (type === 64) throw source.unsafe('An external link is not followed.', position)
  if (type !== 0) throw source.unsafe(`A link of an unknown kind is not followed. Received: ${type}`, position)
  if (flags & 0x04) cursor.skip(8)
  if (flags & 0x10 && cursor.u8() > 1) throw source.broken('The name of a link is in an unknown character set.', position)
  const name = cursor.utf8(cursor.uint(1 << (flags & 3)), 'name of a link')
  check_link_name(source, name, position)
  return [name, { address: cursor.address(), cached: null }]
}
