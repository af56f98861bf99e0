import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type {
  Hdf5AttributeToWrite,
  Hdf5DatasetToWrite,
  Hdf5Dtype,
  Hdf5GroupToWrite,
  Hdf5Values,
} from '../../lib/formats/hdf5/tree'
import { hdf5_file } from '../../lib/formats/hdf5/write'

const python = process.env.KERAS_TFJS_PYTHON ?? 'python3'
const has = (module: string) => spawnSync(python, ['-c', `import ${module}`], { env: environment() }).status === 0
const needs = (module: string) =>
  has(module) ? { test: it, note: '' } : { test: it.skip, note: ` (skipped: ${python} has no ${module}; set KERAS_TFJS_PYTHON)` }

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, KERAS_BACKEND: process.env.KERAS_BACKEND ?? 'jax', JAX_PLATFORMS: 'cpu' }
}

function ask(script: string, files: Record<string, Uint8Array>): any {
  const folder = mkdtempSync(join(tmpdir(), 'hdf5-'))
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
    const { status, stdout, stderr } = spawnSync(python, ['-c', script], { cwd: folder, env: environment(), encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout.trim().split('\n').at(-1)!)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const dataset = (dtype: Hdf5Dtype, shape: number[], values: Hdf5Values): Hdf5DatasetToWrite => ({
  kind: 'dataset',
  dtype,
  shape,
  values: () => values,
})

const group = (
  members: Record<string, Hdf5GroupToWrite | Hdf5DatasetToWrite>,
  attributes: Record<string, Hdf5AttributeToWrite> = {},
): Hdf5GroupToWrite => ({
  kind: 'group',
  attributes: new Map(Object.entries(attributes)),
  members: new Map(Object.entries(members)),
})

function written(root: Hdf5GroupToWrite): Uint8Array {
  const file = hdf5_file(root)
  const target = new Uint8Array(file.byte_length).fill(255)
  file.write_into(target)
  return target
}

const listing = `
import h5py, json, numpy
def as_text(value):
    try: return value.decode()
    except UnicodeDecodeError: return value.decode('latin1')
def plain(value):
    if isinstance(value, h5py.Empty): return 'Empty ' + str(value.dtype)
    value = value.tolist() if hasattr(value, 'tolist') else value
    if isinstance(value, bytes): return as_text(value)
    if isinstance(value, list): return [plain(v) for v in value]
    return str(value) if isinstance(value, int) and abs(value) > 2**53 else value
def facts(node):
    found = {'attrs': {k: [str(getattr(v, 'dtype', type(v).__name__)), plain(v)] for k, v in node.attrs.items()}}
    if isinstance(node, h5py.Dataset):
        found |= {'dtype': str(node.dtype), 'shape': node.shape and list(node.shape), 'value': plain(node[()])}
    return found
nodes = {}
with h5py.File('file.h5', 'r') as f:
    nodes['/'] = facts(f)
    def visit(name, node): nodes[name] = facts(node)
    f.visititems(visit)
print(json.dumps(nodes))
`

const { test: with_h5py, note: h5py_note } = needs('h5py')
const { test: with_keras, note: keras_note } = needs('keras')

describe('hdf5_file read by Python', () => {
  with_h5py(`h5py reads every dtype, shape and attribute as it was written${h5py_note}`, () => {
    const root = group(
      {
        float16: dataset('float16', [2], Uint16Array.of(0x3c00, 0xc100)),
        bfloat16: dataset('bfloat16', [2], Uint16Array.of(0x3f80, 0x4142)),
        opaque2: dataset('opaque2', [1], Uint16Array.of(0x4142)),
        float32: dataset('float32', [2, 3], Float32Array.of(1, 2, 3, 4, 5, -0.5)),
        float64: dataset('float64', [], Float64Array.of(1 / 3)),
        int8: dataset('int8', [2], Int8Array.of(-128, 127)),
        int16: dataset('int16', [2], Int16Array.of(-32768, 32767)),
        int32: dataset('int32', [2], Int32Array.of(-(2 ** 31), 2 ** 31 - 1)),
        int64: dataset('int64', [2], BigInt64Array.of(-(2n ** 63n), 5n)),
        uint8: dataset('uint8', [1, 1, 1], Uint8Array.of(255)),
        uint16: dataset('uint16', [1], Uint16Array.of(65_535)),
        uint32: dataset('uint32', [1], Uint32Array.of(2 ** 32 - 1)),
        uint64: dataset('uint64', [1], BigUint64Array.of(2n ** 64n - 1n)),
        bool: dataset('bool', [3], Uint8Array.of(1, 0, 1)),
        texts: dataset('string', [2, 2], ['a', '', 'é☃𝄞', 'x'.repeat(5000)]),
        no_texts: dataset('string', [0], []),
        nothing: dataset('float32', [0, 3], new Float32Array(0)),
        empty: dataset('empty', [], []),
        é: group({}),
      },
      {
        text: { dtype: 'string', shape: [], values: ['dense'] },
        texts: { dtype: 'string', shape: [3], values: ['a', '', 'ccc'] },
        fixed: { dtype: 'string', shape: [2], values: ['ab', 'cde'], fixed: true },
        none: { dtype: 'float64', shape: [0], values: new Float64Array(0) },
        null: { dtype: 'empty', shape: [], values: [] },
        bool: { dtype: 'bool', shape: [2], values: Uint8Array.of(1, 0) },
        float16: { dtype: 'float16', shape: [], values: Uint16Array.of(0x3e00) },
        long: { dtype: 'string', shape: [], values: ['y'.repeat(200_000)] },
        ü: { dtype: 'int32', shape: [1, 2], values: Int32Array.of(1, 2) },
      },
    )
    const nodes = ask(listing, { 'file.h5': written(root) })
    expect(nodes['/'].attrs).toEqual({
      text: ['str', 'dense'],
      texts: ['object', ['a', '', 'ccc']],
      fixed: ['|S3', ['ab', 'cde']],
      none: ['float64', []],
      null: ['float32', 'Empty float32'],
      bool: ['bool', [true, false]],
      float16: ['float16', 1.5],
      long: ['str', 'y'.repeat(200_000)],
      ü: ['int32', [[1, 2]]],
    })
    const node = (dtype: string, shape: number[] | null, value: unknown, attrs = {}) => ({ attrs, dtype, shape, value })
    expect(nodes).toEqual({
      '/': nodes['/'],
      float16: node('float16', [2], [1, -2.5]),
      bfloat16: node('|V2', [2], ['\x80?', 'BA'], { dtype: ['str', 'bfloat16'] }),
      opaque2: node('|V2', [1], ['BA']),
      float32: node(
        'float32',
        [2, 3],
        [
          [1, 2, 3],
          [4, 5, -0.5],
        ],
      ),
      float64: node('float64', [], 1 / 3),
      int8: node('int8', [2], [-128, 127]),
      int16: node('int16', [2], [-32768, 32767]),
      int32: node('int32', [2], [-(2 ** 31), 2 ** 31 - 1]),
      int64: node('int64', [2], ['-9223372036854775808', 5]),
      uint8: node('uint8', [1, 1, 1], [[[255]]]),
      uint16: node('uint16', [1], [65_535]),
      uint32: node('uint32', [1], [2 ** 32 - 1]),
      uint64: node('uint64', [1], ['18446744073709551615']),
      bool: node('bool', [3], [true, false, true]),
      texts: node(
        'object',
        [2, 2],
        [
          ['a', ''],
          ['é☃𝄞', 'x'.repeat(5000)],
        ],
      ),
      no_texts: node('object', [0], []),
      nothing: node('float32', [0, 3], []),
      empty: node('float32', null, 'Empty float32'),
      é: { attrs: {} },
    })
  })

  with_h5py(`h5py finds 5,000 members, 3,000 attributes and 70,000 texts, and can change the file${h5py_note}`, () => {
    const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)
    const root = group(
      {
        many: group(Object.fromEntries(numbers(5000).map((i) => [`m${i}`, dataset('int32', [], Int32Array.of(i))]))),
        texts: dataset(
          'string',
          [70_000],
          numbers(70_000).map((i) => `t${i}`),
        ),
      },
      Object.fromEntries(numbers(3000).map((i) => [`a${i}`, { dtype: 'int32', shape: [], values: Int32Array.of(i) }])),
    )
    const script = `
import h5py, json
seen = []
with h5py.File('file.h5', 'r+') as f:
    f.visititems(lambda name, node: seen.append(name))
    members = all(f['many'][f'm{i}'][()] == i for i in range(5000))
    attributes = len(f.attrs) == 3000 and all(f.attrs[f'a{i}'] == i for i in range(3000))
    texts = list(f['texts'].asstr()[()]) == [f't{i}' for i in range(70000)]
    f['many/new'] = 1
    del f['many/m77']
    f.attrs['new'] = 2
with h5py.File('file.h5', 'r') as f:
    changed = len(f['many']) == 5000 and f['many/new'][()] == 1 and f['many/m4999'][()] == 4999 and f.attrs['new'] == 2
print(json.dumps([len(seen), members, attributes, texts, bool(changed)]))
`
    expect(ask(script, { 'file.h5': written(root) })).toEqual([5002, true, true, true, true])
  })

  with_keras(
    `Keras loads a weights file and predicts with it${keras_note}`,
    () => {
      const vars = (members: Record<string, Hdf5DatasetToWrite>, name: string) =>
        group({ vars: group(members, { name: { dtype: 'string', shape: [], values: [name] } }) })
      const root = group({
        layers: group({
          dense: vars(
            {
              0: dataset('float32', [2, 3], Float32Array.of(1, 2, 3, 4, 5, 6)),
              1: dataset('float32', [3], Float32Array.of(0.5, 0, -0.5)),
            },
            'dense',
          ),
          dense_1: vars({ 0: dataset('bfloat16', [3, 1], Uint16Array.of(0x3f80, 0x4000, 0x4040)) }, 'last'),
        }),
        vars: group({}, { name: { dtype: 'string', shape: [], values: ['sequential'] } }),
      })
      const script = `
import json, keras, numpy
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3), keras.layers.Dense(1, use_bias=False, dtype='bfloat16')])
model.load_weights('a.weights.h5')
print(json.dumps([numpy.asarray(w.value, dtype='float32').ravel().tolist() for w in model.weights] + numpy.asarray(model.predict(numpy.ones((1, 2)), verbose=0), dtype='float32').tolist()))
`
      expect(ask(script, { 'a.weights.h5': written(root) })).toEqual([[1, 2, 3, 4, 5, 6], [0.5, 0, -0.5], [1, 2, 3], [45]])
    },
    120_000,
  )
})
