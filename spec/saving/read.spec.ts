import { memory, type Tensor } from '@tensorflow/tfjs-core'
import { ModelFormatError } from '../../lib/common/errors'
import type { Hdf5Dtype, Hdf5GroupToWrite, Hdf5Values } from '../../lib/formats/hdf5/tree'
import { Budget } from '../../lib/formats/limits'
import { MultiHeadAttention } from '../../lib/layers/attention/multi_head_attention'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Layer } from '../../lib/layers/layer'
import { Sequential } from '../../lib/models/sequential'
import { type LoadTreeOptions, load_weights_tree } from '../../lib/saving/weights/read'
import { group_at, new_group, type OpenGroup, weights_tree } from '../../lib/saving/weights/write'
import { floats, group, saved, tree_to_read, values } from './trees'

function load(model: any, tree: Hdf5GroupToWrite, options: LoadTreeOptions = {}): void {
  load_weights_tree(model, tree_to_read(tree), options)
}

function error_of(run: () => void): ModelFormatError {
  try {
    run()
  } catch (error) {
    return error as ModelFormatError
  }
  throw new Error('it did not throw')
}

const flat = (layer: any): number[] => layer.weights.flatMap((weight: Tensor) => Array.from(weight.dataSync()))

function two_layers(): Sequential {
  const layers = [Input({ shape: [2] }), new Dense({ units: 1, name: 'first' }), new Dense({ units: 1, name: 'second' })]
  return new Sequential(layers, { name: 'model' })
}

function two_saved(): Hdf5GroupToWrite {
  const first = saved({ '0': floats([1, 2], [2, 1]), '1': floats([3]) })
  const second = saved({ '0': floats([4], [1, 1]), '1': floats([5]) })
  return group({ layers: group({ dense: first, dense_1: second }) })
}

/** The same with another member under a path. */
function with_member(path: string, member: Hdf5GroupToWrite | ReturnType<typeof floats> | null): Hdf5GroupToWrite {
  const copy = (tree: Hdf5GroupToWrite): OpenGroup => {
    const result = new_group()
    for (const [name, below] of tree.members) result.members.set(name, below.kind === 'group' ? copy(below) : below)
    return result
  }
  const root = copy(two_saved())
  const at = path.lastIndexOf('/')
  const { members } = group_at(root, path.slice(0, at))
  if (member === null) members.delete(path.slice(at + 1))
  else members.set(path.slice(at + 1), member as OpenGroup)
  return root
}

const warnings: string[] = []
beforeEach(() => {
  warnings.length = 0
  jest.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)))
})
afterEach(() => {
  jest.restoreAllMocks()
})

