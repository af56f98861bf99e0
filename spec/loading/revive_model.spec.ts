import * as tf from '@tensorflow/tfjs-core'
import { ModelFormatError } from '../../lib/common/errors'
import { Budget, type LoadLimits } from '../../lib/formats/limits'
import { type ReviveOptions, revive_model } from '../../lib/loading/revive_model'

const form = (class_name: string, config: unknown, more: object = {}): any => ({
  module: 'keras.layers',
  class_name,
  config,
  registered_name: null,
  ...more,
})

const input = form('InputLayer', { batch_shape: [null, 4], dtype: 'float32', name: 'in' })

const sequential = (...layers: unknown[]): any => ({
  module: 'keras',
  class_name: 'Sequential',
  config: { name: 'm', layers: [input, ...layers] },
  registered_name: null,
})

const tensor = (name: string, node = 0, index = 0): unknown => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 4], dtype: 'float32', keras_history: [name, node, index] },
})

const node = (...args: unknown[]): unknown => ({ args, kwargs: {} })

const functional = (layers: unknown[], output: unknown[]): any => ({
  module: 'keras.src.models.functional',
  class_name: 'Functional',
  config: { name: 'm', layers, input_layers: ['in', 0, 0], output_layers: output },
  registered_name: 'Functional',
})

const in_graph = { ...input, name: 'in', inbound_nodes: [] }

const identity = (name: string, source: unknown): unknown => form('Identity', { name }, { name, inbound_nodes: [node(source)] })

function revive(config: unknown, options: Partial<ReviveOptions> = {}, limits: Partial<LoadLimits> | null = null) {
  return revive_model(config, { custom_objects: null, budget: new Budget(limits), compile: true, file: 'v3', ...options })
}

function refusal(config: unknown, options: Partial<ReviveOptions> = {}, limits: Partial<LoadLimits> | null = null): string {
  const tensors = tf.memory().numTensors
  const variables = Object.keys(tf.engine().state.registeredVariables).length
  try {
    revive(config, options, limits).dispose()
  } catch (error) {
    expect(error).toBeInstanceOf(ModelFormatError)
    expect(tf.memory().numTensors).toBe(tensors)
    expect(Object.keys(tf.engine().state.registeredVariables)).toHaveLength(variables)
    const { kind, code, path } = error as ModelFormatError
    return [kind, code, path].join(' ')
  }
  return 'loaded'
}

test('A model is revived without a single tensor; its weights get values when they are used.', () => {
  const before = tf.memory().numTensors
  const model = revive(sequential(form('Dense', { name: 'd', units: 3 })))
  expect(tf.memory().numTensors).toBe(before)
  expect(model.weights.map(({ path, shape }) => [path, shape])).toEqual([
    ['m/d/kernel', [4, 3]],
    ['m/d/bias', [3]],
  ])
  const y = model(tf.ones([2, 4]))
  expect(y.shape).toEqual([2, 3])
  expect(tf.memory().numTensors).toBeGreaterThan(before)
  model.dispose()
})

test('An error in the config of a layer says which layer and which key.', () => {
  expect(refusal(sequential(form('Dense', { name: 'd', units: 3.5 })))).toBe(
    'format invalid-config config.layers[1].config.units',
  )
  expect(refusal(sequential(form('Dense', [])))).toBe('format invalid-config config.layers[1]')
})

test('Weights that are too large are refused before they are made, wherever they stand.', () => {
  const units = 1e12
  expect(refusal(sequential(form('Dense', { name: 'd', units })))).toBe('limit limit-exceeded m/d/kernel')
  const wrapped = form('TimeDistributed', { name: 't', layer: form('Dense', { name: 'd', units }) })
  const steps = form('Reshape', { name: 'r', target_shape: [2, 2] })
  expect(refusal(sequential(steps, wrapped))).toMatch(/^limit limit-exceeded/)
  const cell = form('RNN', { name: 'n', cell: form('GRUCell', { name: 'c', units }) })
  expect(refusal(sequential(steps, cell))).toMatch(/^limit limit-exceeded/)
  expect(refusal(sequential(form('Dense', { name: 'd', units: 3 })), {}, { parameters: 14 })).toMatch(/^limit/)
  expect(refusal(sequential(form('Dense', { name: 'd', units: 3 })), {}, { parameters: 15 })).toBe('loaded')
})

test('Classes that are not known are named, with the place where they stand.', () => {
  expect(refusal(sequential(form('Dens', {})))).toBe('unknown-class unknown-object config.layers[1]')
  expect(() => revive(sequential(form('MelSpectrogram', {})))).toThrow('this version of keras-tfjs does not yet')
  expect(() => revive(sequential(form('Thing', {})))).toThrow('Name it in `custom_objects`')
  const name = form('Dense', { name: 'd', units: 1, kernel_initializer: form('Evil', {}) })
  expect(refusal(sequential(name))).toBe('unknown-class unknown-object config.layers[1].config.kernel_initializer')
  const system = { module: 'os', class_name: 'function', config: 'system', registered_name: 'system' }
  expect(refusal(sequential(form('Dense', { name: 'd', units: 1, activation: system })))).toBe(
    'unknown-class unknown-object config.layers[1].config.activation',
  )
})

test('A class does not answer to a registered name that is not its own.', () => {
  expect(refusal(sequential(form('Dense', { name: 'd', units: 1 }, { registered_name: 'Dropout' })))).toBe(
    'mismatch registered-name-mismatch config.layers[1]',
  )
})

