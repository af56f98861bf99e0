import { Budget } from '../../lib/formats/limits'
import { read_safetensors } from '../../lib/formats/safetensors/read'
import { type SafetensorsEntryToWrite, write_safetensors } from '../../lib/formats/safetensors/write'
import { fields, join, outcome, text_bytes } from './archive'

/** Written by the reference implementation (0.8.0) from the tensors below. */
const reference = [
  '8AIAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJrZXJhcyJ9LCJVIjp7ImR0eXBlIjoiVTY0Iiwic2hhcGUiOlsxXSwiZGF0YV9vZm',
  'ZzZXRzIjpbMCw4XX0sImwiOnsiZHR5cGUiOiJJNjQiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls4LDE2XX0sImQiOnsiZHR5cGUiOiJG',
  'NjQiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOlsxNiwyNF19LCJiL3ciOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsMl0sImRhdGFfb2',
  'Zmc2V0cyI6WzI0LDQwXX0sInYiOnsiZHR5cGUiOiJVMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls0MCw0NF19LCJpIjp7ImR0eXBl',
  'IjoiSTMyIiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOls0NCw0OF19LCJoIjp7ImR0eXBlIjoiRjE2Iiwic2hhcGUiOlszXSwiZGF0YV9vZm',
  'ZzZXRzIjpbNDgsNTRdfSwidSI6eyJkdHlwZSI6IlUxNiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzU0LDU2XX0sInMiOnsiZHR5cGUi',
  'OiJJMTYiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls1Niw1OF19LCJjIjp7ImR0eXBlIjoiSTgiLCJzaGFwZSI6WzFdLCJkYXRhX29mZn',
  'NldHMiOls1OCw1OV19LCJlIjp7ImR0eXBlIjoiVTgiLCJzaGFwZSI6WzAsM10sImRhdGFfb2Zmc2V0cyI6WzU5LDU5XX0sIsO8Ijp7ImR0eXBl',
  'IjoiVTgiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls1OSw2MF19LCJhIjp7ImR0eXBlIjoiQk9PTCIsInNoYXBlIjpbM10sImRhdGFfb2',
  'Zmc2V0cyI6WzYwLDYzXX19IP//////////AAAAAAAAABCamZmZmZm5PwAAwD8AAADAAABAQAAAgEAHAAAA+f///wA8AED/e////f///wEAAQ==',
].join('')

const tensors = new Map<string, SafetensorsEntryToWrite>([
  ['b/w', { dtype: 'float32', shape: [2, 2], values: Float32Array.of(1.5, -2, 3, 4) }],
  ['a', { dtype: 'bool', shape: [3], values: Uint8Array.of(1, 0, 1) }],
  ['h', { dtype: 'float16', shape: [3], values: Uint16Array.of(0x3c00, 0x4000, 0x7bff) }],
  ['i', { dtype: 'int32', shape: [], values: Int32Array.of(-7) }],
  ['l', { dtype: 'int64', shape: [1], values: BigInt64Array.of(2n ** 60n) }],
  ['e', { dtype: 'uint8', shape: [0, 3], values: new Uint8Array() }],
  ['ü', { dtype: 'uint8', shape: [1], values: Uint8Array.of(255) }],
  ['d', { dtype: 'float64', shape: [1], values: Float64Array.of(0.1) }],
  ['u', { dtype: 'uint16', shape: [1], values: Uint16Array.of(65535) }],
  ['U', { dtype: 'uint64', shape: [1], values: BigUint64Array.of(2n ** 64n - 1n) }],
  ['s', { dtype: 'int16', shape: [1], values: Int16Array.of(-3) }],
  ['c', { dtype: 'int8', shape: [1], values: Int8Array.of(-1) }],
  ['v', { dtype: 'uint32', shape: [1], values: Uint32Array.of(7) }],
])

/** A file with this header and so many bytes of data. */
function file(header: unknown, length: number): Uint8Array {
  const text = text_bytes(typeof header === 'string' ? header : JSON.stringify(header))
  return join(fields([8, text.length]), text, new Uint8Array(length))
}

const read = (bytes: Uint8Array, limits = {}) => read_safetensors(bytes, new Budget(limits))
const tensor = (start: number, end: number, shape = [end - start], dtype = 'U8') => ({ dtype, shape, data_offsets: [start, end] })

