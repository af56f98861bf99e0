const polynomial = 0xedb88320

const is_little_endian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Sixteen tables of 256: table k has the remainders of a byte that k bytes follow. */
function make_table(): Int32Array {
  const table = new Int32Array(16 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1
    table[byte] = rest
  }
  for (let i = 256; i < table.length; i++) table[i] = (table[i - 256]! >>> 8) ^ table[table[i - 256]! & 255]!
  return table
}

let made: Int32Array | null = null

/** The CRC-32 of bytes; `before` is that of what stands before them. */
export type Crc32 = (bytes: Uint8Array, before?: number) => number

/** The CRC-32 of zip, gzip and PNG, as an unsigned number. `before` is the checksum of the bytes in front of these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  made ??= make_table()
  const table = made
  let crc = ~before
  let at = 0
  const aligned = Math.min(bytes.length, -bytes.byteOffset & 3)
  for (; at < aligned; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 255]!
  const blocks = is_little_endian ? (bytes.length - at) >>> 4 : 0
  if (blocks > 0) crc = of_words(new Int32Array(bytes.buffer, bytes.byteOffset + at, blocks * 4), crc, table)
  at += blocks * 16
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 255]!
  return ~crc >>> 0
}

/** Sixteen bytes a step, which do not wait for one another. */
function of_words(words: Int32Array, before: number, table: Int32Array): number {
  let crc = before
  for (let i = 0; i < words.length; i += 4) {
    const a = words[i]! ^ crc
    const b = words[i + 1]!
    const c = words[i + 2]!
    const d = words[i + 3]!
    crc =
      table[3840 + (a & 255)]! ^
      table[3584 + ((a >>> 8) & 255)]! ^
      table[3328 + ((a >>> 16) & 255)]! ^
      table[3072 + (a >>> 24)]! ^
      table[2816 + (b & 255)]! ^
      table[2560 + ((b >>> 8) & 255)]! ^
      table[2304 + ((b >>> 16) & 255)]! ^
      table[2048 + (b >>> 24)]! ^
      table[1792 + (c & 255)]! ^
      table[1536 + ((c >>> 8) & 255)]! ^
      table[1280 + ((c >>> 16) & 255)]! ^
      table[1024 + (c >>> 24)]! ^
      table[768 + (d & 255)]! ^
      table[512 + ((d >>> 8) & 255)]! ^
      table[256 + ((d >>> 16) & 255)]! ^
      table[d >>> 24]!
  }
  return crc
}
