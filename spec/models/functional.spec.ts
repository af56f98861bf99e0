import * as tf from '@tensorflow/tfjs-core'
import { AttributeError, ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { get_keras_mask, set_keras_mask } from '../../lib/graph/masking'
import { InputSpec } from '../../lib/layers/base/input_spec'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Masking } from '../../lib/layers/core/masking'
import type { Layer } from '../../lib/layers/layer'
import { Functional, Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import {
  Double,
  fresh_session,
  mask_values,
  ones,
  Pair,
  Probe,
  Scale,
  Shift,
  Sum,
  values,
  warnings_of,
} from '../contract/helpers'

fresh_session()

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value))

const names = (operations: { name: string }[]): string[] => operations.map(({ name }) => name)

/** Two inputs, their sum. */
function sum_model(inputs: (a: KerasTensor, b: KerasTensor) => any): Model {
  const [a, b] = [Input({ shape: [2], name: 'a' }), Input({ shape: [2], name: 'b' })]
  return new Model({ inputs: inputs(a, b), outputs: new Sum()(multiply(a, 10), b) })
}

function masking_probe(): Probe {
  const probe = new Probe()
  probe.supports_masking = true
  return probe
}

/** What a call adds to the tensors in memory, its result excluded. */
function leaked(fn: () => any): number {
  const before = tf.memory().numTensors
  tf.dispose(fn())
  return tf.memory().numTensors - before
}

describe('structures', () => {
  test('161: the outputs keep their structure in calls with values and with symbols; a list of one gives its element', () => {
    const x = Input({ shape: [2] })
    const y = new Double()(x)
    const model = new Model({ inputs: x, outputs: { deep: [y, { z: x }], flat: y } })
    const result = model([[1, 2]]) as any
    expect(values(result.deep[0])).toEqual([2, 4])
    expect(values(result.deep[1].z)).toEqual([1, 2])
    expect(values(result.flat)).toEqual([2, 4])
    tf.dispose(result)
    const symbolic = model(Input({ shape: [2] })) as any
    expect(symbolic.deep[1].z).toBeInstanceOf(KerasTensor)
    const single = new Model({ inputs: [x], outputs: [y] })
    const alone = single([[3, 4]]) as tf.Tensor
    expect(values(alone)).toEqual([6, 8])
    expect(single(Input({ shape: [2] }))).toBeInstanceOf(KerasTensor)
    expect(single.output).toEqual([y])
    alone.dispose()
  })

  test('162: an input that nothing uses, and one that is returned as it is, are allowed', () => {
    const [x, unused] = [Input({ shape: [2] }), Input({ shape: [3] })]
    const model = new Model({ inputs: [x, unused], outputs: [x, new Double()(x)] })
    expect(names(model.layers)).toEqual(['input_layer', 'input_layer_1', 'double'])
    const given = ones(1, 2)
    const [same, twice] = model([given, [[1, 2, 3]]]) as any as tf.Tensor[]
    expect(same).not.toBe(given)
    expect(values(same)).toEqual([1, 1])
    expect(values(twice)).toEqual([2, 2])
    tf.dispose([same!, twice!, given])
  })

  test('163: intermediate tensors may be the inputs: operations before them are left out, layers and weights are shared', () => {
    const x = Input({ shape: [2] })
    const between = new Dense({ units: 3, name: 'before' })(x)
    const last = new Dense({ units: 1, name: 'after' })
    const whole = new Model({ inputs: x, outputs: last(multiply(between, 2)) })
    const tail = new Model({ inputs: between, outputs: whole.output })
    expect(tail.layers.map((layer) => (layer as Layer).constructor.name)).toEqual(['InputLayer', 'Dense'])
    expect(tail.get_layer('after')).toBe(last)
    expect(tail.weights).toEqual(last.weights)
    expect(tail.input_shape).toEqual([null, 3])
    tf.tidy(() => {
      const middle = new Model({ inputs: x, outputs: between })([[1, 2]]) as tf.Tensor
      expect(values(tail(middle))).toEqual(values(whole([[1, 2]])))
    })
    expect(whole.inputs[0]).toBe(x)
  })

  test('a model inside a model, called twice, keeps one set of weights', () => {
    const x = Input({ shape: [2] })
    const inner = new Model({ inputs: x, outputs: new Scale()(x), name: 'inner' })
    const y = Input({ shape: [2] })
    const outer = new Model({ inputs: y, outputs: inner(inner(y) as any) })
    expect(outer.weights.length).toBe(1)
    expect(outer.weights[0]!.path).toBe('scale/scale')
    outer.set_weights([[3, 3]])
    const result = outer([[1, 2]]) as tf.Tensor
    expect(values(result)).toEqual([9, 18])
    result.dispose()
  })

  test('variables of layers have the paths of the layers, without the name of the model', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: new Dense({ units: 1 })(x), name: 'whole' })
    expect(model.weights.map((weight) => weight.path)).toEqual(['dense/kernel', 'dense/bias'])
  })
})

