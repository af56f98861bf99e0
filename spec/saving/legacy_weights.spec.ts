import { ModelFormatError } from '../../lib/common/errors'
import type { Hdf5Attribute, Hdf5DatasetToWrite, Hdf5GroupToWrite } from '../../lib/formats/hdf5/tree'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Layer } from '../../lib/layers/layer'
import { BatchNormalization } from '../../lib/layers/normalization/batch_normalization'
import { Dropout } from '../../lib/layers/regularization/dropout'
import { Bidirectional } from '../../lib/layers/rnn/bidirectional'
import { LSTM } from '../../lib/layers/rnn/lstm'
import { Sequential } from '../../lib/models/sequential'
import { put_names } from '../../lib/saving/weights/legacy_names'
import { load_legacy_optimizer } from '../../lib/saving/weights/legacy_optimizer'
import { type LegacyLoadOptions, load_legacy_weights } from '../../lib/saving/weights/legacy_read'
import { legacy_optimizer_weights, legacy_weights_tree } from '../../lib/saving/weights/legacy_write'
import { list_tree } from './paths'
import { floats, group, tree_to_read, values } from './trees'

const names = (list: string[]): Hdf5Attribute => ({ dtype: 'string', shape: [list.length], values: list })
const flat = (model: any): number[] => model.weights.flatMap((weight: any) => Array.from(weight.dataSync()))
const load = (model: any, tree: Hdf5GroupToWrite, options?: LegacyLoadOptions): void =>
  load_legacy_weights(model, tree_to_read(tree), options)

function message_of(run: () => void): string {
  try {
    run()
  } catch (error) {
    expect(error).toBeInstanceOf(ModelFormatError)
    const { kind, message } = error as ModelFormatError
    return `${kind}: ${message}`
  }
  throw new Error('it did not throw')
}

/** A file of Keras 2: names of variables end in `:0`, and lie under the name of the layer in its group. */
function of_keras_2(layers: Record<string, Record<string, Hdf5DatasetToWrite>>): Hdf5GroupToWrite {
  const members: Record<string, Hdf5GroupToWrite> = {}
  for (const [name, weights] of Object.entries(layers)) {
    const list = Object.keys(weights).map((key) => `${name}/${key}:0`)
    const inner = group(Object.fromEntries(Object.entries(weights).map(([key, member]) => [`${key}:0`, member])))
    members[name] = group(list.length === 0 ? {} : { [name]: inner }, { weight_names: names(list) })
  }
  return group(members, { layer_names: names(Object.keys(layers)) })
}

function two_layers(): Sequential {
  const layers = [
    Input({ shape: [1] }),
    new Dense({ units: 1, name: 'a' }),
    new Dropout({ rate: 0.5 }),
    new Dense({ units: 1, name: 'b' }),
  ]
  return new Sequential(layers, { name: 'model' })
}

const dense = (kernel: number, bias: number) => ({ kernel: floats([kernel], [1, 1]), bias: floats([bias]) })
const two_saved = () => of_keras_2({ input: {}, x: dense(1, 2), drop: {}, y: dense(3, 4) })

const warnings: string[] = []
beforeEach(() => {
  warnings.length = 0
  jest.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)))
})
afterEach(() => {
  jest.restoreAllMocks()
})

