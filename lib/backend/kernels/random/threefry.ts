/** The two words of a random key. */
export type Key = readonly [number, number]

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/** The two words that Threefry-2x32 with 20 rounds makes of a counter (two words). Reused: copy what is kept. */
const block = new Int32Array(2)

function threefry(k0: number, k1: number, hi: number, lo: number): void {
  const k2 = k0 ^ k1 ^ 0x1bd11bda
  let x = (hi + k0) | 0
  let y = (lo + k1) | 0
  x = (x + y) | 0
  y = rotate(y, 13) ^ x
  x = (x + y) | 0
  y = rotate(y, 15) ^ x
  x = (x + y) | 0
  y = rotate(y, 26) ^ x
  x = (x + y) | 0
  y = rotate(y, 6) ^ x
  x = (x + k1) | 0
  y = (y + k2 + 1) | 0
  x = (x + y) | 0
  y = rotate(y, 17) ^ x
  x = (x + y) | 0
  y = rotate(y, 29) ^ x
  x = (x + y) | 0
  y = rotate(y, 16) ^ x
  x = (x + y) | 0
  y = rotate(y, 24) ^ x
  x = (x + k2) | 0
  y = (y + k0 + 2) | 0
  x = (x + y) | 0
  y = rotate(y, 13) ^ x
  x = (x + y) | 0
  y = rotate(y, 15) ^ x
  x = (x + y) | 0
  y = rotate(y, 26) ^ x
  x = (x + y) | 0
  y = rotate(y, 6) ^ x
  x = (x + k0) | 0
  y = (y + k1 + 3) | 0
  x = (x + y) | 0
  y = rotate(y, 17) ^ x
  x = (x + y) | 0
  y = rotate(y, 29) ^ x
  x = (x + y) | 0
  y = rotate(y, 16) ^ x
  x = (x + y) | 0
  y = rotate(y, 24) ^ x
  x = (x + k1) | 0
  y = (y + k2 + 4) | 0
  x = (x + y) | 0
  y = rotate(y, 13) ^ x
  x = (x + y) | 0
  y = rotate(y, 15) ^ x
  x = (x + y) | 0
  y = rotate(y, 26) ^ x
  x = (x + y) | 0
  y = rotate(y, 6) ^ x
  block[0] = (x + k2) | 0
  block[1] = (y + k0 + 5) | 0
}

/**
 * 32 random bits for the element at `index`: JAX's partitionable scheme, the two words of the block numbered `index`, one xor the other.
 */
export function random_bits(key: Key, index: number): number {
  threefry(key[0] | 0, key[1] | 0, (index / 4294967296) | 0, index | 0)
  return block[0]! ^ block[1]!
}

/** `count` new keys from one, as `jax.random.split` makes them. */
export function split_key(key: Key, count = 2): Key[] {
  return Array.from({ length: count }, (_, i) => {
    threefry(key[0] | 0, key[1] | 0, 0, i)
    return [block[0]! >>> 0, block[1]! >>> 0] as const
  })
}