describe('inputs in other forms', () => {
  test('167: a dict serves a list by the names of the inputs; keys that are too many give one warning', () => {
    const model = sum_model((a, b) => [b, a])
    const [a, b] = [ones(1, 2), tf.fill([1, 2], 2)]
    const given = { a, b, c: a }
    const warnings = warnings_of(() => tf.tidy(() => expect(values(model(given))).toEqual([12, 12])))
    expect(warnings).toEqual([expect.stringContaining("The keys ['c'] of the inputs")])
    expect(warnings_of(() => tf.dispose(model(given) as tf.Tensor))).toEqual([])
    expect(leaked(() => model({ a, b }))).toBe(0)
    expect(() => model({ a })).toThrow('Missing data for input "b".')
    tf.dispose([a, b])
  })

  test('167: one tensor serves a list of one; a list serves a dict with a warning, unless its keys are out of order', () => {
    const x = Input({ shape: [2] })
    const single = new Model({ inputs: [x], outputs: new Double()(x) })
    const [a, b] = [ones(1, 2), tf.fill([1, 2], 2)]
    tf.tidy(() => expect(values(single(a))).toEqual([2, 2]))
    tf.tidy(() => expect(values(single([a]))).toEqual([2, 2]))
    const sorted = sum_model((first, second) => ({ a: first, b: second }))
    const warnings = warnings_of(() => tf.tidy(() => expect(values(sorted([a, b]))).toEqual([12, 12])))
    expect(warnings).toEqual([expect.stringContaining("The structure of `inputs` doesn't match the expected structure.")])
    const unsorted = sum_model((first, second) => ({ b: second, a: first }))
    expect(() => unsorted([a, b])).toThrow("The structure of `inputs` doesn't match the expected structure.")
    tf.dispose([a, b])
  })

  test('168: keys that are not the names of the tensors give a warning; from then on the keys count', () => {
    const x = Input({ shape: [2], name: 'named' })
    let model!: Model
    const warnings = warnings_of(() => {
      model = new Model({ inputs: { key: x }, outputs: new Double()(x) })
    })
    expect(warnings).toEqual([expect.stringContaining("Received key 'key' mapping to value")])
    const a = ones(1, 2)
    tf.tidy(() => expect(values(model({ key: a }))).toEqual([2, 2]))
    expect(() => model({ named: a })).toThrow('Missing data for input "key".')
    a.dispose()
  })

  test('169: a last axis of size one is taken away or added; another shape is refused by the name and path of the input', () => {
    const x = Input({ shape: [2], name: 'x' })
    const y = Input({ shape: [3, 1], name: 'y' })
    const model = new Model({ inputs: { x, y }, outputs: [new Double()(x), new Double()(y)] })
    const [a, b] = [ones(4, 2, 1), ones(4, 3)]
    const outputs = model({ x: a, y: b }) as any as tf.Tensor[]
    expect(outputs.map(({ shape }) => shape)).toEqual([
      [4, 2],
      [4, 3, 1],
    ])
    expect(() => model({ x: ones(4, 2, 2), y: b })).toThrow("with name 'x' and path 'x'. Expected shape (None, 2)")
    const called = model.call({ x: new KerasTensor([4, 2, 1]), y: new KerasTensor([4, 3]) }) as KerasTensor[]
    expect(called.map(({ shape }) => shape)).toEqual([
      [4, 2],
      [4, 3, 1],
    ])
    tf.dispose([...outputs, a, b])
  })

  test('169: the mask of an input survives the change of its shape', () => {
    const x = Input({ shape: [3] })
    const probe = masking_probe()
    const model = new Model({ inputs: x, outputs: probe(x) })
    const [a, mask] = [ones(1, 3, 1), tf.tensor([[1, 0, 1]], undefined, 'bool')]
    set_keras_mask(a, mask)
    tf.dispose(model(a) as tf.Tensor)
    expect(probe.masks.at(-1)).toEqual([1, 0, 1])
    tf.dispose([a, mask])
  })

  test('170: each input is cast to its own dtype', () => {
    const x = Input({ shape: [2], dtype: 'int32', name: 'x' })
    const y = Input({ shape: [2], name: 'y' })
    const model = new Model({ inputs: [x, y], outputs: [x, y] })
    const given = ones(1, 2)
    const outputs = model([given, tf.tensor([[1, 2]], undefined, 'int32')]) as any as tf.Tensor[]
    expect(outputs.map(({ dtype }) => dtype)).toEqual(['int32', 'float32'])
    const from_arrays = model([[[1, 2]], [[1, 2]]]) as any as tf.Tensor[]
    expect(from_arrays.map(({ dtype }) => dtype)).toEqual(['int32', 'float32'])
    tf.dispose([...outputs, ...from_arrays, given])
  })

  test('171: an optional input may be null, a required one may not', () => {
    const x = Input({ shape: [2], name: 'x' })
    const y = Input({ shape: [2], name: 'y', optional: true })
    const model = new Model({ inputs: { x, y }, outputs: new Sum()(x, y) })
    tf.tidy(() => expect(values(model({ x: ones(1, 2), y: null }))).toEqual([1, 1]))
    tf.tidy(() => expect(values(model({ x: ones(1, 2), y: ones(1, 2) }))).toEqual([2, 2]))
    expect(() => model({ x: null, y: [[1, 2]] })).toThrow(
      "The input 'x' is not optional, but None was passed. Please provide a valid tensor.",
    )
  })

  test('172: the input spec ignores the batch, allows one axis more, has the names of the inputs, and can be replaced', () => {
    const x = Input({ batch_shape: [5, 2], name: 'x' })
    const model = new Model({ inputs: x, outputs: new Double()(x) })
    expect(model.input_spec).toEqual([new InputSpec({ shape: [null, 2], allow_last_axis_squeeze: true, name: 'x' })])
    expect(() => model(ones(1, 3))).toThrow(
      "Input 0 with name 'x' of layer 'functional' is incompatible with the layer: expected shape=(None, 2)",
    )
    const [b, a] = [Input({ shape: [1], name: 'b' }), Input({ shape: [2], name: 'a' })]
    const dict = new Model({ inputs: { b, a }, outputs: [a, b] })
    expect(dict.input_spec.map((spec: InputSpec) => spec.name)).toEqual(['a', 'b'])
    expect(new Model({ inputs: { b, deep: { a } }, outputs: [a, b] }).input_spec).toBeNull()
    model.input_spec = new InputSpec({ shape: [4, 2] })
    expect(() => model(ones(3, 2))).toThrow('expected shape=(4, 2), found shape=(3, 2)')
    tf.dispose(model(ones(4, 2)) as tf.Tensor)
  })
})

