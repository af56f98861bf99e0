import { ValueError } from '../../lib/common/errors'
import type {
  Hdf5AttributeToWrite,
  Hdf5DatasetToWrite,
  Hdf5Dtype,
  Hdf5GroupToWrite,
  Hdf5Values,
} from '../../lib/formats/hdf5/tree'
import { hdf5_file } from '../../lib/formats/hdf5/write'

type Members = Record<string, Hdf5GroupToWrite | Hdf5DatasetToWrite>

const dataset = (dtype: Hdf5Dtype, shape: number[], values: Hdf5Values): Hdf5DatasetToWrite => ({
  kind: 'dataset',
  dtype,
  shape,
  values: () => values,
})

const group = (members: Members, attributes: Record<string, Hdf5AttributeToWrite> = {}): Hdf5GroupToWrite => ({
  kind: 'group',
  attributes: new Map(Object.entries(attributes)),
  members: new Map(Object.entries(members)),
})

function written(root: Hdf5GroupToWrite): Buffer {
  const file = hdf5_file(root)
  const target = Buffer.alloc(file.byte_length, 0xff)
  file.write_into(target)
  return target
}

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex')
const u64 = (bytes: Buffer, at: number) => Number(bytes.readBigUInt64LE(at))

const float32_type = '11201f00 04000000 00002000 1708 0017 7f000000'