describe('Weights of legacy files', () => {
  test('are written by layers, under the paths of the variables.', async () => {
    const model = new Sequential(
      [Input({ shape: [1] }), new Dense({ units: 1, name: 'd' }), new Dropout({ rate: 0.5, name: 'o' })],
      { name: 'm' },
    )
    const tree = await legacy_weights_tree(model)
    expect(list_tree(tree).paths.map(([path, key]) => `${path}/${key}`)).toEqual(['/d/m/d/bias', '/d/m/d/kernel'])
    expect(tree.attributes!.get('layer_names')).toEqual(names(['d', 'o']))
    expect((tree.members.get('d') as Hdf5GroupToWrite).attributes!.get('weight_names')).toEqual(names(['m/d/kernel', 'm/d/bias']))
    const empty = { dtype: 'float64', shape: [0], values: new Float64Array(0) }
    expect((tree.members.get('o') as Hdf5GroupToWrite).attributes!.get('weight_names')).toEqual(empty)
    expect((tree.members.get('top_level_model_weights') as Hdf5GroupToWrite).attributes!.get('weight_names')).toEqual(empty)
  })

  test('of a nested model are one group, trainable ones first.', async () => {
    const inner = new Sequential(
      [Input({ shape: [1] }), new BatchNormalization({ name: 'n' }), new Dense({ units: 1, name: 'd' })],
      { name: 'i' },
    )
    const tree = await legacy_weights_tree(new Sequential([Input({ shape: [1] }), inner], { name: 'm' }))
    const { values: list } = (tree.members.get('i') as Hdf5GroupToWrite).attributes!.get('weight_names')!
    expect((list as string[]).map((name) => name.slice(name.indexOf('i/') + 2))).toEqual([
      'n/gamma',
      'n/beta',
      'd/kernel',
      'd/bias',
      'n/moving_mean',
      'n/moving_variance',
    ])
  })

  test('go through a file and back, also in recurrent and nested layers.', async () => {
    const make = (): Sequential =>
      new Sequential([
        Input({ shape: [3, 2] }),
        new Bidirectional({ layer: new LSTM({ units: 2 }) }),
        new Sequential([new BatchNormalization(), new Dense({ units: 2 })]),
      ])
    const [one, two] = [make(), make()]
    load(two, await legacy_weights_tree(one))
    expect(flat(two)).toEqual(flat(one))
  })

  test('keep two variables of one path apart.', async () => {
    const holder = new Layer({ name: 'h' }) as any
    for (let i = 0; i < 2; i++) holder.add_weight({ name: 'w', shape: [1] })
    holder.add_weight({ name: 'w_1', shape: [1] })
    holder.built = true
    const tree = await legacy_weights_tree({ layers: [holder], trainable_weights: [], _state: holder._state } as never)
    expect(
      list_tree(tree)
        .paths.map(([path, key]) => `${path}/${key}`)
        .filter((path) => path.startsWith('/h/')),
    ).toEqual(['/h/h/w', '/h/h/w_1', '/h/h/w_1_1'])
  })

  test('of bfloat16 are bytes without a mark.', async () => {
    const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, dtype: 'bfloat16' })])
    expect(list_tree(await legacy_weights_tree(model)).paths.map(([, , , dtype]) => dtype)).toEqual(['opaque2', 'opaque2'])
    const other = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, dtype: 'bfloat16' })])
    load(other, await legacy_weights_tree(model))
    expect(flat(other)).toEqual(flat(model))
  })

  test('are taken in order, without the layers that have none.', () => {
    const model = two_layers()
    load(model, two_saved())
    expect(flat(model)).toEqual([1, 2, 3, 4])
  })

  test('are taken by name when that is asked for.', () => {
    const model = two_layers()
    const [a, b] = flat(model)
    load(model, of_keras_2({ b: dense(3, 4), other: dense(5, 6) }), { by_name: true })
    expect(flat(model)).toEqual([a, b, 3, 4])
    load(model, of_keras_2({ other: dense(5, 6) }), { by_name: true })
    expect(warnings).toEqual(['keras-tfjs: No layer of the model has the name of a layer with weights in the file.'])
  })

  test.each<[string, Hdf5GroupToWrite, RegExp]>([
    [
      'fewer layers',
      of_keras_2({ x: dense(1, 2) }),
      /^mismatch: Layer count mismatch when loading weights from file. Model expected 2 layers, found 1 saved layers/,
    ],
    [
      'fewer weights',
      of_keras_2({ x: dense(1, 2), y: { kernel: floats([3], [1, 1]) } }),
      /^mismatch: Weight count mismatch for layer #1 \(named b in the current model, y in the save file\). Layer expects 2 weight\(s\). Received 1/,
    ],
    [
      'another shape',
      of_keras_2({ x: dense(1, 2), y: { kernel: floats([3, 4], [1, 2]), bias: floats([1]) } }),
      /^mismatch: Shape mismatch in layer #1 .*'kernel' has the shape \(1, 1\). Received: \(1, 2\) at \/y\/y\/kernel:0/,
    ],
    ['no names', group({}), /^format: The file has no attribute `layer_names`/],
    [
      'numbers for names',
      group({}, { layer_names: { dtype: 'int32', shape: [1], values: new Int32Array(1) } }),
      /^format: .* must be a list of names/,
    ],
    [
      'a gap in the names',
      group({}, { layer_names0: names(['x']), layer_names2: names(['y']) }),
      /^format: The attribute `layer_names1`/,
    ],
    ['a layer twice', group({}, { layer_names: names(['x', 'x']) }), /^mismatch: .*names a layer twice/],
    [
      'a layer that is missing',
      group({}, { layer_names: names(['x']) }),
      /^mismatch: A layer that `layer_names` lists is missing/,
    ],
    [
      'a layer that is a dataset',
      group({ x: floats([1]) }, { layer_names: names(['x']) }),
      /^format: A dataset stands where a group must be/,
    ],
    [
      'a value that is missing',
      group({ x: group({}, { weight_names: names(['k']) }) }, { layer_names: names(['x']) }),
      /^mismatch: A value that `weight_names` lists is missing/,
    ],
    [
      'no list of values',
      group({ x: group({}) }, { layer_names: names(['x']) }),
      /^format: The group has no attribute `weight_names`/,
    ],
  ])('are refused with %s, and nothing is changed.', (_what, tree, message) => {
    const model = two_layers()
    const present = flat(model)
    expect(message_of(() => load(model, tree))).toMatch(message)
    expect(flat(model)).toEqual(present)
  })

  test('of another shape stay as they are with `skip_mismatch`; a layer with another number of them by name only.', () => {
    const model = two_layers()
    const present = flat(model)
    load(model, of_keras_2({ x: dense(1, 2), y: { kernel: floats([3, 4], [1, 2]), bias: floats([9]) } }), { skip_mismatch: true })
    expect(flat(model)).toEqual([1, 2, present[2], 9])
    expect(warnings).toEqual([expect.stringMatching(/Skipping loading weights for layer #1 \(named b .*due to mismatch/)])
    load(model, of_keras_2({ b: { kernel: floats([3], [1, 1]) } }), { skip_mismatch: true, by_name: true })
    expect(warnings[1]).toMatch(/Skipping loading of weights for layer #0 \(named b\) due to mismatch in number of weights/)
  })

  test('have their list of names in several attributes when one cannot hold it.', () => {
    const long = Array.from({ length: 400 }, (_, i) => `${'x'.repeat(180)}_${String(i).padStart(3, '0')}`)
    const attributes = new Map()
    put_names(attributes, 'layer_names', long)
    expect([...attributes].map(([key, { shape, fixed }]) => [key, shape, fixed])).toEqual([
      ['layer_names0', [200], true],
      ['layer_names1', [200], true],
    ])
    const groups = Object.fromEntries(long.map((name) => [name, group({}, { weight_names: names([]) })]))
    const model = new Sequential([Input({ shape: [1] }), new Dropout({ rate: 0.5 })])
    load(model, { ...group(groups), attributes })
    expect(() => put_names(new Map(), 'layer_names', ['x'.repeat(64_513)])).toThrow(/larger than 64512 bytes/)
  })
})

describe('The state of an optimizer in legacy files', () => {
  const state = (model: any): number[][] => model.optimizer.variables.map((variable: any) => Array.from(variable.dataSync()))

  function compiled(optimizer: unknown): any {
    const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, name: 'd' })], { name: 'm' })
    model.compile({ optimizer: optimizer as never, loss: 'mse' })
    return model
  }

  /** A group of these values, each under its name. */
  function listed(entries: Record<string, Hdf5DatasetToWrite>): Hdf5GroupToWrite {
    const root: any = group({}, { weight_names: names(Object.keys(entries)) })
    for (const [name, member] of Object.entries(entries)) {
      const parts = name.split('/')
      let at = root
      for (const part of parts.slice(0, -1)) {
        if (!at.members.has(part)) at.members.set(part, group({}))
        at = at.members.get(part)
      }
      at.members.set(parts.at(-1)!, member)
    }
    return root
  }

  const iteration = values('int64', [], new BigInt64Array([4n]))

  test('goes through a file and back.', async () => {
    const [one, two] = [compiled('adam'), compiled('adam')]
    await one.train_on_batch([[1]], [[2]])
    const tree = await legacy_optimizer_weights(one.optimizer)
    expect(list_tree(tree!).paths).toHaveLength(6)
    load_legacy_optimizer(two, tree_to_read(tree!))
    expect(state(two)).toEqual(state(one))
    expect(await legacy_optimizer_weights(null)).toBeNull()
  })

  test('is taken by slots from Keras 2, which stores no learning rate.', () => {
    const model = compiled('adam')
    load_legacy_optimizer(
      model,
      tree_to_read(
        listed({
          'iteration:0': iteration,
          'Adam/m/d/kernel:0': floats([1], [1, 1]),
          'Adam/v/d/kernel:0': floats([2], [1, 1]),
          'Adam/m/d/bias:0': floats([3]),
          'Adam/v/d/bias:0': floats([4]),
        }),
      ),
    )
    expect(state(model)).toEqual([[4], [Math.fround(0.001)], [1], [2], [3], [4]])
  })

  test('is taken from `optimizers.legacy`, which stores slot after slot.', () => {
    const model = compiled('adam')
    load_legacy_optimizer(
      model,
      tree_to_read(
        listed({
          'Adam/iter:0': iteration,
          'Adam/d/kernel/m:0': floats([1], [1, 1]),
          'Adam/d/bias/m:0': floats([3]),
          'Adam/d/kernel/v:0': floats([2], [1, 1]),
          'Adam/d/bias/v:0': floats([4]),
        }),
      ),
    )
    expect(state(model)).toEqual([[4], [Math.fround(0.001)], [1], [2], [3], [4]])
  })

  test('of plain SGD has slots in Keras 2 that are passed over.', () => {
    const model = compiled('sgd')
    const tree = listed({ 'iteration:0': iteration, 'SGD/m/d/kernel:0': floats([1], [1, 1]), 'SGD/m/d/bias:0': floats([3]) })
    load_legacy_optimizer(model, tree_to_read(tree))
    expect(state(model)[0]).toEqual([4])
    expect(warnings).toEqual([])
  })

  test('stays fresh, with a warning, when it does not fit.', () => {
    for (const tree of [
      listed({ 'iteration:0': iteration, 'Adam/m/d/kernel:0': floats([1], [1, 1]) }),
      listed({ 'adam/iteration': iteration, 'adam/learning_rate': floats([1], []) }),
    ]) {
      const model = compiled('adam')
      load_legacy_optimizer(model, tree_to_read(tree))
      expect(state(model)[0]).toEqual([0])
    }
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toMatch(/Error in loading the saved optimizer state/)
  })
})
