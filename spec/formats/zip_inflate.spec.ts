import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import { inflate } from '../../lib/formats/zip/inflate'
import { outcome } from './archive'
import { mutations, seeded } from './mutations'

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED } = constants
const strategies = [Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED]

/** Bytes of five kinds: any, few different ones, regular, zeros, and some that are much rarer than others. */
function sample(kind: number, length: number, random: (limit: number) => number): Uint8Array {
  const makers = [
    () => random(256),
    () => random(3),
    (i: number) => (i * i) >> 5,
    () => 0,
    () => Math.clz32(random(2 ** 30)) * 7 + random(2),
  ]
  return new Uint8Array(length).map((_, i) => makers[kind]!(i))
}

/** Bytes of `[width, value]` pairs, lowest bit first. */
function bits(pairs: [number, number][]): Uint8Array {
  const all = pairs.flatMap(([width, value]) => Array.from({ length: width }, (_, i) => (value >> i) & 1))
  return Uint8Array.from({ length: Math.ceil(all.length / 8) }, (_, i) =>
    all.slice(8 * i, 8 * i + 8).reduce((sum, bit, k) => sum | (bit << k), 0),
  )
}

const bytes_of = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const answer = (hex: string, size: number): string => outcome(() => inflate(bytes_of(hex), size, 'a'))

describe('inflate', () => {
  test('gives back what zlib deflates, whatever its settings', () => {
    const random = seeded(7)
    for (let i = 0; i < 100; i++) {
      const data = sample(i % 5, random(i % 20 === 0 ? 100_000 : 2000), random)
      const options = { level: random(10), strategy: strategies[random(5)]!, memLevel: 1 + random(9), windowBits: 9 + random(7) }
      const result = inflate(deflateRawSync(data, options), data.length, 'a')
      if (Buffer.compare(result, data) !== 0) throw new Error(`Differs with ${JSON.stringify(options)}`)
    }
  })

  test('agrees with zlib on streams with changes, but for bytes behind the stream', () => {
    const random = seeded(8)
    const data = sample(4, 3000, random)
    let read = 0
    for (const level of [0, 6]) {
      for (const changed of mutations(new Uint8Array(deflateRawSync(data, { level })), 600)) {
        let expected: Uint8Array | null = null
        try {
          expected = inflateRawSync(changed, { maxOutputLength: 100_000 })
        } catch {}
        let result: Uint8Array | null = null
        const said = outcome(() => {
          result = inflate(changed, expected?.length ?? data.length, 'a')
        })
        if (result === null && said === 'format zip-structure' && expected !== null) {
          expect(() => inflate(changed, expected!.length, 'a')).toThrow('Bytes stand behind')
        } else if ((result === null) !== (expected === null)) throw new Error(`zlib does not agree: ${said}`)
        else if (result !== null) {
          read++
          expect(Buffer.compare(result, expected!)).toBe(0)
        }
      }
    }
    expect(read).toBeGreaterThan(100)
  })

  test.each([
    ['an empty final block', '0300', 0, 'load'],
    ['a stored block', '010500fa ff68656c6c6f', 5, 'load'],
    ['a fixed block', 'cb48cdc9c90700', 5, 'load'],
    ['two blocks', '00 0000ffff 010100feff61', 1, 'load'],
    ['nothing', '', 0, 'format zip-structure'],
    ['a block of kind 3', '07', 0, 'format zip-structure'],
    ['a stored block whose lengths disagree', '010500f9ff68656c6c6f', 5, 'format zip-structure'],
    ['a stored block that is cut', '010500faff68656c6c', 5, 'format zip-structure'],
    ['a stored block that is too long', '010500faff68656c6c6f', 4, 'format zip-size'],
    ['a stream without a final block', '000000ffff', 0, 'format zip-structure'],
    ['a distance before the beginning', '0302000000', 10, 'format zip-structure'],
    ['bytes behind the stream', '030000', 0, 'format zip-structure'],
    ['too few bytes', 'cb48cdc9c90700', 6, 'format zip-size'],
    ['a literal too many', 'cb48cdc9c90700', 4, 'format zip-size'],
    ['a block whose codes are none', '05e081000000000000000000', 0, 'format zip-structure'],
  ])('answers %s as deflate has it', (_, hex, size, expected) => {
    expect(answer(hex.replace(/ /g, ''), size)).toBe(expected)
  })

  test('reads a code of one bit that has room for another, and refuses the other', () => {
    const lengths_of_lengths = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1].map((length): [number, number] => [
      3,
      length,
    ])
    const zeros = (count: number): [number, number][] => [
      [1, 1],
      [7, count - 11],
    ]
    const ones: [number, number][] = [
      [1, 0],
      [1, 0],
    ]
    const head: [number, number][] = [
      [1, 1],
      [2, 2],
      [5, 0],
      [5, 0],
      [4, 14],
      ...lengths_of_lengths,
      ...zeros(138),
      ...zeros(118),
      ...ones,
    ]
    expect(outcome(() => inflate(bits([...head, [1, 0]]), 0, 'a'))).toBe('load')
    expect(outcome(() => inflate(bits([...head, [1, 1]]), 0, 'a'))).toBe('format zip-structure')
  })

  test('refuses a stream that is cut anywhere', () => {
    const data = sample(2, 2000, seeded(9))
    const stored = new Uint8Array(deflateRawSync(data))
    const answers = new Set<string>()
    for (let length = 0; length < stored.length; length++) {
      answers.add(outcome(() => inflate(stored.subarray(0, length), data.length, 'a')))
    }
    expect([...answers]).toEqual(['format zip-structure'])
  })
})
