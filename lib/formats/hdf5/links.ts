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
