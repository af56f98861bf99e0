import { seeded } from '../formats/mutations'
import type { Range } from './kinds'

type Random = (limit: number) => number

/** Numbers at which checks of lengths and addresses change their mind. */
const telling = [
  0, 1, 2, 3, 4, 7, 8, 0x0f, 0x10, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
]

type Change = (bytes: Uint8Array, at: number, random: Random) => Uint8Array

function in_place(change: (copy: Uint8Array, at: number, random: Random) => void): Change {
  return (bytes, at, random) => {
    const copy = bytes.slice()
    change(copy, at, random)
    return copy
  }
}

function number_of(size: 2 | 4 | 8): Change {
  return in_place((copy, at, random) => {
    let value = BigInt(telling[random(telling.length)]!)
    if (size === 8 && random(4) === 0) value = BigInt.asUintN(64, -value)
    for (let i = 0; i < size && at + i < copy.length; i++) copy[at + i] = Number((value >> BigInt(8 * i)) & 255n)
  })
}

/** Adds a little to the number that begins here, or takes it away. */
const nearby = in_place((copy, at, random) => {
  copy[at]! += [1, -1, 8, -8, 16, -16, 24, 64][random(8)]!
})

const changes: readonly Change[] = [
  in_place((copy, at, random) => {
    copy[at] = random(256)
  }),
  in_place((copy, at, random) => {
    copy[at]! ^= 1 << random(8)
  }),
  number_of(2),
  number_of(4),
  number_of(8),
  nearby,
  nearby,
  in_place((copy, at, random) => void copy.copyWithin(at, random(copy.length), random(copy.length))),
  (bytes, at, random) => Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1 + random(16))]),
  (bytes, at, random) => Uint8Array.from([...bytes.subarray(0, at + 1 + random(16)), ...bytes.subarray(at)]),
]

/** Places that are worth changing: outside of `values`, and near bytes that say something. */
function places(bytes: Uint8Array, values: readonly Range[]): number[] {
  const found: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    if (values.some(([start, end]) => at >= start && at < end)) continue
    if (bytes.subarray(Math.max(0, at - 2), at + 8).some((byte) => byte !== 0)) found.push(at)
  }
  return found
}

/** Copies of `bytes` with one change each, that begins outside of `values`. The same ones for one seed. */
export function* structural_mutations(bytes: Uint8Array, values: readonly Range[], seed: number): Generator<Uint8Array> {
  const random = seeded(seed)
  const open = places(bytes, values)
  for (;;) yield changes[random(changes.length)]!(bytes, open[random(open.length)]!, random)
}

/** Whether the bytes of any of the ranges are others. */
export function touches(bytes: Uint8Array, mutated: Uint8Array, ranges: readonly Range[]): boolean {
  return ranges.some(([start, end]) => Buffer.compare(bytes.subarray(start, end), mutated.subarray(start, end)) !== 0)
}

const odd_values: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  'Dense',
  'keras.layers',
  '__proto__',
  'constructor',
  '../x',
  [],
  [null],
  [0],
  [-1, 2],
  [[[]]],
  {},
  { class_name: 'Dense', config: {} },
  { module: 'builtins', class_name: 'function', config: 'relu', registered_name: 'function' },
  { class_name: '__tensor__', config: { value: [1], dtype: 'float32' } },
]

interface Member {
  owner: Record<string, unknown>
  key: string
}

function members_of(value: unknown, found: Member[] = []): Member[] {
  if (typeof value !== 'object' || value === null) return found
  for (const key of Object.keys(value)) {
    found.push({ owner: value as Record<string, unknown>, key })
    members_of((value as Record<string, unknown>)[key], found)
  }
  return found
}

/** Texts of the same JSON value with one member changed: another value, the value of another member, another key, or gone. The same ones for one seed. */
export function* json_mutations(text: string, seed: number): Generator<string> {
  const random = seeded(seed)
  for (;;) {
    const copy = JSON.parse(text)
    const members = members_of(copy)
    const { owner, key } = members[random(members.length)]!
    const other = members[random(members.length)]!
    const kind = random(6)
    const value = kind < 3 ? odd_values[random(odd_values.length)] : structuredClone(other.owner[other.key])
    if (kind === 4 || kind === 5) {
      if (Array.isArray(owner)) owner.splice(Number(key), 1)
      else {
        if (kind === 5) owner[other.key] = owner[key]
        delete owner[key]
      }
    } else owner[key] = value
    yield JSON.stringify(copy)
  }
}