describe('calls', () => {
  test('165: a symbolic call has the shapes of the graph, or those that its layers find; shapes come in nests', () => {
    const model = sum_model((a, b) => [a, b])
    expect((model([Input({ shape: [2] }), Input({ shape: [2] })]) as KerasTensor).shape).toEqual([null, 2])
    expect(
      model.compute_output_shape([
        [7, 2],
        [7, 2],
      ]),
    ).toEqual([7, 2])
    expect(model.compute_output_shape({ a: [7, 2], b: [7, 2] })).toEqual([7, 2])
    expect(() => model.compute_output_shape([7, 2])).toThrow('expected 2 input shape(s)')
  })

  test('80: the training flag reaches layers through models inside models and layers that do not know it', () => {
    const x = Input({ shape: [2] })
    const probe = new Probe()
    const inner = new Model({ inputs: x, outputs: probe(x) })
    const stack = new Sequential([inner])
    const y = Input({ shape: [2] })
    const outer = new Model({ inputs: y, outputs: stack(y) })
    for (const training of [true, false]) {
      tf.dispose(outer(ones(1, 2), { training }) as tf.Tensor)
      expect(probe.seen.at(-1)).toBe(training)
    }
    tf.dispose(outer(ones(1, 2)) as tf.Tensor)
    expect(probe.seen.at(-1)).toBeNull()
  })

  test('79: a training flag that was fixed when the graph was made holds until the model is given one', () => {
    const x = Input({ shape: [2] })
    const probe = new Probe()
    const model = new Model({ inputs: x, outputs: probe(x, { training: true }) })
    const seen = (options?: object): unknown => {
      tf.dispose((options === undefined ? model(ones(1, 2)) : model(ones(1, 2), options)) as tf.Tensor)
      return probe.seen.at(-1)
    }
    expect(seen()).toBe(true)
    expect(seen({ training: false })).toBe(false)
    expect(seen({ training: null })).toBe(true)
  })

  test('92: a mask given to the model reaches its layers, which hand it on; the input of the caller stays unmasked', () => {
    const x = Input({ shape: [2, 1] })
    const probe = masking_probe()
    const model = new Model({ inputs: x, outputs: probe(new Dense({ units: 3 })(x)) })
    const [a, mask] = [ones(1, 2, 1), tf.tensor([[1, 0]], undefined, 'bool')]
    const result = model(a, { mask }) as tf.Tensor
    expect(probe.masks.at(-1)).toEqual([1, 0])
    expect(get_keras_mask(a)).toBeNull()
    tf.dispose([result, a, mask])
  })

  test('a mask that a layer makes inside leaves the model with the output', () => {
    const x = Input({ shape: [2, 1] })
    const model = new Model({ inputs: x, outputs: new Dense({ units: 3 })(new Masking()(x)) })
    const result = model([[[0], [1]]]) as tf.Tensor
    expect(mask_values(result)).toEqual([0, 1])
    result.dispose()
  })

  test('a call leaves only its result behind, also when it fails', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: multiply(new Dense({ units: 3 })(add(x, 1)), 2) })
    expect(leaked(() => model([[1, 2]]))).toBe(0)
    const wrong = ones(1, 5)
    const before = tf.memory().numTensors
    expect(() => model(wrong)).toThrow(ValueError)
    expect(() => model([[1, 2, 3]])).toThrow(ValueError)
    expect(tf.memory().numTensors).toBe(before)
    wrong.dispose()
  })

  test('ops with constants, lists and options run in the graph as they do alone', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: add(multiply(2, x), [[1, 1]]) })
    tf.tidy(() => expect(values(model([[1, 2]]))).toEqual([3, 5]))
  })

  test('gradients flow through a model to its weights', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: new Scale()(new Scale()(x)) })
    const given = tf.tensor([[1, 2]])
    const { grads } = tf.variableGrads(() => tf.sum(model(given) as tf.Tensor) as tf.Scalar)
    expect(Object.values(grads).map(values)).toEqual([
      [1, 2],
      [1, 2],
    ])
  })
})

