import { readFileSync } from 'node:fs'
import path from 'node:path'
import { check_hdf5 } from '../../lib/formats/hdf5/check'
import { adler32, fletcher32, lookup3 } from '../../lib/formats/hdf5/checksum'
import { read_hdf5 } from '../../lib/formats/hdf5/read'
import type { Hdf5Dataset, Hdf5Group } from '../../lib/formats/hdf5/tree'
import { Budget } from '../../lib/formats/limits'
import { type Dump, differences } from '../../scripts/hdf5_dump'
import { at, fixture, open, outcome, values, whole } from './hdf5_files'

const expected: { read: Record<string, Dump>; refused: Record<string, { kind: string; code: string }> } = JSON.parse(
  readFileSync(path.join(__dirname, 'fixtures/hdf5/expected.json'), 'utf8'),
)

describe('read_hdf5', () => {
  test.each(Object.keys(expected.read))('reads from %s what h5py reads', (name) => {
    const dump = whole(fixture(`hdf5/${name}`))
    expect(Object.keys(dump).sort()).toEqual(Object.keys(expected.read[name]).sort())
    expect(differences(dump, expected.read[name])).toEqual([])
  })

  test.each(Object.entries(expected.refused))('refuses %s with the error of its cause', (name, { kind, code }) => {
    expect(outcome(() => whole(fixture(`hdf5/${name}`)))).toBe(`${kind} ${code}`)
  })

  test.each(['old', 'new'])('reads numbers of every type from a file of the %s kind', (version) => {
    const root = open(`hdf5/types_${version}.h5`)
    expect(values(root, 'f4')).toEqual(Float32Array.of(-1, -0, -3, -2, -5, -100))
    expect(values(root, '>f8')).toEqual(Float64Array.of(-1, -0, -3, -2, -5, -100))
    expect(values(root, 'i8')).toEqual(BigInt64Array.of(-1n, 0n, -3n, -2n, -5n, -100n))
    expect(values(root, '>u8')).toEqual(BigUint64Array.of(1n, 0n, 3n, 2n, 5n, 100n))
    expect(values(root, 'f2')).toEqual(Uint16Array.of(0xbc00, 0x8000, 0xc200, 0xc000, 0xc500, 0xd640))
    expect(values(root, 'bool')).toEqual(Uint8Array.of(1, 0, 1, 1, 1, 1))
    expect(values(root, 'special')).toEqual(Float32Array.of(Number.NaN, Infinity, -Infinity, -0))
    expect(values(root, 'compact')).toEqual(Float32Array.of(0, 1, 2, 3, 4))
    expect(at(root, 'bfloat16')).toMatchObject({ dtype: 'bfloat16', shape: [2] })
    expect(values(root, 'bfloat16')).toEqual(Uint16Array.of(0x3f80, 0x4000))
    expect(at(root, 'opaque')).toMatchObject({ dtype: 'opaque2' })
    expect(at(root, 'scalar')).toMatchObject({ dtype: 'float32', shape: [], path: '/scalar', kind: 'dataset' })
    expect(at(root, 'no elements')).toMatchObject({ dtype: 'float32', shape: [0, 3] })
    expect(values(root, 'no elements')).toEqual(new Float32Array(0))
    expect(at(root, 'null')).toMatchObject({ dtype: 'empty', shape: [] })
    expect(values(root, 'null')).toEqual([])
    expect(root.attributes.get('>i2')).toEqual({ dtype: 'int16', shape: [3], values: Int16Array.of(-1, 0, -3) })
  })

  test.each(['old', 'new'])('reads strings of every kind from a file of the %s kind', (version) => {
    const root = open(`hdf5/strings_${version}.h5`)
    const words = ['', 'a', 'Straße', '漢😀', 'x'.repeat(300)]
    expect(values(root, 'vlen')).toEqual(words)
    expect(values(root, 'fixed')).toEqual(words.slice(0, 3))
    expect(values(root, 'text')).toEqual(['one'])
    for (const name of ['NULLTERM', 'NULLPAD', 'SPACEPAD']) expect(values(root, name)).toEqual(['ab', '', 'c  d'])
    expect(root.attributes.get('list')).toEqual({ dtype: 'string', shape: [5], values: words })
    expect(root.attributes.get('grid')).toEqual({ dtype: 'string', shape: [2, 2], values: ['a', 'bb', '', 'dddd'] })
    expect(root.attributes.get('text')).toEqual({ dtype: 'string', shape: [], values: ['café'] })
    expect(root.attributes.get('null')).toEqual({ dtype: 'empty', shape: [], values: [] })
    expect(root.attributes.get('none')).toEqual({ dtype: 'float64', shape: [0], values: new Float64Array(0) })
  })

  test.each(['old', 'new'])('lists members in byte order, whatever their names, in a file of the %s kind', (version) => {
    const root = open(`hdf5/groups_${version}.h5`)
    expect(root.keys()).toEqual(['level 0', 'odd', 'of 0', 'of 175', 'of 9', 'one', 'ordered'])
    expect((at(root, 'ordered') as Hdf5Group).keys()).toEqual(['a', 'b', 'y', 'z'])
    expect((at(root, 'odd') as Hdf5Group).keys()).toEqual([' ', '..', '<b>', '__proto__', 'constructor'])
    expect((at(root, 'of 175') as Hdf5Group).keys()).toHaveLength(175)
    expect(values(root, 'of 175/mémber 174')).toEqual(Float32Array.of(1))
    expect(root.get('toString')).toBeUndefined()
    expect(root.get('level 0/level 1')).toBeUndefined()
  })

  test('gives the same object for the same name', () => {
    const root = open('hdf5/groups_old.h5')
    expect(root.get('odd')).toBe(root.get('odd'))
  })

  test('gives values that are views of the file where they are aligned, and copies where they are not', () => {
    const name = 'hdf5/types_old.h5'
    const bytes = fixture(name)
    expect((values(read_hdf5(bytes, new Budget()), 'f4') as Float32Array).buffer).toBe(bytes.buffer)
    const moved = new Uint8Array(bytes.length + 1)
    moved.set(bytes, 1)
    const copied = values(read_hdf5(moved.subarray(1), new Budget()), 'f4') as Float32Array
    expect(copied.buffer).not.toBe(moved.buffer)
    expect(copied).toEqual(values(open(name), 'f4'))
  })

  test('reads from a Buffer without changing it', () => {
    const bytes = Buffer.concat([Buffer.alloc(1), fixture('hdf5/types_old.h5')]).subarray(1)
    const before = Buffer.from(bytes)
    expect(differences(whole(bytes), expected.read['types_old.h5'])).toEqual([])
    expect(bytes.equals(before)).toBe(true)
  })

  test('counts the objects and the bytes that it makes', () => {
    expect(outcome(() => check_hdf5(open('hdf5/attributes_new.h5', { objects: 20 })))).toBe('limit limit-exceeded')
    expect(outcome(() => values(open('hdf5/chunks_new.h5', { total_bytes: 100 }), 'line'))).toBe('limit hdf5-size')
    expect(outcome(() => values(open('hdf5/chunks_new.h5', { objects: 40 }), 'pages'))).toBe('limit limit-exceeded')
  })

  test('stops at the depth of the limits', () => {
    expect(outcome(() => check_hdf5(open('hdf5/groups_old.h5', { depth: 11 })))).toBe('limit too-deep')
    expect(outcome(() => check_hdf5(open('hdf5/groups_old.h5', { depth: 12 })))).toBe('load')
  })

  test('tells the path and the byte of an error', () => {
    const root = open('hdf5/refused_soft_link_old.h5')
    expect(() => root.keys()).toThrow(/A soft link is not followed\. \[hdf5-forbidden-feature in \/ at byte \d+\]/)
  })

  test('does not read what nobody asks for', () => {
    expect((open('hdf5/refused_compound_old.h5').get('safe') as Hdf5Dataset).read()).toEqual(new Float32Array(4))
  })
})

