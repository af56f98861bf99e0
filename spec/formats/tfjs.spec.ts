import { ModelFormatError, ValueError } from '../../lib/common/errors'
import { Budget, type LoadLimits } from '../../lib/formats/limits'
import { decode_weights } from '../../lib/formats/tfjs/decode'
import { type TfjsModelToWrite, write_model_json } from '../../lib/formats/tfjs/encode'
import { parse_model_json } from '../../lib/formats/tfjs/manifest'

const topology = { class_name: 'Sequential', config: { name: 's', layers: [] } }
const file = (json: unknown) => new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json))
const parse = (json: unknown) => parse_model_json(file(json), new Budget())
const manifest = (weights: unknown[], paths: unknown[] = ['a.bin']) => ({
  modelTopology: topology,
  weightsManifest: [{ paths, weights }],
})

/** The values of one weight `w` that is stored in `bytes`. */
function decode(spec: object, bytes: number[] | Uint8Array[], limits: Partial<LoadLimits> = {}) {
  const shards = bytes[0] instanceof Uint8Array ? (bytes as Uint8Array[]) : [Uint8Array.from(bytes as number[])]
  const model = parse(
    manifest(
      [{ name: 'w', ...spec }],
      shards.map((_, i) => `${i}.bin`),
    ),
  )
  const files = new Map(shards.map((shard, i) => [`${i}.bin`, shard]))
  return decode_weights(model, files, new Budget(limits)).get('w')!.values
}