describe('Loading weights', () => {
  test('gives a model what another saved, and makes no other tensor.', async () => {
    const [one, two] = [two_layers(), two_layers()]
    const tree = await weights_tree(one)
    flat(two)
    const before = memory().numTensors
    load(two, tree)
    expect(memory().numTensors).toBe(before)
    expect(flat(two)).toEqual(flat(one))
    expect(warnings).toEqual([])
  })

  test('takes the datasets by number, not in the order in which a file lists them.', () => {
    const layer = new Layer()
    for (let i = 0; i < 11; i++) layer.add_weight({ name: `w${i}`, shape: [1] })
    load(layer, saved(Object.fromEntries(Array.from({ length: 11 }, (_, i) => [String(i), floats([i])]))))
    expect(flat(layer)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test.each([
    [
      'another shape',
      'layers/dense_1/vars/0',
      floats([4, 4], [2, 1]),
      /'kernel' has the shape \(1, 1\). Received: \(2, 1\) at \/layers\/dense_1\/vars\/0/,
    ],
    ['a flat kernel', 'layers/dense_1/vars/0', floats([4]), /\(1, 1\). Received: \(1,\)/],
    ['a scalar', 'layers/dense_1/vars/1', floats([4], []), /\(1,\). Received: \(\)/],
    ['integers', 'layers/dense_1/vars/1', values('int32', [1], new Int32Array([4])), /dtype float32. Received: int32/],
    ['booleans', 'layers/dense_1/vars/1', values('bool', [1], new Uint8Array([1])), /dtype float32. Received: bool/],
    ['texts', 'layers/dense_1/vars/1', values('string', [1], ['a']), /dtype float32. Received: string/],
    ['bytes without a meaning', 'layers/dense_1/vars/1', values('opaque2', [1], new Uint16Array([4])), /Received: opaque2/],
    [
      'no second value',
      'layers/dense_1/vars/1',
      null,
      /expected 2 variables, but received 1 variables during loading. Expected: \['kernel', 'bias'\]/,
    ],
    ['a third value', 'layers/dense_1/vars/2', floats([4]), /expected 2 variables, but received 3 variables/],
    ['no group', 'layers/dense_1', null, /expected 2 variables, but received 0 variables/],
  ])('refuses %s and changes nothing.', (_what, path, member, message) => {
    const model = two_layers()
    const present = flat(model)
    const before = memory().numTensors
    const error = error_of(() => load(model, with_member(path, member)))
    expect(error).toBeInstanceOf(ModelFormatError)
    expect([error.kind, error.code]).toEqual(['mismatch', 'weights-mismatch'])
    expect(error.message).toMatch(message)
    expect(error.message).toContain("Dense 'second'")
    expect(flat(model)).toEqual(present)
    expect(memory().numTensors).toBe(before)
  })

  test('refuses keys that are no plain numbers.', () => {
    const model = two_layers()
    for (const key of ['00', '-1', '1e0', '__proto__']) {
      const vars = new Map([
        ['0', floats([4], [1, 1])],
        [key, floats([5])],
      ])
      const tree = with_member('layers/dense_1/vars', { kind: 'group', members: vars })
      expect(error_of(() => load(model, tree)).message).toMatch(/expects values under '0' to '1'. Received: /)
    }
  })

  test('refuses a dataset in place of a group, and a group in place of a dataset, as broken files.', () => {
    const model = two_layers()
    for (const [path, member] of [
      ['layers/dense_1/vars', floats([1])],
      ['layers', floats([1])],
      ['layers/dense_1/vars/1', group({})],
    ] as const) {
      const error = error_of(() =>
        load(model, path === 'layers' ? group({ layers: member }) : with_member(path, member as never)),
      )
      expect([path, error.kind, error.code]).toEqual([path, 'format', 'weights-structure'])
    }
  })

  test('150: names all objects that do not fit in one error, and in one warning with `skip_mismatch`, which loads the others.', () => {
    const model = two_layers()
    const tree = with_member('layers/dense_1/vars/0', floats([4, 4], [2, 1]))
    const [first, second] = model.layers
    const present = flat(second)
    expect(error_of(() => load(model, group({}))).message).toContain('A total of 2 objects could not be loaded.')
    load(model, tree, { skip_mismatch: true })
    expect(flat(first)).toEqual([1, 2, 3])
    expect(flat(second)).toEqual(present)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain("A total of 1 objects could not be loaded. Example error message for object Dense 'second'")
  })

  test('150: forgets a failure when the same object is found at a later path.', () => {
    class Twice extends Layer {
      static override class_name = 'Twice'
      declare a: Dense
      declare b: Dense
    }
    const layer = new Twice()
    layer.a = new Dense({ units: 1 })
    layer.a.build([null, 1])
    layer.b = layer.a
    load(layer, group({ b: saved({ '0': floats([1], [1, 1]), '1': floats([2]) }) }))
    expect(flat(layer)).toEqual([1, 2])
  })

  test('145: says what to do about a layer that was never built.', () => {
    const layer = new Dense({ units: 1, name: 'd' })
    const error = error_of(() => load(layer, saved({ '0': floats([1]) })))
    expect(error.message).toContain(
      "Layer 'd' was never built and thus it doesn't have any variables. However the weights file lists 1 variables",
    )
  })

  test.each<[Hdf5Dtype, Hdf5Values, string, number[]]>([
    ['float16', new Uint16Array([0x3c00, 0xb800, 1]), 'float32', [1, -0.5, 2 ** -24]],
    ['bfloat16', new Uint16Array([0x3f80, 0xc000, 0x3e80]), 'float32', [1, -2, 0.25]],
    ['opaque2', new Uint16Array([0x3f80, 0xc000, 0x3e80]), 'bfloat16', [1, -2, 0.25]],
    ['float64', new Float64Array([1, 1e300, 0.1]), 'float32', [1, Number.POSITIVE_INFINITY, Math.fround(0.1)]],
    ['float32', new Float32Array([1, 2.0001, 3]), 'float16', [1, 2, 3]],
    ['int64', new BigInt64Array([1n, -2n, 3n]), 'int32', [1, -2, 3]],
    ['uint8', new Uint8Array([1, 2, 255]), 'int32', [1, 2, 255]],
    ['int8', new Int8Array([1, -2, 3]), 'int8', [1, -2, 3]],
    ['bool', new Uint8Array([1, 0, 1]), 'bool', [1, 0, 1]],
  ])('reads %s values %p for a weight of %s.', (dtype, data, wanted, expected) => {
    const layer = new Layer()
    const weight = layer.add_weight({ name: 'w', shape: [3], dtype: wanted, initializer: 'zeros' })
    load(layer, saved({ '0': values(dtype, [3], data) }))
    expect(Array.from(weight.dataSync())).toEqual(expected)
    expect(weight.keras_dtype).toBe(wanted)
  })

  test('refuses integers that the weight cannot hold.', () => {
    const layer = new Layer()
    layer.add_weight({ name: 'w', shape: [1], dtype: 'int8', initializer: 'zeros' })
    const error = error_of(() => load(layer, saved({ '0': values('int64', [1], new BigInt64Array([128n])) })))
    expect(error.message).toMatch(/has the dtype int8. Received: values out of its range/)
  })

  test('does not keep the bytes of the file: they may change afterwards.', () => {
    const layer = new Layer()
    layer.add_weight({ name: 'w', shape: [1] })
    const file = new Float32Array([0, 1])
    load(layer, saved({ '0': values('float32', [1], file.subarray(1)) }))
    file[1] = 2
    expect(flat(layer)).toEqual([1])
  })

  test('names groups that nothing asks for in one warning.', () => {
    const model = two_layers()
    const tree = group({
      ...Object.fromEntries(two_saved().members),
      metrics: group({ mean: saved({ '0': floats([1]) }) }),
      empty: saved({}),
      optimizer: saved({ '0': floats([1]) }),
    })
    load(model, tree)
    expect(warnings).toEqual(["keras-tfjs: The file holds values that the model 'model' has no place for: /metrics/mean"])
  })

  test('reads files of Keras 2.13, where `layers` had another name.', () => {
    const model = two_layers()
    load(model, group({ _layer_checkpoint_dependencies: two_saved().members.get('layers')! }))
    expect(flat(model)).toEqual([1, 2, 3, 4, 5])
  })

  test('reads an attention of Keras 2.15, where the projections had private names.', async () => {
    const make = (): MultiHeadAttention => {
      const layer = new MultiHeadAttention({ num_heads: 1, key_dim: 2 })
      layer.build([null, 2, 3], [null, 2, 3])
      return layer
    }
    const [one, two] = [make(), make()]
    const { members } = (await weights_tree(one)) as OpenGroup
    load(two, {
      kind: 'group',
      members: new Map([...members].map(([name, member]) => [/_dense$/.test(name) ? `_${name}` : name, member])),
    })
    expect(flat(two)).toEqual(flat(one))
  })

  test('150: warns where a file has no group for a list in a list, and leaves what is in it.', () => {
    const holder = new Layer()
    const inner = new Dense({ units: 1, use_bias: false })
    inner.build([null, 1])
    Object.assign(holder, { grid: [[inner]], names: [['a'], ['b']] })
    const present = flat(holder)
    load(holder, group({}))
    expect(flat(holder)).toEqual(present)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toMatch(/Skipping nested container at '\/grid\/container'/)
  })

  test('zeroes the factors of a low-rank change, which the file has in the kernel.', () => {
    const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, lora_rank: 1 })])
    load(model, group({ layers: group({ dense: saved({ '0': floats([7], [1, 1]), '1': floats([8]) }) }) }))
    expect(flat(model).sort()).toEqual([0, 0, 7, 8])
    expect(Array.from((model.layers[0] as Dense).kernel.dataSync())).toEqual([7])
  })
})