describe('hdf5_file', () => {
  it('begins with superblock 0 of 8-byte addresses, as h5py does', () => {
    const bytes = written(group({}))
    expect(bytes.subarray(0, 32)).toEqual(hex('894844460d0a1a0a 00000000 00080800 0400 1000 00000000 0000000000000000'))
    expect(bytes.subarray(32, 40)).toEqual(hex('ffffffffffffffff'))
    expect(u64(bytes, 40)).toBe(bytes.length)
    expect(bytes.subarray(48, 64)).toEqual(hex('ffffffffffffffff 0000000000000000'))
    const header = u64(bytes, 64)
    expect(bytes.subarray(header, header + 24)).toEqual(hex('01000100 01000000 18000000 00000000 1100 1000 00000000'))
    expect(bytes.subarray(header + 24, header + 40)).toEqual(bytes.subarray(80, 96))
    expect(bytes.toString('latin1', u64(bytes, 80), u64(bytes, 80) + 4)).toBe('TREE')
    expect(bytes.toString('latin1', u64(bytes, 88), u64(bytes, 88) + 4)).toBe('HEAP')
  })

  it('writes the object header of a dataset with the messages of h5py', () => {
    const bytes = written(
      group({
        a: dataset(
          'float32',
          [3, 4],
          Float32Array.from({ length: 12 }, (_, i) => i),
        ),
      }),
    )
    const messages = hex(`
      0100 2800 00000000 0102010000000000 0300000000000000 0400000000000000 0300000000000000 0400000000000000
      0300 1800 01000000 ${float32_type} 00000000
      0500 0800 01000000 0202020100000000
      0800 1800 00000000 0301`)
    const at = bytes.indexOf(messages)
    expect(at).toBeGreaterThan(0)
    const data = u64(bytes, at + messages.length)
    expect(data % 8).toBe(0)
    expect(u64(bytes, at + messages.length + 8)).toBe(48)
    expect(bytes.length).toBe(data + 48)
    expect(bytes.readFloatLE(data + 44)).toBe(11)
  })

  it.each([
    ['float16', Uint16Array.of(0x3c00), '11200f00 02000000 00001000 0a05000a 0f000000', '003c'],
    ['float64', Float64Array.of(1.5), '11203f00 08000000 00004000 340b0034 ff030000', '000000000000f83f'],
    ['int8', Int8Array.of(-2), '10080000 01000000 00000800', 'fe'],
    ['int16', Int16Array.of(-2), '10080000 02000000 00001000', 'feff'],
    ['int32', Int32Array.of(-2), '10080000 04000000 00002000', 'feffffff'],
    ['int64', BigInt64Array.of(-2n), '10080000 08000000 00004000', 'feffffffffffffff'],
    ['uint8', Uint8Array.of(254), '10000000 01000000 00000800', 'fe'],
    ['uint16', Uint16Array.of(254), '10000000 02000000 00001000', 'fe00'],
    ['uint32', Uint32Array.of(254), '10000000 04000000 00002000', 'fe000000'],
    ['uint64', BigUint64Array.of(254n), '10000000 08000000 00004000', 'fe00000000000000'],
    ['bool', Uint8Array.of(1), '18020000 01000000 10080000 01000000 00000800 46414c5345000000 5452554500000000 0001', '01'],
    ['opaque2', Uint16Array.of(0x3f80), '15000000 02000000', '803f'],
    ['bfloat16', Uint16Array.of(0x3f80), '15000000 02000000', '803f'],
  ] as [Hdf5Dtype, Hdf5Values, string, string][])('writes %s under its datatype message', (dtype, values, type, data) => {
    const bytes = written(group({ a: dataset(dtype, [1], values) }))
    expect(
      bytes.includes(Buffer.concat([hex('0300'), Buffer.from([Math.ceil(hex(type).length / 8) * 8, 0, 1, 0, 0, 0]), hex(type)])),
    ).toBe(true)
    const layout = bytes.indexOf(hex('0800 1800 00000000 0301')) + 10
    const at = u64(bytes, layout)
    expect(bytes.subarray(at, at + u64(bytes, layout + 8))).toEqual(hex(data))
  })

  it('names bfloat16 in the attribute `dtype`, as Keras does', () => {
    const bytes = written(group({ a: dataset('bfloat16', [2], Uint16Array.of(1, 2)) }))
    expect(bytes.includes(hex('0c00 4000 00000000 0100 0600 1400 0800 6474797065000000 19010100 10000000'))).toBe(true)
    expect(bytes.includes(hex('08000000 00000000 62666c6f61743136'))).toBe(true)
    expect(written(group({ a: dataset('opaque2', [2], Uint16Array.of(1, 2)) })).includes('bfloat16')).toBe(false)
  })

  it('writes text attributes of variable length into a global heap', () => {
    const bytes = written(group({}, { names: { dtype: 'string', shape: [3], values: ['a', '', 'ccc'] } }))
    const attribute = hex(`0c00 7000 00000000 0100 0600 1400 1800 6e616d6573000000
      19010100 10000000 10000000 01000000 00000800 00000000
      0101010000000000 0300000000000000 0300000000000000`)
    const at = bytes.indexOf(attribute) + attribute.length
    const heap = bytes.indexOf('GCOL')
    expect(bytes.subarray(heap, heap + 16)).toEqual(hex('47434f4c 01000000 0010000000000000'))
    expect(
      [0, 1, 2].map((i) => [bytes.readUInt32LE(at + 16 * i), u64(bytes, at + 16 * i + 4), bytes.readUInt32LE(at + 16 * i + 12)]),
    ).toEqual([
      [1, heap, 1],
      [0, heap, 2],
      [3, heap, 3],
    ])
    expect(bytes.subarray(heap + 16, heap + 80)).toEqual(
      hex(`0100000000000000 0100000000000000 6100000000000000
        0200000000000000 0000000000000000 0300000000000000 0300000000000000 6363630000000000`),
    )
    expect(u64(bytes, heap + 80 + 8)).toBe(4096 - 80)
  })

  it('writes fixed text at the length of the longest, and empty attributes without bytes', () => {
    const bytes = written(
      group(
        {},
        {
          fixed: { dtype: 'string', shape: [2], values: ['ab', 'cde'], fixed: true },
          empty: { dtype: 'float64', shape: [0], values: new Float64Array(0) },
          nul: { dtype: 'empty', shape: [], values: [] },
        },
      ),
    )
    expect(
      bytes.includes(
        hex(`0c00 3800 00000000 0100 0600 0800 1800 6669786564000000 1301000003000000
          0101010000000000 0200000000000000 0200000000000000 6162006364650000`),
      ),
    ).toBe(true)
    expect(
      bytes.includes(
        hex(`0c00 4000 00000000 0100 0600 1400 1800 656d707479000000 11203f0008000000 00004000340b0034 ff03000000000000
          0101010000000000 0000000000000000 0000000000000000`),
      ),
    ).toBe(true)
    expect(
      bytes.includes(hex(`0c00 3000 00000000 0100 0400 1400 0400 6e756c0000000000 ${float32_type} 00000000 0200000200000000`)),
    ).toBe(true)
  })

  it('sorts names by their bytes and gives eight to a symbol node', () => {
    const members = Object.fromEntries(
      ['é', 'z', 'a', '10', '2', 'B', 'aa', 'A', '1'].map((name) => [`_${name}`, dataset('int8', [], Int8Array.of(1))]),
    )
    const bytes = written(group(members))
    const heap = u64(bytes, 88)
    const names = bytes.subarray(heap + 40, heap + 32 + u64(bytes, heap + 8)).toString('utf8')
    expect(names.split(/\0+/).filter(Boolean)).toEqual(['_1', '_10', '_2', '_A', '_B', '_a', '_aa', '_z', '_é'])
    const first = bytes.indexOf('SNOD')
    const second = bytes.indexOf('SNOD', first + 4)
    expect([bytes.readUInt16LE(first + 6), bytes.readUInt16LE(second + 6)]).toEqual([8, 1])
    expect(second - first).toBe(8 + 8 * 40)
  })

  it('makes a B-tree of several levels for 9,000 members', () => {
    const members = Object.fromEntries(Array.from({ length: 9000 }, (_, i) => [`m${i}`, dataset('int32', [], Int32Array.of(i))]))
    const bytes = written(group(members))
    const heap = u64(bytes, u64(bytes, 88) + 24)
    const found = new Map<string, number>()
    const walk = (address: number, level: number) => {
      expect(bytes.toString('latin1', address, address + 4)).toBe('TREE')
      expect(bytes[address + 5]).toBe(level)
      for (let i = 0; i < bytes.readUInt16LE(address + 6); i++) {
        const child = u64(bytes, address + 32 + 16 * i)
        if (level > 0) walk(child, level - 1)
        else
          for (let j = 0; j < bytes.readUInt16LE(child + 6); j++) {
            const name_at = heap + u64(bytes, child + 8 + 40 * j)
            found.set(bytes.toString('utf8', name_at, bytes.indexOf(0, name_at)), u64(bytes, child + 16 + 40 * j))
          }
      }
    }
    walk(u64(bytes, 80), 2)
    expect(found.size).toBe(9000)
    expect([...found.keys()]).toEqual(Object.keys(members).sort())
  })

  it('gives equal bytes for equal trees, whatever the target held before', () => {
    const tree = () =>
      group(
        { a: dataset('int8', [3], Int8Array.of(1, 2, 3)), b: dataset('string', [2], ['x', 'y']) },
        { name: { dtype: 'string', shape: [], values: ['n'] } },
      )
    const file = hdf5_file(tree())
    const target = Buffer.alloc(file.byte_length)
    file.write_into(target)
    expect(written(tree())).toEqual(target)
  })

  it('calls `values` once a dataset, and not before the file is written', () => {
    const values = jest.fn(() => Float32Array.of(1, 2))
    const file = hdf5_file(group({ a: { kind: 'dataset', dtype: 'float32', shape: [2], values } }))
    expect(values).not.toHaveBeenCalled()
    file.write_into(new Uint8Array(file.byte_length))
    expect(values).toHaveBeenCalledTimes(1)
  })

  it('lays out arrays beyond 4 GiB without making them', () => {
    const never = () => {
      throw new Error('not to be called')
    }
    const large = (shape: number[]): Hdf5DatasetToWrite => ({ kind: 'dataset', dtype: 'float64', shape, values: never })
    const file = hdf5_file(group({ a: large([2 ** 20, 2 ** 20]), b: large([4]) }))
    expect(file.byte_length - hdf5_file(group({ a: large([1]), b: large([4]) })).byte_length).toBe(2 ** 43 - 8 + 16)
  })

  it.each<[string, () => Hdf5GroupToWrite, string]>([
    ['an empty name', () => group({ '': group({}) }), "needs a name without '/'"],
    ['a slash in a name', () => group({ 'a/b': group({}) }), "Received: name='a/b'"],
    ['the name of the group itself', () => group({ '.': group({}) }), "Received: name='.'"],
    ['NUL in a name', () => group({ 'a\0b': group({}) }), 'without NUL'],
    ['half a surrogate pair in a name', () => group({ '\ud800': group({}) }), 'unpaired surrogates'],
    [
      'an attribute without a name',
      () => group({}, { '': { dtype: 'int8', shape: [], values: Int8Array.of(1) } }),
      'needs a name',
    ],
    ['NUL in a text', () => group({}, { a: { dtype: 'string', shape: [], values: ['x\0y'] } }), 'without NUL'],
    ['an unknown dtype', () => group({ a: dataset('complex64' as Hdf5Dtype, [1], Int8Array.of(1)) }), "dtype='complex64'"],
    ['a negative axis', () => group({ a: dataset('int8', [-1], Int8Array.of(1)) }), 'shape=[-1]'],
    ['an array too large to count', () => group({ a: dataset('int8', [2 ** 40, 2 ** 40], Int8Array.of(1)) }), 'whole numbers'],
    ['33 axes', () => group({ a: dataset('int8', Array(33).fill(1), Int8Array.of(1)) }), '32 axes'],
    ['texts that the shape does not have', () => group({ a: dataset('string', [2], ['x']) }), 'Received: 1 values'],
    [
      'an attribute of another length',
      () => group({}, { a: { dtype: 'int8', shape: [2], values: Int8Array.of(1) } }),
      '1 values',
    ],
    ['an attribute of another class', () => group({}, { a: { dtype: 'int8', shape: [1], values: ['1'] } }), 'takes Int8Array'],
    ['a bool of 2', () => group({}, { a: { dtype: 'bool', shape: [], values: Uint8Array.of(2) } }), '0 and 1'],
    [
      'an attribute above 64,512 bytes',
      () => group({}, { a: { dtype: 'uint8', shape: [64_513], values: new Uint8Array(64_513) } }),
      'Received: 64513 bytes',
    ],
    ['a member of no kind', () => group({ a: { kind: 'link' } as never }), 'neither a group nor a dataset'],
  ])('refuses %s with a ValueError', (_, root, message) => {
    expect(() => hdf5_file(root())).toThrow(ValueError)
    expect(() => hdf5_file(root())).toThrow(message)
  })

  it('takes an attribute of 64,512 bytes', () => {
    const attribute: Hdf5AttributeToWrite = { dtype: 'uint8', shape: [64_512], values: new Uint8Array(64_512).fill(7) }
    expect(written(group({}, { a: attribute })).includes(Buffer.alloc(64_512, 7))).toBe(true)
  })

  it('refuses groups in groups without end', () => {
    const members = new Map<string, Hdf5GroupToWrite>()
    const root: Hdf5GroupToWrite = { kind: 'group', members }
    members.set('again', root)
    expect(() => hdf5_file(root)).toThrow('deeper than 1000')
  })

  it('leaves no readable file behind when a dataset gives the wrong values', () => {
    const good = group({ a: dataset('int32', [2], Int32Array.of(1, 2)) })
    const file = hdf5_file(group({ a: dataset('int32', [2], Int32Array.of(1)) }))
    const target = new Uint8Array(written(good))
    expect(() => file.write_into(target)).toThrow('Received: 1 values')
    expect(target.subarray(0, 8)).toEqual(new Uint8Array(8))
  })

  it('refuses a target of another size', () => {
    const file = hdf5_file(group({}))
    expect(() => file.write_into(new Uint8Array(file.byte_length + 1))).toThrow(ValueError)
  })
})