function caught(action: () => unknown): ModelFormatError {
  try {
    action()
  } catch (error) {
    if (error instanceof ModelFormatError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('parse_model_json', () => {
  it('reads what TensorFlow.js writes', () => {
    const model = parse({
      ...manifest([{ name: 'd/kernel', shape: [2, 3], dtype: 'float32' }], ['./model.weights.bin']),
      format: 'layers-model',
      generatedBy: 'TensorFlow.js tfjs-layers v4.22.0',
      convertedBy: null,
      trainingConfig: { loss: 'mse' },
      userDefinedMetadata: { a: 1 },
    })
    expect(model).toEqual({
      format: 'layers-model',
      model_topology: topology,
      model_config: topology,
      training_config: { loss: 'mse' },
      weight_groups: [
        {
          paths: ['model.weights.bin'],
          weights: [{ name: 'd/kernel', shape: [2, 3], dtype: 'float32', quantization: null, group: null }],
        },
      ],
      generated_by: 'TensorFlow.js tfjs-layers v4.22.0',
      converted_by: null,
      user_defined_metadata: { a: 1 },
    })
  })

  it('takes the model out of `model_config` and the training config beside it, as the converter from Python writes', () => {
    const model = parse({ modelTopology: { keras_version: '2.15.0', model_config: topology, training_config: { loss: 'mae' } } })
    expect([model.model_config, model.training_config, model.weight_groups]).toEqual([topology, { loss: 'mae' }, []])
  })

  it('reads a config of TensorFlow.js layers as Keras 2 would have written it', () => {
    const cell = { class_name: 'GRUCell', config: { units: 2, reset_after: null } }
    const config = {
      name: 's',
      layers: [
        { class_name: 'Embedding', config: { mask_zero: null, batch_input_shape: [null, 4] } },
        {
          class_name: 'Bidirectional',
          config: { merge_mode: null, layer: { class_name: 'LSTM', config: { implementation: null } } },
        },
        { class_name: 'RNN', config: { name: 'r', units: 2, dropout: 0, unroll: false, cell } },
      ],
    }
    const written = { class_name: 'Sequential', config, keras_version: 'tfjs-layers 4.22.0' }
    expect(parse({ modelTopology: written }).model_config.config).toEqual({
      name: 's',
      layers: [
        { class_name: 'Embedding', config: { batch_input_shape: [null, 4] } },
        { class_name: 'Bidirectional', config: { merge_mode: null, layer: { class_name: 'LSTM', config: {} } } },
        { class_name: 'RNN', config: { name: 'r', unroll: false, cell: { class_name: 'GRUCell', config: { units: 2 } } } },
      ],
    })
    expect(parse({ modelTopology: { ...written, keras_version: '2.15.0' } }).model_config.config).toEqual(config)
  })

  it.each<[string, object, string, object]>([
    [
      'Adam',
      { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-7 },
      'Adam',
      { learning_rate: 0.1, beta_1: 0.9, beta_2: 0.99, epsilon: 1e-7 },
    ],
    ['Adamax', { learningRate: 0.1, beta1: 0.9, decay: 0 }, 'Adamax', { learning_rate: 0.1, beta_1: 0.9 }],
    [
      'Momentum',
      { learningRate: 0.1, momentum: 0.9, useNesterov: true },
      'SGD',
      { learning_rate: 0.1, momentum: 0.9, nesterov: true },
    ],
    ['RMSProp', { learningRate: 0.1, decay: 0.8 }, 'RMSprop', { learning_rate: 0.1, rho: 0.8 }],
    [
      'Adagrad',
      { learningRate: 0.1, initialAccumulatorValue: 0.2 },
      'Adagrad',
      { learning_rate: 0.1, initial_accumulator_value: 0.2 },
    ],
    ['SGD', { learning_rate: 0.1, decay: 0.5 }, 'SGD', { learning_rate: 0.1, decay: 0.5 }],
    ['toString', { constructor: 1 }, 'toString', { constructor: 1 }],
  ])('names the optimizer %s and its arguments as Keras does', (class_name, config, known, named) => {
    const trainingConfig = { loss: 'mse', optimizer_config: { class_name, config } }
    expect(parse({ modelTopology: topology, trainingConfig }).training_config).toEqual({
      loss: 'mse',
      optimizer_config: { class_name: known, config: named },
    })
  })

  it.each([
    'https://evil/x.bin',
    '../x.bin',
    '..',
    '.',
    './..',
    '././a.bin',
    'a/b.bin',
    'a\\b.bin',
    'C:x.bin',
    '%2e%2e%2fx.bin',
    'a.bin?b',
    'a.bin#b',
    'a\0.bin',
    'a\n.bin',
    '',
    'x'.repeat(256),
    7,
    null,
    ['a.bin'],
  ])('refuses %j as the name of a file', (path) => {
    const error = caught(() => parse(manifest([], [path])))
    expect([error.kind, error.code]).toEqual(['unsafe', 'tfjs-path'])
  })

  it.each<[string, unknown, string, string]>([
    ['no object', [], 'format', 'tfjs-structure'],
    ['no JSON', '{', 'format', 'json-syntax'],
    ['no topology', { format: 'layers-model' }, 'format', 'tfjs-structure'],
    ['a topology without a class', { modelTopology: { config: {} } }, 'format', 'tfjs-topology'],
    ['a graph model', { modelTopology: {}, format: 'graph-model' }, 'unsupported', 'tfjs-format'],
    ['a manifest that is no list', { modelTopology: topology, weightsManifest: {} }, 'format', 'tfjs-structure'],
    ['a group without paths', { modelTopology: topology, weightsManifest: [{ weights: [] }] }, 'format', 'tfjs-structure'],
    ['a file twice', manifest([], ['a.bin', './a.bin']), 'format', 'tfjs-duplicate'],
    ['a weight without a name', manifest([{ shape: [], dtype: 'float32' }]), 'format', 'tfjs-weight'],
    ['a weight without a shape', manifest([{ name: 'w', dtype: 'float32' }]), 'format', 'tfjs-weight'],
    ['a negative shape', manifest([{ name: 'w', shape: [-1], dtype: 'float32' }]), 'format', 'tfjs-weight'],
    ['a shape of 2^60', manifest([{ name: 'w', shape: [2 ** 30, 2 ** 30], dtype: 'float32' }]), 'format', 'tfjs-weight'],
    ['complex64', manifest([{ name: 'w', shape: [1], dtype: 'complex64' }]), 'unsupported', 'tfjs-dtype'],
    ['the dtype `constructor`', manifest([{ name: 'w', shape: [1], dtype: 'constructor' }]), 'unsupported', 'tfjs-dtype'],
    ['a weight twice', manifest(['w', 'w'].map((name) => ({ name, shape: [], dtype: 'float32' }))), 'format', 'tfjs-duplicate'],
    ...[
      { dtype: 'uint8', scale: 'NaN', min: 0 },
      { dtype: 'uint8', min: 0 },
      { dtype: 'uint8', scale: 1, min: null },
      { dtype: 'int4', scale: 1, min: 0 },
      7,
    ].map((quantization): [string, unknown, string, string] => [
      `the quantization ${JSON.stringify(quantization)}`,
      manifest([{ name: 'w', shape: [1], dtype: 'float32', quantization }]),
      'format',
      quantization === 7 ? 'tfjs-structure' : 'tfjs-weight',
    ]),
    [
      'quantized text',
      manifest([{ name: 'w', shape: [1], dtype: 'string', quantization: { dtype: 'float16' } }]),
      'format',
      'tfjs-weight',
    ],
    [
      'integers in halves',
      manifest([{ name: 'w', shape: [1], dtype: 'int32', quantization: { dtype: 'float16' } }]),
      'format',
      'tfjs-weight',
    ],
  ])('refuses %s', (_, json, kind, code) => {
    const error = caught(() => parse(json))
    expect([error.kind, error.code]).toEqual([kind, code])
  })

  it.each(['NaN', 'Infinity', '-Infinity', '1e999'])('refuses the scale %s', (scale) => {
    const text = JSON.stringify(
      manifest([{ name: 'w', shape: [1], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.5, min: 0 } }]),
    )
    expect(caught(() => parse(text.replace('0.5', scale))).code).toBe('tfjs-weight')
  })

  it('leaves prototypes as they are', () => {
    const text = '{"modelTopology": {"class_name": "S", "config": {}}, "__proto__": {"format": "graph-model"}}'
    expect(parse(text).format).toBe('layers-model')
    expect(({} as { format?: string }).format).toBeUndefined()
  })
})

describe('decode_weights', () => {
  const floats = new Uint8Array(Float32Array.of(1, -2, 0.5).buffer)

  it('gives floats, integers, booleans and texts', () => {
    expect(decode({ shape: [3], dtype: 'float32' }, [...floats])).toEqual(Float32Array.of(1, -2, 0.5))
    expect(decode({ shape: [2], dtype: 'int32' }, [1, 0, 0, 0, 254, 255, 255, 255])).toEqual(Int32Array.of(1, -2))
    expect(decode({ shape: [2], dtype: 'bool' }, [1, 0])).toEqual(Uint8Array.of(1, 0))
    expect(decode({ shape: [2], dtype: 'string' }, [2, 0, 0, 0, 0xc3, 0xa9, 0, 0, 0, 0])).toEqual(['é', ''])
    expect(decode({ shape: [0, 2], dtype: 'float32' }, [])).toEqual(new Float32Array(0))
  })

  it('puts a weight together from several files, at any place in them', () => {
    const whole = [...floats]
    for (let at = 0; at <= 12; at++) {
      const shards = [Uint8Array.from(whole.slice(0, at)), new Uint8Array(0), Uint8Array.from(whole.slice(at))]
      expect(decode({ shape: [3], dtype: 'float32' }, shards)).toEqual(Float32Array.of(1, -2, 0.5))
    }
  })

  it('gives views of the bytes where they are aligned', () => {
    const bytes = Uint8Array.from(floats)
    expect((decode({ shape: [3], dtype: 'float32' }, [bytes]) as Float32Array).buffer).toBe(bytes.buffer)
    const shifted = new Uint8Array([0, ...floats]).subarray(1)
    expect(decode({ shape: [3], dtype: 'float32' }, [shifted])).toEqual(Float32Array.of(1, -2, 0.5))
  })

  it('gives quantized weights their values back', () => {
    const affine = { scale: 0.5, min: -1 }
    expect(decode({ shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', ...affine } }, [0, 1, 255])).toEqual(
      Float32Array.of(-1, -0.5, 126.5),
    )
    expect(decode({ shape: [2], dtype: 'float32', quantization: { dtype: 'uint16', ...affine } }, [0, 0, 255, 255])).toEqual(
      Float32Array.of(-1, 32766.5),
    )
    expect(decode({ shape: [2], dtype: 'int32', quantization: { dtype: 'uint8', scale: 2, min: -3 } }, [0, 4])).toEqual(
      Int32Array.of(-3, 5),
    )
    const halves = [0x3c00, 0xc100, 0x7bff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00]
    expect(
      decode({ shape: [8], dtype: 'float32', quantization: { dtype: 'float16' } }, [
        new Uint8Array(Uint16Array.from(halves).buffer),
      ]),
    ).toEqual(Float32Array.of(1, -2.5, 65504, 2 ** -24, -0, Infinity, -Infinity, Number.NaN))
  })

  it('keeps the order and the groups of the manifest', () => {
    const specs = ['b', 'a', 'c'].map((name, i) => ({
      name,
      shape: [],
      dtype: 'int32',
      ...(i === 1 ? { group: 'optimizer' } : {}),
    }))
    const files = new Map([['a.bin', new Uint8Array(12)]])
    const found = decode_weights(parse(manifest(specs)), files, new Budget())
    expect([...found].map(([name, { group }]) => [name, group])).toEqual([
      ['b', null],
      ['a', 'optimizer'],
      ['c', null],
    ])
  })

  it.each<[string, object, number[], string]>([
    ['too few bytes', { shape: [3], dtype: 'float32' }, [...floats].slice(1), 'tfjs-bytes'],
    ['too many bytes', { shape: [2], dtype: 'float32' }, [...floats], 'tfjs-bytes'],
    ['a shape far above the bytes', { shape: [2 ** 29], dtype: 'float32' }, [1], 'tfjs-bytes'],
    ['a text longer than the file', { shape: [1], dtype: 'string' }, [255, 255, 255, 0, 65], 'tfjs-bytes'],
    ['more texts than the file can hold', { shape: [2 ** 29], dtype: 'string' }, [1], 'tfjs-bytes'],
    ['a text that is not UTF-8', { shape: [1], dtype: 'string' }, [1, 0, 0, 0, 255], 'tfjs-text'],
    ['a bool of 2', { shape: [1], dtype: 'bool' }, [2], 'tfjs-bool'],
  ])('refuses %s', (_, spec, bytes, code) => {
    const error = caught(() => decode(spec, bytes))
    expect([error.kind, error.code]).toEqual(['format', code])
  })

  it('refuses a file that is not given, and what is above the limits', () => {
    expect(caught(() => decode_weights(parse(manifest([])), new Map(), new Budget())).code).toBe('tfjs-missing')
    const spec = { shape: [3], dtype: 'float32' }
    expect(caught(() => decode(spec, [...floats], { parameters: 2 })).kind).toBe('limit')
    expect(caught(() => decode(spec, [...floats], { total_bytes: 11 })).kind).toBe('limit')
    expect(
      caught(() =>
        decode({ shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', scale: 1, min: 0 } }, [1, 2, 3], {
          total_bytes: 11,
        }),
      ).kind,
    ).toBe('limit')
    expect(caught(() => parse_model_json(file(manifest(Array(50).fill({}), [])), new Budget({ objects: 40 }))).kind).toBe('limit')
  })
})

describe('write_model_json', () => {
  const weights: TfjsModelToWrite['weights'] = [
    { name: 'f', dtype: 'float32', shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) },
    { name: 'i', dtype: 'int32', shape: [], values: Int32Array.of(-7) },
    { name: 'b', dtype: 'bool', shape: [3], values: Uint8Array.of(1, 0, 1) },
    { name: 's', dtype: 'string', shape: [2], values: ['é', ''] },
    { name: 'z', dtype: 'float32', shape: [0], values: new Float32Array(0) },
  ]

  it.each([1, 3, 5, 16, 4096])('is read back from files of at most %i bytes', (shard_bytes) => {
    const files = write_model_json({ model_topology: topology, weights, shard_bytes })
    const { 'model.json': json, ...shards } = files
    const count = Math.ceil((24 + 4 + 3 + 10) / shard_bytes)
    expect(Object.keys(shards)).toEqual(Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`))
    expect(Object.values(shards).every((shard) => shard.length <= shard_bytes && shard.length > 0)).toBe(true)
    const model = parse_model_json(json!, new Budget())
    const found = decode_weights(model, new Map(Object.entries(shards)), new Budget())
    expect([...found]).toEqual(weights.map(({ name, ...rest }) => [name, { ...rest, group: null }]))
  })

  it('writes a model without weights', () => {
    const files = write_model_json({ model_topology: topology, weights: [], generated_by: 'g', training_config: { loss: 'mse' } })
    expect(Object.keys(files)).toEqual(['model.json'])
    expect(JSON.parse(new TextDecoder().decode(files['model.json']))).toEqual({
      format: 'layers-model',
      generatedBy: 'g',
      convertedBy: null,
      modelTopology: topology,
      trainingConfig: { loss: 'mse' },
      weightsManifest: [{ paths: [], weights: [] }],
    })
  })

  it.each<[string, Partial<TfjsModelToWrite>]>([
    ['two weights of one name', { weights: [weights[0]!, weights[0]!] }],
    ['values that the shape does not have', { weights: [{ ...weights[0]!, shape: [2] }] }],
    ['values of another class', { weights: [{ ...weights[0]!, dtype: 'int32' }] }],
    ['files of no size', { weights, shard_bytes: 0 }],
  ])('refuses %s with a ValueError', (_, model) => {
    expect(() => write_model_json({ model_topology: topology, weights: [], ...model })).toThrow(ValueError)
  })
})