describe('The state of an optimizer', () => {
  test('comes back with the weights.', async () => {
    const [one, two] = [two_layers(), two_layers()]
    for (const model of [one, two]) model.compile({ optimizer: 'adam', loss: 'mse' })
    await one.train_on_batch([[1, 2]], [[1]])
    two.optimizer.build(two.trainable_variables)
    load(two, await weights_tree(one))
    const state = (model: any): number[] => model.optimizer.variables.flatMap((v: Tensor) => Array.from(v.dataSync()))
    expect(state(two)).toEqual(state(one))
    expect(two.optimizer.iterations.number).toBe(1)
    await one.train_on_batch([[1, 2]], [[1]])
    await two.train_on_batch([[1, 2]], [[1]])
    expect(flat(two)).toEqual(flat(one))
  })

  test('stays as it is, with a warning, when the file has another number of values.', async () => {
    const [one, two] = [two_layers(), two_layers()]
    one.compile({ optimizer: 'sgd', loss: 'mse' })
    two.compile({ optimizer: 'adam', loss: 'mse' })
    two.optimizer.build(two.trainable_variables)
    load(two, await weights_tree(one))
    expect(flat(two)).toEqual(flat(one))
    expect(warnings[0]).toMatch(
      /Skipping variable loading for optimizer 'adam\w*', because it has 10 variables whereas the saved optimizer has 2 variables/,
    )
  })
})