describe('configs', () => {
  const classes: Record<string, any> = { Dense, Double, Scale, Sum, Shift, Functional, Sequential }
  const deserialize = (form: any): any => {
    if (form.class_name === 'InputLayer') return Input({ ...form.config })._keras_history!.operation
    return classes[form.class_name].from_config(form.config, { deserialize })
  }
  const revive = (model: Model): Model => {
    const config = JSON.parse(JSON.stringify(model.get_config()))
    return (model.constructor as typeof Model).from_config(config, { deserialize })
  }
  const same_answers = (model: Model, twin: Model, input: any): void => {
    twin.set_weights(model.get_weights())
    const outputs = (each: Model): number[][] => [each(input)].flat().map(values)
    tf.tidy(() => expect(outputs(twin)).toEqual(outputs(model)))
  }

  test('173: the config has the operations with their calls, and input_layers and output_layers in the structure of the user', () => {
    const [a, b] = [Input({ shape: [2], name: 'a' }), Input({ shape: [2], name: 'b' })]
    const shift = new Shift({ by: 1, name: 'shift' })
    shift(Input({ shape: [9] }))
    const y = shift(a)
    const z = shift(new Sum({ name: 'sum' })(y, b))
    const config = new Model({ inputs: { a, b }, outputs: [[z], y], name: 'm' }).get_config() as any
    expect(Object.keys(config)).toEqual(['name', 'trainable', 'layers', 'input_layers', 'output_layers'])
    expect(config.input_layers).toEqual({ a: ['a', 0, 0], b: ['b', 0, 0] })
    expect(config.output_layers).toEqual([[['shift', 1, 0]], ['shift', 0, 0]])
    const form = config.layers.find((layer: any) => layer.name === 'shift')
    expect(form.class_name).toBe('Shift')
    expect(form.inbound_nodes.map((node: any) => [node.args[0].config.keras_history, node.kwargs])).toEqual([
      [['a', 0, 0], {}],
      [['sum', 0, 0], {}],
    ])
    const tensor = form.inbound_nodes[0].args[0]
    expect(tensor).toEqual({
      class_name: '__keras_tensor__',
      config: { shape: [null, 2], dtype: 'float32', keras_history: ['a', 0, 0] },
    })
  })

  test('173: the calls of a nested model count from zero where it is an argument, from one where it is an output', () => {
    const x = Input({ shape: [2] })
    const inner = new Model({ inputs: x, outputs: new Double()(x), name: 'inner' })
    const y = Input({ shape: [2], name: 'y' })
    const model = new Model({
      inputs: y,
      outputs: [inner(inner(y) as any), new Shift({ by: 1, name: 'shift' })(inner(y) as any)] as any,
    })
    const config = model.get_config() as any
    const shift = config.layers.find((layer: any) => layer.name === 'shift')
    expect(shift.inbound_nodes[0].args[0].config.keras_history).toEqual(['inner', 2, 0])
    expect(config.output_layers[0]).toEqual(['inner', 2, 0])
    same_answers(model, revive(model), [[1, 2]])
  })

  test('an op is saved as Keras saves it: class, module and registered name, the config without the data arguments', () => {
    const x = Input({ shape: [2] })
    const config = new Model({ inputs: x, outputs: multiply(x, 2) }).get_config() as any
    expect(config.layers[1]).toMatchObject({
      module: 'keras.src.ops.numpy',
      class_name: 'Multiply',
      config: { name: 'multiply' },
      registered_name: 'Multiply',
      name: 'multiply',
      inbound_nodes: [{ args: [{ class_name: '__keras_tensor__' }, 2], kwargs: {} }],
    })
  })

  test('174: layers that are shared at several depths come back, whatever the order in the config', () => {
    const x = Input({ shape: [2] })
    const [a, b] = [new Scale({ name: 'a' }), new Scale({ name: 'b' })]
    const model = new Model({ inputs: x, outputs: a(b(a(b(x)))), name: 'm' })
    const twin = revive(model)
    expect(names(twin.layers)).toEqual(names(model.layers))
    expect(twin.name).toBe('m')
    model.set_weights([
      [2, 2],
      [3, 3],
    ])
    same_answers(model, twin, [[1, 2]])
  })

  test('174: calls that wait for one another, and layers that are not there, are a ValueError', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: new Scale({ name: 'a' })(new Scale({ name: 'b' })(x)) })
    const config = model.get_config() as any
    const [, b, a] = config.layers
    const loop = copy(config)
    loop.layers[1].inbound_nodes = copy(a.inbound_nodes)
    loop.layers[1].inbound_nodes[0].args[0].config.keras_history = ['a', 0, 0]
    expect(() => Functional.from_config(loop, { deserialize })).toThrow('Missing node')
    const lost = copy(config)
    lost.layers = [lost.layers[0], a]
    expect(() => Functional.from_config(lost, { deserialize })).toThrow("Missing node: there is no layer 'b'.")
    expect(b.name).toBe('b')
  })

  test('174: calls in the list form of older files are read', () => {
    const x = Input({ shape: [2], name: 'x' })
    const model = new Model({ inputs: x, outputs: new Scale({ name: 'scale' })(x), name: 'm' })
    const config = model.get_config() as any
    config.layers[1].inbound_nodes = [[['x', 0, 0, {}]]]
    config.layers.push({
      class_name: 'Double',
      config: { name: 'double' },
      name: 'double',
      inbound_nodes: [['scale', 0, 0, { training: true }]],
    })
    config.output_layers = [['double', 0, 0]]
    const twin = Functional.from_config(config, { deserialize }) as Model
    tf.tidy(() => expect(values(twin([[1, 2]]))).toEqual([2, 4]))
    expect(twin.get_layer('double')._inbound_nodes[0].arguments.kwargs).toEqual({ training: true })
  })

  test('174: in the list form calls of models inside count from one, and keyword arguments may name tensors', () => {
    const x = Input({ shape: [2], name: 'x' })
    const inner = new Model({ inputs: x, outputs: new Double({ name: 'inside' })(x), name: 'inner' })
    const stack = new Sequential([Input({ shape: [2] }), new Scale({ name: 'deep' })], { name: 'stack' })
    const model = new Model({ inputs: x, outputs: new Sum({ name: 'sum' })(inner(x) as any, stack(x) as any), name: 'm' })
    const config = copy(model.get_config()) as any
    for (const layer of config.layers) if (layer.inbound_nodes.length > 0) layer.inbound_nodes = [[['x', 0, 0, {}]]]
    config.layers.at(-1).inbound_nodes = [[['inner', 1, 0, { b: ['stack', 1, 0] }]]]
    const twin = Functional.from_config(config, { deserialize }) as Model
    same_answers(model, twin, [[1, 2]])
    config.output_layers = [['stack', 1, 0]]
    expect(Functional.from_config(config, { deserialize }).output_names).toEqual(['stack'])
  })

  test('161: the structure of inputs and outputs is the same after a reload', () => {
    const [a, b] = [Input({ shape: [2], name: 'a' }), Input({ shape: [2], name: 'b' })]
    const model = new Model({ inputs: { a, b }, outputs: { out: [new Scale()(a), b] } })
    const twin = revive(model)
    expect(Object.keys(twin.input)).toEqual(['a', 'b'])
    expect(twin.output.out.length).toBe(2)
  })
})

