const polynomial = 0xedb88320

/** Sixteen tables of 256: table k has the remainders of a byte that k bytes follow. */
function make_tables(): Int32Array[] {
  const first = new Int32Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1
    first[byte] = rest
  }
  const tables = [first]
  for (let k = 1; k < 16; k++) tables.push(tables[k - 1]!.map((rest) => (rest >>> 8) ^ first[rest & 255]!))
  return tables
}

let tables: Int32Array[] | null = null

/** The CRC-32 of zip, gzip and PNG, as an unsigned number. `before` is the checksum of the bytes in front of these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  tables ??= make_tables()
  const [t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15] = tables as [
    Int32Array,
    ...Int32Array[],
  ] as Int32Array[]
  let crc = ~before
  let i = 0
  const whole = bytes.length & ~15
  while (i < whole) {
    crc =
      t15![(crc ^ bytes[i]!) & 255]! ^
      t14![((crc >>> 8) ^ bytes[i + 1]!) & 255]! ^
      t13![((crc >>> 16) ^ bytes[i + 2]!) & 255]! ^
      t12![(crc >>> 24) ^ bytes[i + 3]!]! ^
      t11![bytes[i + 4]!]! ^
      t10![bytes[i + 5]!]! ^
      t9![bytes[i + 6]!]! ^
      t8![bytes[i + 7]!]! ^
      t7![bytes[i + 8]!]! ^
      t6![bytes[i + 9]!]! ^
      t5![bytes[i + 10]!]! ^
      t4![bytes[i + 11]!]! ^
      t3![bytes[i + 12]!]! ^
      t2![bytes[i + 13]!]! ^
      t1![bytes[i + 14]!]! ^
      t0![bytes[i + 15]!]!
    i += 16
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ t0![(crc ^ bytes[i]!) & 255]!
  return ~crc >>> 0
}
