import * as tf from '@tensorflow/tfjs-core'
import { AttributeError, IndexError, NotImplementedError, ValueError } from '../../lib/common/errors'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { InputLayer } from '../../lib/layers/core/input_layer'
import { Layer } from '../../lib/layers/layer'
import { LSTM } from '../../lib/layers/rnn/lstm'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { Double, fresh_session, ones, Probe, Scale, Sum, values } from '../contract/helpers'

fresh_session()

const names = (layers: { name: string }[]): string[] => layers.map(({ name }) => name)

/** Its output shape cannot be told without values. */
class Opaque extends Layer {
  static override class_name = 'Opaque'
  override compute_output_spec(): any {
    throw new NotImplementedError('opaque')
  }
  override call(x: tf.Tensor): any {
    return multiply(x, 3)
  }
}

/** The sum of the values of a dict or list of tensors. */
class Total extends Layer {
  static override class_name = 'Total'
  override call(inputs: tf.Tensor[] | Record<string, tf.Tensor>): any {
    return Object.values(inputs).reduce((a, b) => add(a, b) as tf.Tensor)
  }
}

describe('building', () => {
  test('177: the model waits for an input or its first call; layers hides the input layer', () => {
    const model = new Sequential([new Dense({ units: 3 }), new Dense({ units: 1 })])
    expect([model.built, model.weights.length, names(model.layers)]).toEqual([false, 0, ['dense', 'dense_1']])
    const result = model([[1, 2]]) as tf.Tensor
    expect(result.shape).toEqual([1, 1])
    expect([model.built, model.weights.length, names(model.layers)]).toEqual([true, 4, ['dense', 'dense_1']])
    expect(model.weights[0]!.path).toBe('sequential/dense/kernel')
    result.dispose()
    const growing = new Sequential()
    growing.add(Input({ shape: [2] }))
    expect(growing.built).toBe(false)
    growing.add(new Dense({ units: 3 }))
    expect([growing.built, growing.weights.length]).toEqual([true, 2])
    growing.add(new Dense({ units: 1 }))
    expect([growing.output_shape, growing.weights.length]).toEqual([[null, 1], 4])
    expect(growing.layers[0]._inbound_nodes.length).toBe(1)
  })

  test('177: pop takes the last layer away and rebuilds the model', () => {
    const last = new Dense({ units: 1 })
    const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 3 }), last])
    expect(model.pop()).toBe(last)
    expect([model.built, model.output_shape, model.weights.length]).toEqual([true, [null, 3], 2])
    tf.tidy(() => expect((model([[1, 2]]) as tf.Tensor).shape).toEqual([1, 3]))
    model.add(new Scale())
    expect(model.output_shape).toEqual([null, 3])
    model.pop()
    model.pop()
    expect([model.built, names(model.layers)]).toEqual([false, []])
    expect(() => new Sequential().pop()).toThrow(IndexError)
  })

  test('178: an Input tensor, an InputLayer, or the stored input shape of the first layer settles the input', () => {
    for (const first of [[Input({ shape: [2] })], [new InputLayer({ shape: [2] })], []]) {
      const model = new Sequential([...first, new Dense({ units: 1, input_shape: [2] })])
      expect(model.input_shape).toEqual([null, 2])
    }
    expect(new Sequential([new Dense({ units: 1, input_dim: 4 })]).input_shape).toEqual([null, 4])
    expect(new Sequential([new Dense({ units: 2, batch_input_shape: [5, 3] })]).output_shape).toEqual([5, 2])
    const later = new Sequential([Input({ shape: [2] }), new Dense({ units: 3 }), new Dense({ units: 1, input_shape: [9] })])
    expect(later.input_shape).toEqual([null, 2])
  })

  test('178: a second input, a name that is taken, what is no layer, and no layers at all are refused', () => {
    const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1, name: 'same' })])
    expect(() => model.add(Input({ shape: [3] }))).toThrow(
      "Sequential model 'sequential' has already been configured to use input shape (None, 2). You cannot add a different Input layer to it.",
    )
    expect(() => model.add(new Dense({ units: 1, name: 'same' }))).toThrow(
      "Name 'same' is already the name of a layer in this model.",
    )
    expect(() => model.add(5 as never)).toThrow(
      "Only instances of `keras.Layer` can be added to a Sequential model. Received: 5 (of type <class 'int'>)",
    )
    expect(() => model.add(new Double()(Input({ shape: [2] })))).toThrow('Only instances of `keras.Layer`')
    expect(() => new Sequential().build([null, 2])).toThrow('cannot be built because it has no layers. Call `model.add(layer)`.')
    expect(() => new Sequential()([[1]])).toThrow('because it has no layers')
  })

  test('179: a functional model or a built Sequential as first layer supplies the input shape', () => {
    const x = Input({ shape: [2] })
    const functional = new Model({ inputs: x, outputs: new Double()(x) })
    expect(new Sequential([functional, new Dense({ units: 1 })]).input_shape).toEqual([null, 2])
    const inner = new Sequential([Input({ shape: [3] }), new Dense({ units: 4 })])
    expect(new Sequential([inner, new Dense({ units: 1 })]).input_shape).toEqual([null, 3])
    expect(new Sequential([new Sequential([new Dense({ units: 1 })])]).built).toBe(false)
  })

  test('180: build takes the shape of the input and no other; what is not one shape does nothing', () => {
    const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })])
    model.build([null, 2])
    expect(model.weights.length).toBe(2)
    expect(() => model.build([null, 3])).toThrow(
      'has already been configured to use input shape (None, 2). You cannot build it with input_shape (None, 3)',
    )
    const deferred = new Sequential([new Dense({ units: 1 })])
    deferred.build([[null, 2]] as never)
    expect(deferred.weights).toEqual([])
  })

  test('181: layers whose call takes no input, or cannot do with one, are refused', () => {
    class Two extends Sum {
      static override class_name = 'Two'
      override call(a: tf.Tensor, b: tf.Tensor): any {
        return add(a, b)
      }
    }
    const text =
      'Layers added to a Sequential model can only have a single positional argument, the input tensor. Layer Two has multiple positional arguments'
    expect(() => new Sequential([Input({ shape: [2] }), new Two()])).toThrow(text)
    class None extends Layer {
      static override class_name = 'None'
      static override call_arguments = []
    }
    expect(() => new Sequential([Input({ shape: [2] }), new None()])).toThrow('Layer None has no positional arguments')
    expect(new Sequential([Input({ shape: [2] }), new Sum()]).built).toBe(true)
  })

  test('181: what a call with the input alone fails of is told, as the cause too', () => {
    const broken = new Error('there is no such thing')
    class Broken extends Sum {
      static override class_name = 'Broken'
      override call(): any {
        throw broken
      }
    }
    let caught: any
    try {
      new Sequential([Input({ shape: [2] }), new Broken()])
    } catch (error) {
      caught = error
    }
    expect(caught).toBeInstanceOf(ValueError)
    expect(caught.message).toContain("Layer Broken has multiple positional arguments: ['a', 'b']")
    expect(caught.message).toContain('there is no such thing')
    expect(caught.cause.message).toContain('there is no such thing')
    expect(caught.cause.stack).toBe(broken.stack)
  })

  test('181: an input that does not fit a layer is what is wrong, though the layer takes more arguments', () => {
    expect(() => new Sequential([Input({ shape: [3] }), new LSTM({ units: 2 })])).toThrow(
      /^Input 0 with name 'None' of layer 'lstm' is incompatible with the layer: expected ndim=3, found ndim=2. Full shape received: \(None, 3\)$/,
    )
  })

  test('182: a layer that cannot tell its shape leaves the model without a graph; it runs layer by layer', () => {
    const model = new Sequential([Input({ shape: [2] }), new Opaque(), new Double()])
    expect(() => model.outputs).toThrow(AttributeError)
    tf.tidy(() => expect(values(model([[1, 2]]))).toEqual([6, 12]))
  })

  test('182: dict and list inputs run layer by layer', () => {
    const model = new Sequential([new Total(), new Double()])
    tf.tidy(() => expect(values(model({ a: ones(1, 2), b: ones(1, 2) }))).toEqual([4, 4]))
    tf.tidy(() => expect(values(model([ones(1, 2), ones(1, 2), ones(1, 2)]))).toEqual([6, 6]))
    expect(() => model.input_shape).toThrow(AttributeError)
  })

  test('183: inputs, outputs and their shapes are an AttributeError until the model is built', () => {
    const model = new Sequential([new Dense({ units: 1 })])
    expect(() => model.inputs).toThrow("Sequential model 'sequential' has no defined inputs yet.")
    expect(() => model.outputs).toThrow("Sequential model 'sequential' has no defined outputs yet.")
    expect(() => model.input_shape).toThrow("Sequential model 'sequential' has no defined input shape yet.")
    expect(() => model.output_shape).toThrow("Sequential model 'sequential' has no defined output shape yet.")
    expect(() => model.input).toThrow('The layer sequential has never been called and thus has no defined input.')
    for (const name of ['inputs', 'outputs', 'input_shape', 'output_shape', 'input', 'output'] as const) {
      expect(() => model[name]).toThrow(AttributeError)
    }
    tf.dispose(model([[1, 2, 3]]) as tf.Tensor)
    expect([model.input_shape, model.output_shape]).toEqual([
      [1, 3],
      [1, 1],
    ])
    expect(model.input).toBeInstanceOf(KerasTensor)
    tf.dispose(model(ones(4, 3)) as tf.Tensor)
  })

  test('31: a built Sequential takes further layers', () => {
    const model = new Sequential([Input({ shape: [2] }), new Scale()])
    tf.dispose(model([[1, 2]]) as tf.Tensor)
    model.add(new Dense({ units: 3 }))
    tf.tidy(() => expect((model([[1, 2]]) as tf.Tensor).shape).toEqual([1, 3]))
    expect(model.weights.length).toBe(3)
  })
})

