import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memory, tensor } from '@tensorflow/tfjs-core'
import { ModelFormatError, ValueError } from '../../lib/common/errors'
import { register_keras_serializable } from '../../lib/common/registry'
import { Layer, Model, Sequential } from '../../lib/exports'
import { Dense, Input, LSTM } from '../../lib/exports/layers'
import { Adam } from '../../lib/exports/optimizers'
import { parse_json } from '../../lib/formats/json/parse'
import { Budget } from '../../lib/formats/limits'
import { read_zip } from '../../lib/formats/zip/read'
import { load_model } from '../../lib/loading/load_model'

let folder: string
let warnings: string[]
const { warn } = console

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'model-files-'))
  warnings = []
  console.warn = (...words: unknown[]) => warnings.push(words.join(' '))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  console.warn = warn
})

const make = (): Sequential =>
  new Sequential([Input({ shape: [3] }), new Dense({ units: 4, activation: 'relu' }), new Dense({ units: 2 })])

const x = [
  [1, 2, 3],
  [0, -1, 0.5],
]
const y = [
  [1, 0],
  [0, 1],
]

async function predicted(model: any, input: unknown = x): Promise<number[][]> {
  return (await model.predict(input, { as: 'array', verbose: 0 })) as number[][]
}

async function trained(): Promise<Sequential> {
  const model = make()
  model.compile({ optimizer: new Adam({ learning_rate: 0.05 }), loss: 'mse', metrics: ['mae'] })
  await model.fit(x, y, { epochs: 3, verbose: 0 })
  return model
}

describe('saving a model', () => {
  test.each(['model.keras', 'model.h5', 'model.hdf5'])(
    'writes %s, which opens with the same answers and the same state of the optimizer',
    async (name) => {
      const model = await trained()
      await model.save(join(folder, name))
      const twin: any = await load_model(join(folder, name))
      expect(await predicted(twin)).toEqual(await predicted(model))
      await model.fit(x, y, { epochs: 2, verbose: 0 })
      await twin.fit(x, y, { epochs: 2, verbose: 0 })
      expect(await predicted(twin)).toEqual(await predicted(model))
      model.dispose()
      twin.dispose()
    },
  )

  test('answers bytes without a path, and writes a folder with `zipped: false`', async () => {
    const model = make()
    const bytes = await model.save()
    expect(read_zip(bytes, new Budget()).names()).toEqual(['metadata.json', 'config.json', 'model.weights.h5'])
    await model.save(join(folder, 'form'), { zipped: false })
    expect(existsSync(join(folder, 'form', 'model.weights.h5'))).toBe(true)
    for (const source of [bytes, bytes.slice().buffer, new Blob([bytes as BlobPart]), join(folder, 'form'), () => bytes]) {
      const twin = await load_model(source)
      expect(await predicted(twin)).toEqual(await predicted(model))
      twin.dispose()
    }
    model.dispose()
  })

  test('answers a Blob to a page that asks for one', async () => {
    const model = make()
    const [whole, weights] = [await model.save(null, { as: 'blob' }), await model.save_weights(null, { as: 'blob' })]
    const twin = await load_model(whole)
    await twin.load_weights(weights)
    expect(await predicted(twin)).toEqual(await predicted(model))
    model.dispose()
    twin.dispose()
  })

  test('146: writes the members of a `.keras` file without compression, with the version and the time', async () => {
    const model = make()
    const archive = read_zip(await model.save(), new Budget())
    const metadata = parse_json(archive.read('metadata.json'), new Budget()) as Record<string, string>
    expect(metadata.keras_version).toBe('3.15.1')
    expect(metadata.date_saved).toMatch(/^\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$/)
    model.dispose()
  })

  test('153: writes the module, the class, the config and what the model was built with', async () => {
    const model = make()
    const config = parse_json(read_zip(await model.save(), new Budget()).read('config.json'), new Budget()) as any
    expect(config).toMatchObject({
      module: 'keras',
      class_name: 'Sequential',
      registered_name: null,
      build_config: { input_shape: [null, 3] },
    })
    model.dispose()
  })

  test('152: refuses other endings, contradictions, and files that are there when `overwrite` is false; nothing is written', async () => {
    const model = make()
    const path = join(folder, 'a.keras')
    await model.save(path)
    const before = readFileSync(path)
    await expect(model.save(path, { overwrite: false })).rejects.toThrow('exists already')
    expect(readFileSync(path).equals(before)).toBe(true)
    await expect(model.save(join(folder, 'a.pb'))).rejects.toThrow('Invalid filepath extension for saving')
    await expect(model.save(join(folder, 'a.keras'), { format: 'h5' })).rejects.toThrow('contradicts')
    await expect(model.save(join(folder, 'b.keras'), { zipped: false })).rejects.toThrow(ValueError)
    await expect(model.save(join(folder, 'nowhere', 'c.keras'))).rejects.toThrow('cannot be written')
    model.dispose()
  })

  test('warns of a model that has no weights yet', async () => {
    const model = new Sequential([new Dense({ units: 2 })])
    const twin = await load_model(await model.save())
    expect(warnings.some((text) => text.includes('has not yet been built'))).toBe(true)
    expect(twin.built).toBe(false)
  })

  test('leaves the state of the optimizer out of an `.h5` file with `include_optimizer: false`', async () => {
    const model = await trained()
    const twin: any = await load_model(await model.save(null, { format: 'h5', include_optimizer: false }))
    expect(twin.compiled).toBe(false)
    model.dispose()
    twin.dispose()
  })

  test('exports files that TensorFlow.js opens, and opens them again', async () => {
    const model = make()
    const files = await model.export()
    expect(Object.keys(files)).toEqual(['model.json', 'group1-shard1of1.bin'])
    const twin = await load_model(files)
    expect(await predicted(twin)).toEqual(await predicted(model))
    await model.export(join(folder, 'tfjs'))
    const third = await load_model(join(folder, 'tfjs', 'model.json'))
    expect(await predicted(third)).toEqual(await predicted(model))
    for (const each of [model, twin, third]) each.dispose()
  })

  test('writes no file of several when one of them exists and may not be replaced', async () => {
    const model = make()
    const target = join(folder, 'kept')
    mkdirSync(target)
    writeFileSync(join(target, 'group1-shard1of1.bin'), 'mine')
    await expect(model.export(target, { overwrite: false })).rejects.toThrow('group1-shard1of1.bin')
    expect(readdirSync(target)).toEqual(['group1-shard1of1.bin'])
    expect(readFileSync(join(target, 'group1-shard1of1.bin'), 'utf8')).toBe('mine')
    await model.export(target)
    expect(readdirSync(target).sort()).toEqual(['group1-shard1of1.bin', 'model.json'])
    await expect(model.export(target, { overwrite: false })).rejects.toThrow(ValueError)
    model.dispose()
  })
})

