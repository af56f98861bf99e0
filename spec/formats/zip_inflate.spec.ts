import { constants, deflateRawSync } from 'node:zlib'
import { inflate } from '../../lib/formats/zip/inflate'
import { outcome } from './archive'
import { seeded } from './mutations'

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

  test.each([
    ['an empty final block', '0300', 0, 'load'],
    ['a stored block', '010500fa ff68656c6c6f', 5, 'load'],
    ['a fixed block', 'cb48cdc9c90700', 5, 'load'],
    ['two blocks', '00 0000ffff 010100feff61', 1, 'load'],
    ['a block of kind 3', '07', 0, 'format zip-structure'],
    ['a stored block that is cut', '010500faff68656c6c', 5, 'format zip-structure'],
    ['a stored block that is too long', '010500faff68656c6c6f', 4, 'format zip-size'],
    ['a stream without a final block', '000000ffff', 0, 'format zip-structure'],
    ['a distance before the beginning', '0302000000', 10, 'format zip-structure'],
    ['too few bytes', 'cb48cdc9c90700', 6, 'format zip-size'],
    ['a literal too many', 'cb48cdc9c90700', 4, 'format zip-size'],
    ['a block whose codes are none', '05e081000000000000000000', 0, 'format zip-structure'],
  ])('answers %s as deflate has it', (_, hex, size, expected) => {
    expect(answer(hex.replace(/ /g, ''), size)).toBe(expected)
  })

  test('refuses a stream that is cut anywhere', () => {
    const data = sample(2, 2000, seeded(9))
    const stored = new Uint8Array(deflateRawSync(data))
    const answers = new Set<string>()
    for (let length = 0; length < stored.length; length++) {
      answers.add(outcome(() => inflate(stored.subarray(0, length), data.length, 'a')))
    }
    for (const said of answers) expect(said).toMatch(/^format zip-(structure|size)$/)
  })
})
