import { type Crc32, crc32 } from '../../formats/zip/crc32'

/** The checksum of zip files: Node's own where there is one, which is three times as fast. */
export function fast_crc32(): Crc32 {
  const zlib = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:zlib')
  return zlib?.crc32 ?? crc32
}
