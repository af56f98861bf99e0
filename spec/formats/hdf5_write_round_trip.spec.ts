import { read_hdf5 } from '../../lib/formats/hdf5/read'
import type { Hdf5AttributeToWrite, Hdf5Dtype, Hdf5Group, Hdf5GroupToWrite, Hdf5Values } from '../../lib/formats/hdf5/tree'
import { hdf5_file } from '../../lib/formats/hdf5/write'
import { Budget } from '../../lib/formats/limits'

const arrays: [Hdf5Dtype, number[], Hdf5Values][] = [
  ['float16', [2], Uint16Array.of(0x3c00, 0xc100)],
  ['bfloat16', [2, 1], Uint16Array.of(0x3f80, 0x4142)],
  ['opaque2', [1], Uint16Array.of(0x4142)],
  ['float32', [2, 3], Float32Array.of(1, 2, 3, 4, 5, Number.NaN)],
  ['float64', [], Float64Array.of(1 / 3)],
  ['int8', [2], Int8Array.of(-128, 127)],
  ['int16', [2], Int16Array.of(-32768, 32767)],
  ['int32', [2], Int32Array.of(-(2 ** 31), 2 ** 31 - 1)],
  ['int64', [2], BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n)],
  ['uint8', [1, 1, 1], Uint8Array.of(255)],
  ['uint16', [1], Uint16Array.of(65_535)],
  ['uint32', [1], Uint32Array.of(2 ** 32 - 1)],
  ['uint64', [1], BigUint64Array.of(2n ** 64n - 1n)],
  ['bool', [3], Uint8Array.of(1, 0, 1)],
  ['string', [2, 2], ['a', '', 'é☃𝄞', 'x'.repeat(5000)]],
  ['string', [0], []],
  ['float32', [0, 3], new Float32Array(0)],
]

function round_trip(root: Hdf5GroupToWrite): Hdf5Group {
  const file = hdf5_file(root)
  const target = new Uint8Array(file.byte_length).fill(255)
  file.write_into(target)
  return read_hdf5(target, new Budget())
}

function member(group: Hdf5Group, name: string) {
  const found = group.get(name)
  if (found === undefined) throw new Error(`no member ${name}`)
  return found
}

describe('hdf5_file read by read_hdf5', () => {
  it.each(arrays)('gives back a dataset of %s and shape %j', (dtype, shape, values) => {
    const root = round_trip({ kind: 'group', members: new Map([['a', { kind: 'dataset', dtype, shape, values: () => values }]]) })
    const read = member(root, 'a')
    if (read.kind !== 'dataset') throw new Error('a group')
    expect([read.dtype, read.shape, read.path]).toEqual([dtype, shape, '/a'])
    expect(read.read()).toEqual(values)
  })

  it.each(arrays.filter(([dtype]) => dtype !== 'bfloat16'))(
    'gives back an attribute of %s and shape %j',
    (dtype, shape, values) => {
      const root = round_trip({ kind: 'group', attributes: new Map([['a', { dtype, shape, values }]]), members: new Map() })
      expect(root.attributes.get('a')).toEqual({ dtype, shape, values })
    },
  )

  it('gives back fixed text, groups in groups, and every name in byte order', () => {
    const names = ['é', 'z', 'a', '10', '2', '__proto__', 'B', 'a b', 'aa', 'constructor', '1', '☃']
    const empty = (): Hdf5GroupToWrite => ({ kind: 'group', members: new Map() })
    const inner: Hdf5GroupToWrite = { kind: 'group', members: new Map(names.map((name) => [name, empty()])) }
    const fixed: Hdf5AttributeToWrite = { dtype: 'string', shape: [3], values: ['a', '', 'ccc'], fixed: true }
    const root = round_trip({ kind: 'group', attributes: new Map([['fixed', fixed]]), members: new Map([['g', inner]]) })
    expect(root.attributes.get('fixed')!.values).toEqual(['a', '', 'ccc'])
    const group = member(root, 'g') as Hdf5Group
    const bytes = (name: string) => Buffer.from(name)
    expect(group.keys()).toEqual([...names].sort((a, b) => Buffer.compare(bytes(a), bytes(b))))
    expect(member(group, '☃').path).toBe('/g/☃')
  })

  it('gives back 5,000 members and 2,000 attributes', () => {
    const members = new Map(
      Array.from({ length: 5000 }, (_, i) => [
        `m${i}`,
        { kind: 'dataset' as const, dtype: 'int32' as const, shape: [], values: () => Int32Array.of(i) },
      ]),
    )
    const attributes = new Map(
      Array.from({ length: 2000 }, (_, i) => [`a${i}`, { dtype: 'int32' as const, shape: [], values: Int32Array.of(i) }]),
    )
    const root = round_trip({ kind: 'group', attributes, members })
    expect(root.keys()).toEqual([...members.keys()].sort())
    for (const i of [0, 77, 4999]) {
      const read = member(root, `m${i}`)
      expect(read.kind === 'dataset' && read.read()).toEqual(Int32Array.of(i))
    }
    expect(root.attributes.size).toBe(2000)
    expect(root.attributes.get('a1999')!.values).toEqual(Int32Array.of(1999))
  })
})