describe('check_hdf5', () => {
  test('refuses a dataset that lies over another, which reading does not see', () => {
    const bytes = fixture('hdf5/types_old.h5')
    const place = (root: Hdf5Group, name: string) => (values(root, name) as Float32Array).byteOffset
    const root = read_hdf5(bytes, new Budget())
    const [from, to] = [place(root, 'u4'), place(root, 'f4')]
    const view = new DataView(bytes.buffer)
    for (let i = 0; i + 8 <= bytes.length; i++)
      if (view.getBigUint64(i, true) === BigInt(from)) view.setBigUint64(i, BigInt(to), true)
    const changed = read_hdf5(bytes, new Budget())
    expect(place(changed, 'u4')).toBe(to)
    expect(outcome(() => check_hdf5(changed))).toBe('format hdf5-bounds')
  })

  test('leaves groups of another origin alone', () => {
    const group: Hdf5Group = { kind: 'group', path: '/', attributes: new Map(), keys: () => ['a'], get: () => undefined }
    expect(() => check_hdf5(group)).not.toThrow()
  })
})

describe('checksums', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  test('lookup3 is that of its author', () => {
    expect(lookup3(bytes(''))).toBe(0xdeadbeef)
    expect(lookup3(bytes('Four score and seven years ago'))).toBe(0x17770551)
    expect(lookup3(bytes('Four score and seven years ago'), 1)).toBe(0xcd628161)
  })

  test('adler32 is that of zlib', () => {
    expect(adler32(bytes('Wikipedia'))).toBe(0x11e60398)
    expect(adler32(new Uint8Array(0))).toBe(1)
    expect(adler32(new Uint8Array(10000).fill(255))).toBe(0xb623eb2b)
  })

  test('fletcher32 sums words of two bytes, and their sums', () => {
    expect(fletcher32(Uint8Array.of(1, 2, 3, 4))).toBe(0x05080406)
    expect(fletcher32(Uint8Array.of(1, 2, 3))).toBe(0x05040402)
  })
})
