import { zip_error } from './fields'
import { fast_bits, type Huffman, longest_code, make_huffman } from './huffman'

const length_bases = Uint16Array.of(
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258],
)
const length_extras = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0)
const distance_bases = Uint16Array.from({ length: 30 }, (_, i) => (i < 2 ? i + 1 : ((2 + (i & 1)) << ((i >> 1) - 1)) + 1))
const distance_extras = Uint8Array.from({ length: 30 }, (_, i) => Math.max(0, (i >> 1) - 1))
const order_of_lengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const end_of_block = 256
const first_length = 257

let fixed: { literals: Huffman; distances: Huffman } | null = null

function fixed_codes(): { literals: Huffman; distances: Huffman } {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)
  return { literals: make_huffman(lengths)!, distances: make_huffman(new Uint8Array(32).fill(5))! }
}

/**
 * The `size` bytes that `stored`, a deflate stream and nothing behind it, inflates to. Memory is `size` bytes whatever the stream says.
 *
 * @throws ModelFormatError `zip-size` for another number of bytes, `zip-structure` for no deflate stream.
 */
export function inflate(stored: Uint8Array, size: number, path: string): Uint8Array {
  return new Inflater(stored, new Uint8Array(size), path).run()
}

class Inflater {
  /** Where the next byte of the stream is; beyond its end zeros are read. */
  at = 0
  /** Bits that are read and not used, the next one lowest: fewer than 31. */
  hold = 0
  held = 0
  filled = 0

  constructor(
    readonly stored: Uint8Array,
    readonly result: Uint8Array,
    readonly path: string,
  ) {}

  run(): Uint8Array {
    for (let is_last = 0; is_last === 0; ) {
      is_last = this.bits(1)
      const kind = this.bits(2)
      this.check_end()
      if (kind === 0) this.stored_block()
      else if (kind === 1) {
        fixed ??= fixed_codes()
        this.block(fixed.literals, fixed.distances)
      } else if (kind === 2) {
        const { literals, distances } = this.codes()
        this.block(literals, distances)
      } else this.fail()
    }
    this.check_end()
    if (this.used() < this.stored.length) this.fail('Bytes stand behind the deflate stream of the member.')
    if (this.filled < this.result.length) {
      const message = `The member inflates to less than it says. Received: ${this.filled} of ${this.result.length} bytes`
      throw zip_error('zip-size', message, { path: this.path })
    }
    return this.result
  }

  fail(message = 'The member is not a deflate stream, or it is cut.'): never {
    throw zip_error('zip-structure', message, { path: this.path })
  }

  too_large(): never {
    this.check_end()
    const message = `The member inflates to more than it says. Received: more than ${this.result.length} bytes`
    throw zip_error('zip-size', message, { path: this.path })
  }

  /** Bytes of the stream of which a bit is used. */
  used(): number {
    return this.at - (this.held >> 3)
  }

  check_end(): void {
    if (this.used() > this.stored.length) this.fail()
  }

  /** Holds 23 bits at least. */
  refill(): void {
    const { stored } = this
    while (this.held < 23) {
      if (this.at < stored.length) this.hold |= stored[this.at]! << this.held
      this.at++
      this.held += 8
    }
  }

  /** The next `count` bits, 16 at most. */
  bits(count: number): number {
    if (this.held < count) this.refill()
    const value = this.hold & ((1 << count) - 1)
    this.hold >>>= count
    this.held -= count
    return value
  }

  symbol({ fast, counts, symbols }: Huffman): number {
    if (this.held < longest_code) this.refill()
    const entry = fast[this.hold & ((1 << fast_bits) - 1)]!
    if (entry !== 0) {
      this.hold >>>= entry & 15
      this.held -= entry & 15
      return entry >>> 4
    }
    let code = 0
    let first = 0
    let place = 0
    for (let length = 1; length <= longest_code; length++) {
      code |= (this.hold >>> (length - 1)) & 1
      const count = counts[length]!
      if (code - first < count) {
        this.hold >>>= length
        this.held -= length
        return symbols[place + code - first]!
      }
      place += count
      first = (first + count) << 1
      code <<= 1
    }
    return this.fail()
  }

  stored_block(): void {
    this.bits(this.held & 7)
    const length = this.bits(16)
    if (length !== (this.bits(16) ^ 0xffff)) this.fail()
    const start = this.used()
    if (start + length > this.stored.length) this.fail()
    if (length > this.result.length - this.filled) this.too_large()
    this.result.set(this.stored.subarray(start, start + length), this.filled)
    this.filled += length
    this.at = start + length
    this.hold = 0
    this.held = 0
  }

  /** The codes of a block that brings its own. */
  codes(): { literals: Huffman; distances: Huffman } {
    const literal_count = this.bits(5) + 257
    const distance_count = this.bits(5) + 1
    const length_count = this.bits(4) + 4
    if (literal_count > 286 || distance_count > 30) this.fail()
    const lengths_of_lengths = new Uint8Array(19)
    for (let i = 0; i < length_count; i++) lengths_of_lengths[order_of_lengths[i]!] = this.bits(3)
    const code_of_lengths = make_huffman(lengths_of_lengths) ?? this.fail()
    const lengths = new Uint8Array(literal_count + distance_count)
    for (let i = 0; i < lengths.length; ) {
      const symbol = this.symbol(code_of_lengths)
      if (symbol < 16) {
        lengths[i++] = symbol
        continue
      }
      if (symbol === 16 && i === 0) this.fail()
      const value = symbol === 16 ? lengths[i - 1]! : 0
      const count = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7)
      if (i + count > lengths.length) this.fail()
      lengths.fill(value, i, i + count)
      i += count
    }
    if (lengths[end_of_block] === 0) this.fail()
    return {
      literals: make_huffman(lengths.subarray(0, literal_count)) ?? this.fail(),
      distances: make_huffman(lengths.subarray(literal_count)) ?? this.fail(),
    }
  }

  block(literals: Huffman, distances: Huffman): void {
    const { result } = this
    for (;;) {
      const symbol = this.symbol(literals)
      if (symbol < end_of_block) {
        if (this.filled === result.length) this.too_large()
        result[this.filled++] = symbol
      } else if (symbol === end_of_block) return
      else this.repeat(symbol - first_length, distances)
    }
  }

  /** Writes again what was written before. */
  repeat(kind: number, distances: Huffman): void {
    const { result, filled } = this
    if (kind >= length_bases.length) this.fail()
    const length = length_bases[kind]! + this.bits(length_extras[kind]!)
    const far = this.symbol(distances)
    if (far >= distance_bases.length) this.fail()
    const distance = distance_bases[far]! + this.bits(distance_extras[far]!)
    if (distance > filled) this.fail()
    if (length > result.length - filled) this.too_large()
    for (let i = filled; i < filled + length; i++) result[i] = result[i - distance]!
    this.filled = filled + length
  }
}