describe('the class Model', () => {
  test('175: layers cannot be set, and get_layer takes a name or an index', () => {
    const x = Input({ shape: [2] })
    const scale = new Scale()
    const model = new Model({ inputs: x, outputs: scale(x) })
    expect(() => {
      model.layers = []
    }).toThrow(AttributeError)
    expect(() => {
      new Sequential().layers = []
    }).toThrow('`Model.layers` attribute is reserved and should not be used.')
    expect(model.get_layer('scale')).toBe(scale)
    expect(model.get_layer({ index: 1 })).toBe(scale)
    expect(() => model.get_layer({ name: 'scale', index: 1 })).toThrow(
      'Provide only a layer name or a layer index. Received: index=1, name=scale.',
    )
    expect(() => model.get_layer()).toThrow('Provide either a layer name or layer index at `get_layer`.')
    expect(() => model.get_layer('other')).toThrow("No such layer: other. Existing layers are: ['input_layer', 'scale'].")
    expect(() => model.get_layer({ index: 2 })).toThrow('Was asked to retrieve layer at index 2 but model only has 2 layers.')
  })

  test('176: inputs and outputs, by position or by name, make a Functional; a subclass keeps its class', () => {
    const x = Input({ shape: [2] })
    const y = new Double()(x)
    for (const model of [new Model(x, y), new Model({ inputs: x, outputs: y }), new Model(x, y, { name: 'own' })]) {
      expect(model.constructor).toBe(Functional)
      expect(model).toBeInstanceOf(Functional)
      expect(model).toBeInstanceOf(Model)
    }
    expect(new Model(x, y, { name: 'own' }).name).toBe('own')
    class Special extends Model {
      static override class_name = 'Special'
      declare extra: number
      constructor(config: object) {
        super(config)
        this.extra = 3
      }
    }
    const special = new Special({ inputs: x, outputs: y })
    expect([special.constructor, special.extra, special.name]).toEqual([Special, 3, 'special'])
    expect(special).toBeInstanceOf(Functional)
    tf.tidy(() => expect(values(special([[1, 2]]))).toEqual([2, 4]))
    expect(new Pair()).not.toBeInstanceOf(Functional)
    expect(new Sequential()).not.toBeInstanceOf(Functional)
  })

  test('31: a functional model takes further layers after it is built; their weights come last', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: new Scale()(x) }) as Model & { extra: Layer }
    model.extra = new Scale({ name: 'extra' })
    model.extra.build([2])
    expect(model.weights.map((weight) => weight.path)).toEqual(['scale/scale', 'extra/scale'])
    expect(names(model.layers)).toEqual(['input_layer', 'scale'])
  })

  test('47: a build config that does not fit gives a warning', () => {
    class Picky extends Model {
      static override class_name = 'Picky'
      override build(): void {
        throw new ValueError('no')
      }
    }
    const warnings = warnings_of(() => new Picky().build_from_config({ input_shape: [1, 2] }))
    expect(warnings).toEqual([
      expect.stringContaining("Model 'picky' had a build config, but the model cannot be built automatically"),
    ])
  })

  test('47: a subclassed model without a build of its own is built by a run on symbols', () => {
    class Chain extends Model {
      static override class_name = 'Chain'
      dense = new Dense({ units: 3 })
      last = new Dense({ units: 1 })
      override call(x: tf.Tensor): any {
        return this.last(this.dense(x))
      }
    }
    const model = new Chain()
    model.build_from_config({ input_shape: [null, 2] })
    expect(model.weights.map(({ shape }) => shape)).toEqual([[2, 3], [3], [3, 1], [1]])
    expect(names(model.layers)).toEqual(['dense', 'last'].map((_, i) => (i === 0 ? 'dense' : 'dense_1')))
    tf.tidy(() => expect((model([[1, 2]]) as tf.Tensor).shape).toEqual([1, 1]))
  })

  test('46: the build config of a functional model is an unknown input shape, which builds nothing', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: new Scale()(x) })
    expect(model.get_build_config()).toEqual({ input_shape: null })
    model.build_from_config(model.get_build_config())
    expect(model.weights.length).toBe(1)
  })

  test('186: the state tree nests variables by path in four parts; repeated paths and unknown parts are refused', async () => {
    const x = Input({ shape: [1] })
    const model = new Model({ inputs: x, outputs: new Dense({ units: 1, name: 'd', kernel_initializer: 'ones' })(x) })
    const tree = model.get_state_tree()
    expect(Object.keys(tree)).toEqual([
      'trainable_variables',
      'non_trainable_variables',
      'optimizer_variables',
      'metrics_variables',
    ])
    expect(values(tree.trainable_variables.d.kernel)).toEqual([1])
    expect(await model.get_state_tree({ value_format: 'numpy_array' })).toMatchObject({
      trainable_variables: { d: { kernel: Float32Array.of(1), bias: Float32Array.of(0) } },
    })
    model.set_state_tree({ trainable_variables: { d: { kernel: [[5]] } } })
    expect(values(model.weights[0])).toEqual([5])
    model.set_state_tree(tree)
    expect(values(model.weights[0])).toEqual([1])
    tf.dispose(tree as never)
    expect(() => model.set_state_tree({ other: {} })).toThrow('Unknown variable name: other')
    const twice = new Sequential([new Scale({ name: 'n' })], { name: 's' })
    twice.build([1, 1])
    const pair = new Sequential([new Scale({ name: 'm' })], { name: 's' })
    pair.build([1, 1])
    Object.assign(pair, { extra: twice })
    twice.layers[0].weights[0].path = pair.layers[0].weights[0].path
    expect(() => pair.get_state_tree()).toThrow('The following variable path is found twice in the model')
  })

  test('a model without a graph and without call says so', () => {
    expect(() => new Model()([[1]])).toThrow('Model Model does not have a `call()` method implemented.')
  })

  test('to_json is the serialised model', () => {
    const x = Input({ shape: [2] })
    const text = new Model({ inputs: x, outputs: new Dense({ units: 1 })(x) }).to_json({ indent: 2 })
    expect(text).toContain('\n  "module": "keras.src.models.functional",')
    expect(JSON.parse(text)).toMatchObject({
      class_name: 'Functional',
      registered_name: 'Functional',
      build_config: { input_shape: null },
    })
  })

  test('dispose frees the weights of the graph once', () => {
    const before = tf.memory().numTensors
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: new Dense({ units: 1 })(x) })
    model.dispose()
    model.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