describe('calls', () => {
  test('185: training passes to the layers, with a graph and without; shapes are known before the model is built', () => {
    for (const extra of [[], [new Opaque()]]) {
      const probe = new Probe()
      const model = new Sequential([probe, ...extra])
      for (const training of [true, false]) {
        tf.dispose(model(ones(1, 2), { training }) as tf.Tensor)
        expect(probe.seen.at(-1)).toBe(training)
      }
      tf.dispose(model(ones(1, 2)) as tf.Tensor)
      expect(probe.seen.at(-1)).toBeNull()
    }
    const unbuilt = new Sequential([new Dense({ units: 3 }), new Dense({ units: 1 })])
    expect(unbuilt.compute_output_shape([7, 2])).toEqual([7, 1])
    expect(unbuilt.built).toBe(false)
  })

  test('92: a mask passes from layer to layer where there is no graph', () => {
    const probes = [new Probe(), new Probe()]
    for (const probe of probes) probe.supports_masking = true
    const model = new Sequential([new Opaque({ name: 'opaque' }), ...probes])
    model.layers[0].supports_masking = true
    const mask = tf.tensor([[1, 0]], undefined, 'bool')
    tf.dispose(model(ones(1, 2), { mask }) as tf.Tensor)
    expect(probes.map((probe) => probe.masks.at(-1))).toEqual([
      [1, 0],
      [1, 0],
    ])
    mask.dispose()
  })

  test('a call leaves only its result behind', () => {
    for (const model of [
      new Sequential([Input({ shape: [2] }), new Dense({ units: 3 })]),
      new Sequential([Input({ shape: [2] }), new Opaque()]),
    ]) {
      const before = tf.memory().numTensors
      tf.dispose(model([[1, 2]]) as tf.Tensor)
      expect(tf.memory().numTensors).toBe(before)
    }
  })

  test('a Sequential inside a model that is first called on symbols is built there', () => {
    class Outer extends Model {
      static override class_name = 'Outer'
      inner = new Sequential([new Dense({ units: 3 }), new Dense({ units: 1 })])
      override call(x: tf.Tensor): any {
        return this.inner(x)
      }
    }
    const outer = new Outer()
    expect((outer(Input({ shape: [2] })) as unknown as KerasTensor).shape).toEqual([null, 1])
    expect(outer.weights.map(({ shape }) => shape)).toEqual([[2, 3], [3], [3, 1], [1]])
    expect(outer.inner.input_shape).toEqual([null, 2])
    tf.tidy(() => expect((outer([[1, 2]]) as tf.Tensor).shape).toEqual([1, 1]))
  })
})