describe('saving weights', () => {
  test.each(['w.weights.h5', 'w.weights.json', 'w.safetensors'])(
    'writes %s, which another model of the same layers takes',
    async (name) => {
      const [model, twin] = [make(), make()]
      await model.save_weights(join(folder, name))
      await twin.load_weights(join(folder, name))
      expect(await predicted(twin)).toEqual(await predicted(model))
      model.dispose()
      twin.dispose()
    },
  )

  test('splits weights over shards, which are handed in by name or found beside their index', async () => {
    const sizes = (): Sequential => new Sequential([Input({ shape: [64] }), new Dense({ units: 64 }), new Dense({ units: 64 })])
    const [model, twin] = [sizes(), sizes()]
    const index = join(folder, 'big.weights.json')
    await model.save_weights(index, { max_shard_size: 20_000 / 2 ** 30 })
    expect(existsSync(join(folder, 'big_00001.weights.h5'))).toBe(true)
    const files = Object.fromEntries(
      ['big_00000.weights.h5', 'big_00001.weights.h5'].map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
    )
    await twin.load_weights(new Uint8Array(readFileSync(index)), { files })
    await twin.load_weights(index)
    const input = [Array.from({ length: 64 }, (_, i) => Math.cos(i))]
    expect(await predicted(twin, input)).toEqual(await predicted(model, input))
    await expect(twin.load_weights(new Uint8Array(readFileSync(index)))).rejects.toThrow('A shard of the weights is missing')
    model.dispose()
    twin.dispose()
  })

  test('refuses other endings, shards for one file, and models without weights', async () => {
    const model = make()
    await expect(model.save_weights(join(folder, 'w.h5'))).rejects.toThrow('must end in `.weights.h5`')
    await expect(model.save_weights(join(folder, 'w.weights.h5'), { max_shard_size: 1 })).rejects.toThrow('.weights.json')
    const unbuilt = new Sequential([new Dense({ units: 1 })])
    await expect(unbuilt.save_weights()).rejects.toThrow('has no weights to save yet')
    await expect(unbuilt.load_weights(await model.save_weights())).rejects.toThrow('has not created its variables yet')
    model.dispose()
  })

  test('takes the weights of a whole `.keras` or `.h5` file; `by_name` is for the old format alone', async () => {
    const [model, twin] = [make(), make()]
    await twin.load_weights(await model.save())
    expect(await predicted(twin)).toEqual(await predicted(model))
    const old = await model.save(null, { format: 'h5' })
    await twin.load_weights(old)
    await expect(twin.load_weights(await model.save_weights(), { by_name: true })).rejects.toThrow('by name')
    model.dispose()
    twin.dispose()
  })

  test('changes nothing when anything does not fit, and leaves that out with `skip_mismatch`', async () => {
    const model = make()
    const other = new Sequential([Input({ shape: [3] }), new Dense({ units: 4 }), new Dense({ units: 5 })])
    const bytes = await model.save_weights()
    const before = await predicted(other)
    await expect(other.load_weights(bytes)).rejects.toMatchObject({ name: 'ModelFormatError', kind: 'mismatch' })
    expect(await predicted(other)).toEqual(before)
    await other.load_weights(bytes, { skip_mismatch: true })
    expect(warnings.length).toBeGreaterThan(0)
    expect(await predicted(other)).not.toEqual(before)
    model.dispose()
    other.dispose()
  })
})

