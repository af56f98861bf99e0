/** Jenkins's lookup3 hash of bytes, which HDF5 writes as a checksum of its structures. */
export function lookup3(bytes: Uint8Array, initial = 0): number {
  const n = bytes.length
  let a = (0xdeadbeef + n + initial) | 0
  let b = a
  let c = a
  const word = (i: number) => bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24)
  let i = 0
  for (; n - i > 12; i += 12) {
    a = (a + word(i)) | 0
    b = (b + word(i + 4)) | 0
    c = (c + word(i + 8)) | 0
    a = ((a - c) ^ rotate(c, 4)) | 0
    c = (c + b) | 0
    b = ((b - a) ^ rotate(a, 6)) | 0
    a = (a + c) | 0
    c = ((c - b) ^ rotate(b, 8)) | 0
    b = (b + a) | 0
    a = ((a - c) ^ rotate(c, 16)) | 0
    c = (c + b) | 0
    b = ((b - a) ^ rotate(a, 19)) | 0
    a = (a + c) | 0
    c = ((c - b) ^ rotate(b, 4)) | 0
    b = (b + a) | 0
  }
  if (i === n) return c >>> 0
  const last = (from: number) => {
    let value = 0
    for (let k = 0; k < 4 && i + from + k < n; k++) value |= bytes[i + from + k] << (8 * k)
    return value
  }
  a = (a + last(0)) | 0
  b = (b + last(4)) | 0
  c = (c + last(8)) | 0
  c = ((c ^ b) - rotate(b, 14)) | 0
  a = ((a ^ c) - rotate(c, 11)) | 0
  b = ((b ^ a) - rotate(a, 25)) | 0
  c = ((c ^ b) - rotate(b, 16)) | 0
  a = ((a ^ c) - rotate(c, 4)) | 0
  b = ((b ^ a) - rotate(a, 14)) | 0
  c = ((c ^ b) - rotate(b, 24)) | 0
  return c >>> 0
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

/** Fletcher's checksum over 16-bit big-endian words, as HDF5's filter computes it. */
export function fletcher32(bytes: Uint8Array): number {
  let low = 0
  let high = 0
  const words = bytes.length >> 1
  for (let i = 0; i < words; ) {
    for (const stop = Math.min(words, i + 360); i < stop; i++) {
      low += (bytes[2 * i] << 8) | bytes[2 * i + 1]
      high += low
    }
    low = (low & 0xffff) + (low >>> 16)
    high = (high & 0xffff) + (high >>> 16)
  }
  if (bytes.length % 2 === 1) {
    low += bytes[bytes.length - 1] << 8
    high += low
    low = (low & 0xffff) + (low >>> 16)
    high = (high & 0xffff) + (high >>> 16)
  }
  low = (low & 0xffff) + (low >>> 16)
  high = (high & 0xffff) + (high >>> 16)
  return ((high << 16) | low) >>> 0
}

/** The checksum at the end of a zlib stream. */
export function adler32(bytes: Uint8Array): number {
  let low = 1
  let high = 0
  for (let i = 0; i < bytes.length; ) {
    for (const stop = Math.min(bytes.length, i + 3800); i < stop; i++) {
      low += bytes[i]
      high += low
    }
    low %= 65521
    high %= 65521
  }
  return ((high << 16) | low) >>> 0
}
