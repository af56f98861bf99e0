/** Whole numbers below `limit`, the same ones for one seed. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
}

const telling = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

/** Copies of `bytes`, each with a change: a byte, a bit, a number of 2 or 4 bytes, a piece cut out, doubled or moved. */
export function* mutations(bytes: Uint8Array, count: number, seed = 1): Generator<Uint8Array> {
  const random = seeded(seed)
  for (let i = 0; i < count; i++) {
    const at = random(bytes.length)
    const length = 1 + random(40)
    const copy = bytes.slice()
    const view = new DataView(copy.buffer)
    const number = telling[random(telling.length)]!
    const kind = random(7)
    if (kind === 0) copy[at] = random(256)
    else if (kind === 1) copy[at]! ^= 1 << random(8)
    else if (kind === 2 && at + 2 <= bytes.length) view.setUint16(at, number & 0xffff, true)
    else if (kind === 3 && at + 4 <= bytes.length) view.setUint32(at, number, true)
    else if (kind === 4) copy.copyWithin(at, random(bytes.length), random(bytes.length))
    else {
      const piece = [...bytes.subarray(at, at + length)]
      const rest = bytes.subarray(at + length)
      yield Uint8Array.from([...bytes.subarray(0, at), ...(kind === 5 ? [] : [...piece, ...piece]), ...rest])
      continue
    }
    yield copy
  }
}
