import { ModelFormatError } from '../../lib/common/errors'
import { crc32 } from '../../lib/formats/zip/crc32'

/** How one member is to be written; what is given stands in place of the true value. */
export interface Entry {
  name: string | Uint8Array
  data?: Uint8Array
  /** Bytes as stored, when they are not `data`. */
  stored?: Uint8Array
  method?: number
  flags?: number
  crc?: number
  size?: number
  attributes?: number
  extra?: Uint8Array
  local_extra?: Uint8Array
  descriptor?: Uint8Array
  offset?: number
  /** Values of the local header alone. */
  local?: { name?: string; method?: number; flags?: number; crc?: number; size?: number; stored_size?: number }
}

/** Numbers of the end record in place of the true ones, and bytes around it. */
export interface Ending {
  count?: number
  size?: number
  offset?: number
  comment?: Uint8Array
  before?: Uint8Array
}

export const text_bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Little-endian bytes of `[width, value]` pairs. */
export function fields(...pairs: [number, number | bigint][]): Uint8Array {
  return Uint8Array.from(
    pairs.flatMap(([width, value]) => Array.from({ length: width }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 255n))),
  )
}

export function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** A zip archive with any lie that is asked for. */
export function archive(entries: Entry[], ending: Ending = {}): Uint8Array {
  const parts: Uint8Array[] = []
  const records: Uint8Array[] = []
  let at = 0
  for (const entry of entries) {
    const { data = new Uint8Array(), stored = data, method = 0, flags = 0, extra = new Uint8Array(), local = {} } = entry
    const name = typeof entry.name === 'string' ? text_bytes(entry.name) : entry.name
    const { crc = crc32(data), size = data.length, attributes = 0o600 * 2 ** 16, local_extra = new Uint8Array() } = entry
    const local_name = local.name === undefined ? name : text_bytes(local.name)
    const header = fields(
      [4, 0x04034b50],
      [2, 20],
      [2, local.flags ?? flags],
      [2, local.method ?? method],
      [4, 0],
      [4, local.crc ?? crc],
      [4, local.stored_size ?? stored.length],
      [4, local.size ?? size],
      [2, local_name.length],
      [2, local_extra.length],
    )
    records.push(
      fields([4, 0x02014b50], [2, 788], [2, 20], [2, flags], [2, method], [4, 0], [4, crc], [4, stored.length], [4, size]),
      fields([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, attributes], [4, entry.offset ?? at]),
      name,
      extra,
    )
    const written = [header, local_name, local_extra, stored, entry.descriptor ?? new Uint8Array()]
    parts.push(...written)
    at += written.reduce((sum, part) => sum + part.length, 0)
  }
  const directory = join(...records)
  const { count = entries.length, comment = new Uint8Array() } = ending
  const numbers = fields(
    [2, count],
    [2, count],
    [4, ending.size ?? directory.length],
    [4, ending.offset ?? at],
    [2, comment.length],
  )
  return join(...parts, directory, ending.before ?? new Uint8Array(), fields([4, 0x06054b50], [4, 0]), numbers, comment)
}

/** `kind code` of the ModelFormatError that `read` throws, or the answer; any other error is passed on. */
export function outcome(read: () => unknown): string {
  try {
    read()
    return 'load'
  } catch (error) {
    if (error instanceof ModelFormatError) return `${error.kind} ${error.code}`
    throw error
  }
}