describe('The state of an optimizer from Keras 2', () => {
  const iteration = values('int64', [], new BigInt64Array([4n]))
  const state = (model: any): number[][] => model.optimizer.variables.map((v: Tensor) => Array.from(v.dataSync()))

  function loaded(optimizer: string, vars: ReturnType<typeof floats>[]): number[][] {
    const model = two_layers()
    model.compile({ optimizer, loss: 'mse' })
    model.optimizer.build(model.trainable_variables)
    const optimizer_group = saved(Object.fromEntries(vars.map((member, i) => [String(i), member])))
    load(model, group({ ...Object.fromEntries(two_saved().members), optimizer: optimizer_group }))
    return state(model)
  }
  const slots = [floats([1, 2], [2, 1]), floats([3]), floats([4], [1, 1]), floats([5])]

  test('has no learning rate.', () => {
    const pairs = slots.flatMap((slot) => [slot, slot])
    expect(loaded('adam', [iteration, ...pairs])).toEqual([
      [4],
      [Math.fround(0.001)],
      [1, 2],
      [1, 2],
      [3],
      [3],
      [4],
      [4],
      [5],
      [5],
    ])
    expect(warnings).toEqual([])
  })

  test('has slots for a momentum of zero.', () => {
    expect(loaded('sgd', [iteration, ...slots])).toEqual([[4], [Math.fround(0.01)]])
    expect(warnings).toEqual([])
  })

  test('may be one that never ran.', () => {
    expect(loaded('adam', [values('int64', [], new BigInt64Array([0n]))])[0]).toEqual([0])
    expect(warnings).toEqual([])
  })
})

class Own extends Layer {
  static override class_name = 'Own'
  declare table: any
  override build(): void {
    this.table = this.add_weight({ name: 'table', shape: [2] })
  }
  override load_own_variables(store: Record<string, any>): void {
    if (Object.keys(store).length !== 1) throw new TypeError('one value is needed')
    this.table.assign(store.the_table)
  }
}

describe('A layer that loads itself', () => {
  test('gets a store of tensors, and what it assigns is done only when all fits.', () => {
    const holder = new Layer()
    const own = new Own()
    own.build()
    const dense = new Dense({ units: 1, use_bias: false })
    dense.build([null, 1])
    Object.assign(holder, { a: own, b: dense })
    const present = flat(own)
    const a = saved({ the_table: floats([1, 2]) })
    const before = memory().numTensors
    expect(() => load(holder, group({ a, b: saved({ '0': floats([1]) }) }))).toThrow(ModelFormatError)
    expect(flat(own)).toEqual(present)
    load(holder, group({ a, b: saved({ '0': floats([3], [1, 1]) }) }))
    expect(flat(own)).toEqual([1, 2])
    expect(memory().numTensors).toBe(before)
  })

  test('fails like others when it throws, or a shape is wrong.', () => {
    const own = new Own({ name: 'own' })
    own.build()
    const before = memory().numTensors
    expect(error_of(() => load(own, saved({}))).message).toMatch(/object Own 'own': one value is needed/)
    expect(error_of(() => load(own, saved({ the_table: floats([1]) }))).message).toMatch(/must match/)
    expect(memory().numTensors).toBe(before)
  })

  test('is held to the limits.', () => {
    const own = new Own()
    own.build()
    const budget = new Budget({ total_bytes: 7 })
    expect(error_of(() => load(own, saved({ the_table: floats([1, 2]) }), { budget })).kind).toBe('limit')
  })
})