describe('configs', () => {
  const classes: Record<string, any> = { Dense, InputLayer, Scale, Sequential }
  const deserialize = (form: any): any => classes[form.class_name].from_config(form.config, { deserialize })
  const revive = (model: Sequential): Sequential =>
    Sequential.from_config(JSON.parse(JSON.stringify(model.get_config())), { deserialize })

  test('184: the config has the layers with the input layer, and the input shape once the model is built', () => {
    const model = new Sequential([Input({ shape: [2], name: 'x' }), new Dense({ units: 1 })], { name: 's', trainable: true })
    const config = model.get_config() as any
    expect(Object.keys(config)).toEqual(['name', 'trainable', 'dtype', 'layers', 'build_input_shape'])
    expect(config).toMatchObject({ name: 's', trainable: true, build_input_shape: [null, 2] })
    expect(config.layers.map((layer: any) => layer.class_name)).toEqual(['InputLayer', 'Dense'])
    const twin = revive(model)
    expect([twin.name, twin.built, names(twin.layers)]).toEqual(['s', true, ['dense']])
    expect(new Sequential([new Dense({ units: 1 })]).get_config()).not.toHaveProperty('build_input_shape')
  })

  test('184: a model that waits comes back waiting, one without an input layer comes back built when it was', () => {
    const twin = revive(new Sequential([new Dense({ units: 1 })]))
    expect([twin.built, names(twin.layers)]).toEqual([false, ['dense']])
    const model = new Sequential([new Dense({ units: 1 })])
    model.build([null, 3])
    expect(revive(model).input_shape).toEqual([null, 3])
  })

  test('184: a config without a name is a ValueError; a bare list of layers, as old files have it, is read', () => {
    const config = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]).get_config() as any
    const { name, ...rest } = config
    expect(name).toBe('sequential')
    expect(() => Sequential.from_config(rest, { deserialize })).toThrow(ValueError)
    expect(Sequential.from_config(config.layers, { deserialize }).output_shape).toEqual([null, 1])
  })

  test('a Sequential inside a Sequential comes back', () => {
    const inner = new Sequential([Input({ shape: [2] }), new Scale()])
    const model = new Sequential([Input({ shape: [2] }), inner, new Dense({ units: 1 })])
    const twin = revive(model)
    twin.set_weights(model.get_weights())
    tf.tidy(() => expect(values(twin([[1, 2]]))).toEqual(values(model([[1, 2]]))))
  })
})