describe('loading a model', () => {
  test.each([
    ['a `.keras` file', (model: Sequential) => model.save(null, { format: 'keras' })],
    ['an `.h5` file', (model: Sequential) => model.save(null, { format: 'h5' })],
    ['a model of TensorFlow.js', (model: Sequential) => model.export()],
  ])('counts all that %s holds against one budget', async (_, write: (model: Sequential) => Promise<any>) => {
    const model = await trained()
    const file = await write(model)
    const spending = jest.spyOn(Budget.prototype, 'spend_objects')
    const twin = await load_model(file)
    if (file instanceof Uint8Array) await twin.load_weights(file)
    const budgets = new Set(spending.mock.contexts)
    spending.mockRestore()
    expect(budgets.size).toBe(file instanceof Uint8Array ? 2 : 1)
    model.dispose()
    twin.dispose()
  })

  test('leaves it without an optimizer with `compile: false`', async () => {
    const model = await trained()
    const twin: any = await load_model(await model.save(), { compile: false })
    expect(twin.compiled).toBe(false)
    model.dispose()
    twin.dispose()
  })

  test('finds custom classes among `custom_objects` and among those that are registered', async () => {
    class Shifted extends Layer {
      static override class_name = 'Shifted'
      override call(inputs: any): any {
        return inputs
      }
    }
    register_keras_serializable({ package: 'files_spec' })(Shifted)
    const model = new Sequential([Input({ shape: [3] }), new Shifted()])
    const bytes = await model.save()
    ;(await load_model(bytes)).dispose()
    const config = parse_json(read_zip(bytes, new Budget()).read('config.json'), new Budget()) as any
    expect(config.config.layers[1].registered_name).toBe('files_spec>Shifted')
    model.dispose()
  })

  test('names a class that nobody knows, and leaves no tensor', async () => {
    class Unknown extends Dense {
      static override class_name = 'Unknown'
    }
    const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 }), new Unknown({ units: 2 } as any)])
    const bytes = await model.save()
    model.dispose()
    const { numTensors } = memory()
    await expect(load_model(bytes)).rejects.toMatchObject({
      kind: 'unknown-class',
      code: 'unknown-object',
      message: expect.stringContaining('Unknown'),
    })
    expect(memory().numTensors).toBe(numTensors)
  })

  test('keeps to the limits of the caller', async () => {
    const model = make()
    const bytes = await model.save()
    await expect(load_model(bytes, { limits: { parameters: 10 } })).rejects.toMatchObject({ kind: 'limit' })
    await expect(load_model(bytes, { limits: { json_bytes: 100 } })).rejects.toMatchObject({ kind: 'limit' })
    await expect(load_model(bytes, { limits: { nothing: 1 } as never })).rejects.toThrow('no limit of this name')
    model.dispose()
  })

  test('says what a file is when it is none, or none with a model', async () => {
    const model = make()
    await expect(load_model(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ kind: 'format', code: 'unknown-format' })
    await expect(load_model(await model.save_weights())).rejects.toMatchObject({ code: 'weights-only' })
    await expect(load_model(join(folder, 'nothing.keras'))).rejects.toThrow('File not found')
    await expect(load_model(42 as never)).rejects.toThrow('must be a path, a URL, bytes')
    expect(await load_model(await model.save()).catch((error) => error)).not.toBeInstanceOf(ModelFormatError)
    model.dispose()
  })

  test('keeps shared layers shared, and writes them once', async () => {
    const shared = new Dense({ units: 3, name: 'shared' })
    const [a, b] = [Input({ shape: [3] }), Input({ shape: [3] })]
    const model = new Model({ inputs: [a, b], outputs: [shared(a), shared(b)] })
    const twin: any = await load_model(await model.save())
    expect(twin.weights.length).toBe(2)
    const input = [tensor(x), tensor(x)]
    const [first, second] = (await twin.predict(input, { as: 'array', verbose: 0 })) as number[][][]
    expect(first).toEqual(second)
    for (const each of input) each.dispose()
    model.dispose()
    twin.dispose()
  })

  test('frees everything with the model', async () => {
    const model = new Sequential([Input({ shape: [4, 3] }), new LSTM({ units: 2 }), new Dense({ units: 1 })])
    model.compile({ optimizer: 'adam', loss: 'mse' })
    const bytes = await model.save()
    model.dispose()
    const { numTensors } = memory()
    const twin = await load_model(bytes)
    twin.dispose()
    expect(memory().numTensors).toBe(numTensors)
  })
})
