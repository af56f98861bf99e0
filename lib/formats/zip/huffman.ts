/** Bits that are looked up at once; longer codes, which are rare, are followed bit by bit. */
export const fast_bits = 10

export const longest_code = 15

/** A prefix code, as deflate gives it: by the lengths of the codes of its symbols. */
export interface Huffman {
  /** For the next `fast_bits` bits: the symbol times 16 plus the length of its code, or 0. */
  fast: Uint16Array
  /** How many codes have each length. */
  counts: Uint16Array
  /** Symbols by length of code, then by value. */
  symbols: Uint16Array
}

/** Null when the lengths make no code. Codes with unused room are allowed only where all codes, if any, have one bit. */
export function make_huffman(lengths: Uint8Array): Huffman | null {
  const counts = new Uint16Array(longest_code + 1)
  for (const length of lengths) counts[length]!++
  counts[0] = 0
  const next = new Uint16Array(longest_code + 2)
  const places = new Uint16Array(longest_code + 2)
  let room = 1
  for (let length = 1; length <= longest_code; length++) {
    room = 2 * room - counts[length]!
    if (room < 0) return null
    next[length + 1] = (next[length]! + counts[length]!) << 1
    places[length + 1] = places[length]! + counts[length]!
  }
  if (room > 0 && places[longest_code + 1] !== counts[1]) return null

  const fast = new Uint16Array(1 << fast_bits)
  const symbols = new Uint16Array(places[longest_code + 1]!)
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!
    if (length === 0) continue
    symbols[places[length]!++] = symbol
    const code = next[length]!++
    if (length > fast_bits) continue
    for (let i = reversed(code, length); i < fast.length; i += 1 << length) fast[i] = (symbol << 4) | length
  }
  return { fast, counts, symbols }
}

function reversed(code: number, length: number): number {
  let result = 0
  for (let i = 0; i < length; i++) result |= ((code >>> i) & 1) << (length - 1 - i)
  return result
}
