const size = 624
const offset = 397

/**
 * The Mersenne Twister as Python seeds and reads it, so that one seed gives the same layer seeds here and in Python.
 * Source: M. Matsumoto and T. Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudorandom number generator", 1998.
 */
export class PythonRandom {
  private readonly words = new Uint32Array(size)
  private position = size

  constructor(seed: number) {
    this.seed_by_array(seed < 2 ** 32 ? [seed >>> 0] : [seed % 2 ** 32, Math.floor(seed / 2 ** 32)])
  }

  private seed_plain(seed: number): void {
    const w = this.words
    w[0] = seed
    for (let i = 1; i < size; i++) w[i] = Math.imul(1812433253, w[i - 1]! ^ (w[i - 1]! >>> 30)) + i
  }

  private seed_by_array(key: number[]): void {
    this.seed_plain(19650218)
    const w = this.words
    let i = 1
    let j = 0
    for (let k = Math.max(size, key.length); k > 0; k--) {
      w[i] = (w[i]! ^ Math.imul(w[i - 1]! ^ (w[i - 1]! >>> 30), 1664525)) + key[j]! + j
      if (++i >= size) {
        w[0] = w[size - 1]!
        i = 1
      }
      if (++j >= key.length) j = 0
    }
    for (let k = size - 1; k > 0; k--) {
      w[i] = (w[i]! ^ Math.imul(w[i - 1]! ^ (w[i - 1]! >>> 30), 1566083941)) - i
      if (++i >= size) {
        w[0] = w[size - 1]!
        i = 1
      }
    }
    w[0] = 0x80000000
    this.position = size
  }

  private twist(): void {
    const w = this.words
    for (let k = 0; k < size; k++) {
      const y = (w[k]! & 0x80000000) | (w[(k + 1) % size]! & 0x7fffffff)
      w[k] = w[(k + offset) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.position = 0
  }

  /** 32 random bits. */
  next_word(): number {
    if (this.position >= size) this.twist()
    let y = this.words[this.position++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }

  /** An integer from `low` to `high`, both included; their difference is below 2^32. */
  randint(low: number, high: number): number {
    const span = high - low + 1
    const bits = Math.floor(Math.log2(span)) + 1
    let drawn = this.next_word() >>> (32 - bits)
    while (drawn >= span) drawn = this.next_word() >>> (32 - bits)
    return low + drawn
  }
}