test('Code in a file is refused, unless the caller gave a function for the layer.', () => {
  const lambda = form('Lambda', { name: 'twice', function: { class_name: '__lambda__', config: { code: 'AAAA' } } })
  expect(refusal(sequential(lambda))).toBe('unsafe unsupported-lambda config.layers[1].config.function')
  const model = revive(sequential(lambda), { custom_objects: { twice: (x: tf.Tensor) => tf.mul(x, 2) } })
  expect(Array.from(model(tf.ones([1, 4])).dataSync())).toEqual([2, 2, 2, 2])
  model.dispose()
})

test('A file may not name other files, nor code of other frameworks.', () => {
  expect(refusal(sequential(form('StringLookup', { name: 's', vocabulary: '/etc/passwd' })))).toBe(
    'unsafe external-reference config.layers[1]',
  )
  expect(refusal(sequential(form('JaxLayer', { name: 'j' })))).toBe('unsupported unsupported-layer config.layers[1]')
})

test('What a model is compiled with is not looked at when it is not to be compiled.', () => {
  const loss = { class_name: '__lambda__', config: { value: 'x' } }
  const config = { ...sequential(form('Dense', { name: 'd', units: 1 })), compile_config: { optimizer: 'adam', loss } }
  expect(refusal(config)).toBe('unsafe unsupported-lambda compile_config.loss')
  const model = revive(config, { compile: false })
  expect(model.compiled).toBe(false)
  model.dispose()
})

test('Objects with one shared_object_id must be of one class.', () => {
  const first = form('Dense', { name: 'd', units: 1 }, { shared_object_id: 7 })
  const second = form('Dense', { name: 'e', units: 1 }, { shared_object_id: 7, class_name: 'Identity', config: { name: 'e' } })
  expect(refusal(sequential(first, second))).toMatch(/^mismatch bad-shared-object/)
})

test('Depth, number of values and axes of shapes are limited.', () => {
  let deep: unknown = 1
  for (let i = 0; i < 300; i++) deep = [deep]
  expect(refusal(sequential(form('Identity', { name: 'i', deep })))).toMatch(/^limit too-deep/)
  expect(refusal(sequential(form('Identity', { name: 'i' })), {}, { objects: 10 })).toMatch(/^limit limit-exceeded/)
  const shape = new Array(100).fill(1)
  expect(refusal(sequential(form('Reshape', { name: 'r', target_shape: shape })))).toMatch(/^limit limit-exceeded/)
})

test('A graph is called in the order of its edges, however its layers are listed.', () => {
  const count = 500
  const layers: unknown[] = [in_graph]
  for (let i = count; i > 0; i--) layers.push(identity(`i${i}`, tensor(i === 1 ? 'in' : `i${i - 1}`)))
  const model = revive(functional(layers, [`i${count}`, 0, 0]))
  expect(model.layers).toHaveLength(count + 1)
  model.dispose()
})

test.each([
  ['a cycle', [in_graph, identity('a', tensor('b')), identity('b', tensor('a'))], ['b', 0, 0]],
  ['a layer that takes itself', [in_graph, identity('a', tensor('a'))], ['a', 0, 0]],
  ['a layer that is not there', [in_graph, identity('a', tensor('ghost'))], ['a', 0, 0]],
  ['a call that is not there', [in_graph, identity('a', tensor('in', 1e9))], ['a', 0, 0]],
  ['a negative call', [in_graph, identity('a', tensor('in', -1))], ['a', 0, 0]],
  ['a negative output', [in_graph, identity('a', tensor('in', 0, -1))], ['a', 0, 0]],
  ['a name twice', [in_graph, identity('a', tensor('in')), identity('a', tensor('in'))], ['a', 0, 0]],
  ['an output that is not there', [in_graph, identity('a', tensor('in'))], ['ghost', 0, 0]],
  ['an input that is left out', [in_graph, identity('a', tensor('in'))], 7],
  ['calls that are a number', [in_graph, form('Identity', { name: 'a' }, { name: 'a', inbound_nodes: 3 })], ['a', 0, 0]],
])('A graph with %s is refused.', (_, layers, output) => {
  expect(refusal(functional(layers, output as unknown[]))).toMatch(/^format bad-graph/)
})

test('A config that is deeper than the stack is refused as too deep, whatever the limit.', () => {
  let deep: unknown = 1
  for (let i = 0; i < 50_000; i++) deep = [deep]
  expect(refusal(sequential(form('Identity', { name: 'i', deep })), {}, { depth: 1e6 })).toMatch(/^limit too-deep/)
})

test('The text of an error holds nothing of the file as it stands.', () => {
  const evil = form('Dense', { name: 'd', units: 1, '<img onerror=x>\u001b[2J': 1 })
  let message = ''
  try {
    revive(sequential(evil))
  } catch (error) {
    message = (error as Error).message
  }
  expect(message).toContain('\\u003cimg onerror=x\\u003e\\u001b')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(message).not.toMatch(/[<>\u0000-\u0009\u000b-\u001f]/)
})

test('A constant of a graph is freed with the model.', () => {
  const constant = { class_name: '__numpy__', config: { value: [1, 2, 3, 4], dtype: 'float32' } }
  const add = {
    module: 'keras.src.ops.numpy',
    class_name: 'Add',
    config: { name: 'a' },
    registered_name: 'Add',
    name: 'a',
    inbound_nodes: [node(tensor('in'), constant)],
  }
  const before = tf.memory().numTensors
  const model = revive(functional([in_graph, add], ['a', 0, 0]))
  expect(Array.from(tf.tidy(() => model(tf.zeros([1, 4])) as tf.Tensor).dataSync())).toEqual([1, 2, 3, 4])
  model.dispose()
  expect(tf.memory().numTensors - before).toBe(1)
})