describe('read_safetensors', () => {
  test('reads every dtype that the reference implementation writes', () => {
    const { entries, metadata } = read(new Uint8Array(Buffer.from(reference, 'base64')))
    expect(metadata).toEqual(new Map([['format', 'keras']]))
    expect([...entries.keys()]).toEqual(['U', 'l', 'd', 'b/w', 'v', 'i', 'h', 'u', 's', 'c', 'e', 'ü', 'a'])
    for (const [name, { dtype, shape, values }] of tensors) expect(entries.get(name)).toEqual({ dtype, shape, values })
  })

  test('gives views where the bytes are aligned and copies elsewhere', () => {
    const bytes = write_safetensors(new Map([['w', { dtype: 'float32', shape: [2], values: Float32Array.of(1, 2) }]]))
    const view = read(bytes).entries.get('w')!.values as Float32Array
    expect(view.buffer).toBe(bytes.buffer)
    const moved = new Uint8Array(bytes.length + 1)
    moved.set(bytes, 1)
    const copy = read(moved.subarray(1)).entries.get('w')!.values as Float32Array
    expect(copy.buffer).not.toBe(moved.buffer)
    expect(copy).toEqual(view)
    expect(outcome(() => read(moved.subarray(1), { total_bytes: 7 }))).toBe('limit limit-exceeded')
  })

  test.each<[string, string, Uint8Array]>([
    ['no header', 'format safetensors-header', new Uint8Array(7)],
    ['a header longer than the file', 'format safetensors-header', join(fields([8, 9]), text_bytes('{}'))],
    ['a header of 2^63 bytes', 'format safetensors-header', join(fields([8, 1n << 63n]), text_bytes('{}'))],
    ['a header that is a list', 'format safetensors-header', file('[]', 0)],
    ['a header that begins with a space', 'format safetensors-header', file(' {}', 0)],
    ['a header that is no JSON', 'format json-syntax', file('{x}', 0)],
    ['a name twice', 'format json-duplicate-key', file('{"a": 1, "a": 2}', 0)],
    ['metadata of numbers', 'format safetensors-header', file({ __metadata__: { a: 1 } }, 0)],
    ['metadata that is a list', 'format safetensors-header', file({ __metadata__: [] }, 0)],
    ['a tensor that is a number', 'format safetensors-header', file({ a: 1 }, 0)],
    ['a tensor without a dtype', 'format safetensors-header', file({ a: { shape: [], data_offsets: [0, 1] } }, 1)],
    ['a negative size', 'format safetensors-header', file({ a: tensor(0, 1, [-1, -1]) }, 1)],
    ['three offsets', 'format safetensors-header', file({ a: { ...tensor(0, 1), data_offsets: [0, 1, 2] } }, 1)],
    [
      'an offset over 2^53',
      'format safetensors-header',
      file('{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,9007199254740993]}}', 1),
    ],
    ['an unknown dtype', 'unsupported safetensors-dtype', file({ a: tensor(0, 1, [1], 'F8_E4M3') }, 1)],
    ['a dtype named like a method', 'unsupported safetensors-dtype', file({ a: tensor(0, 1, [1], 'constructor') }, 1)],
    ['a boolean that is 2', 'format safetensors-dtype', join(file({ a: tensor(0, 1, [1], 'BOOL') }, 0), Uint8Array.of(2))],
    ['a shape larger than the bytes', 'format safetensors-bounds', file({ a: tensor(0, 1, [2]) }, 1)],
    ['a shape whose product overflows', 'format safetensors-bounds', file({ a: tensor(0, 0, [2 ** 52, 2 ** 52, 2 ** 24]) }, 0)],
    ['offsets in the wrong order', 'format safetensors-bounds', file({ a: { ...tensor(0, 1), data_offsets: [1, 0] } }, 1)],
    ['overlap', 'format safetensors-bounds', file({ a: tensor(0, 2), b: tensor(1, 3) }, 3)],
    ['two tensors on the same bytes', 'format safetensors-bounds', file({ a: tensor(0, 2), b: tensor(0, 2) }, 2)],
    ['a hole', 'format safetensors-bounds', file({ a: tensor(0, 1), b: tensor(2, 3) }, 3)],
    ['bytes in front', 'format safetensors-bounds', file({ a: tensor(1, 2) }, 2)],
    ['bytes behind', 'format safetensors-bounds', file({ a: tensor(0, 1) }, 2)],
    ['data that ends too early', 'format safetensors-bounds', file({ a: tensor(0, 2) }, 1)],
  ])('refuses %s', (_, answer, bytes) => {
    expect(outcome(() => read(bytes))).toBe(answer)
  })

  test('holds to the limits of header and tensors', () => {
    const bytes = file({ a: tensor(0, 1), b: tensor(1, 2) }, 2)
    expect(outcome(() => read(bytes))).toBe('load')
    expect(outcome(() => read(bytes, { json_bytes: 20 }))).toBe('limit limit-exceeded')
    expect(outcome(() => read(bytes, { objects: 1 }))).toBe('limit limit-exceeded')
  })

  test('refuses a file that is cut anywhere', () => {
    const bytes = new Uint8Array(Buffer.from(reference, 'base64'))
    for (let length = 0; length < bytes.length; length++) {
      expect(outcome(() => read(bytes.subarray(0, length)))).toMatch(/^format /)
    }
  })
})

describe('write_safetensors', () => {
  test('writes the bytes of the reference implementation', () => {
    const bytes = write_safetensors(tensors, new Map([['format', 'keras']]))
    expect(Buffer.from(bytes).toString('base64')).toBe(reference)
  })

  test('writes bfloat16, values given by a function, and nothing', () => {
    const bytes = write_safetensors(new Map([['b', { dtype: 'bfloat16', shape: [1], values: () => Uint16Array.of(0x3f80) }]]))
    expect(read(bytes).entries.get('b')).toEqual({ dtype: 'bfloat16', shape: [1], values: Uint16Array.of(0x3f80) })
    expect(read(write_safetensors(new Map())).entries.size).toBe(0)
    const names = ['ab', 'a', 'b', 'aa']
    const many = write_safetensors(new Map(names.map((name) => [name, { dtype: 'uint8', shape: [0], values: new Uint8Array() }])))
    expect([...read(many).entries.keys()]).toEqual(['a', 'aa', 'ab', 'b'])
  })

  test('refuses what the format does not hold', () => {
    const write = (name: string, entry: SafetensorsEntryToWrite) => () => write_safetensors(new Map([[name, entry]]))
    expect(write('a', { dtype: 'string', shape: [1], values: ['x'] })).toThrow("Received: dtype='string'")
    expect(write('__metadata__', { dtype: 'uint8', shape: [0], values: new Uint8Array() })).toThrow('cannot have this name')
    expect(write('a', { dtype: 'uint8', shape: [2], values: new Uint8Array(3) })).toThrow('Received: Uint8Array of 3')
    expect(write('a', { dtype: 'float32', shape: [1], values: Int32Array.of(1) })).toThrow('Received: Int32Array of 1')
    expect(write('a', { dtype: 'float32', shape: [1], values: ['x'] })).toThrow('Received: a list')
  })
})
