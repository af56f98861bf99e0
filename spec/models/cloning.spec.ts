import * as tf from '@tensorflow/tfjs-core'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { clone_model } from '../../lib/models/cloning'
import { Functional, Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { Double, fresh_session, ones, Scale, Sum, values } from '../contract/helpers'

fresh_session()

const answers = (model: any, input: any): number[] => tf.tidy(() => values(model(input)))

describe('clone_model', () => {
  test('a functional model has the same layers on new inputs, with weights of its own', () => {
    const x = Input({ shape: [2], name: 'x' })
    const shared = new Dense({ units: 2, name: 'shared' })
    const model = new Model({ inputs: { x }, outputs: [multiply(shared(shared(x)), 2), new Sum()(x, x)], name: 'm' })
    const twin = clone_model(model)
    expect([twin.name, twin.constructor]).toEqual(['m', Functional])
    expect(twin.layers.map((layer: any) => layer.name)).toEqual(model.layers.map((layer) => layer.name))
    expect(twin.weights[0]).not.toBe(model.weights[0])
    twin.set_weights(model.get_weights())
    const [[a], [b]] = [model, twin].map((each) => each({ x: ones(1, 2) })) as tf.Tensor[][]
    expect(values(b)).toEqual(values(a))
  })

  test('a Sequential model is cloned built or waiting, as it is', () => {
    const built = new Sequential([Input({ shape: [2], name: 'x' }), new Dense({ units: 1 })], { name: 's' })
    const twin = clone_model(built)
    expect([twin.name, twin.built, twin.input_shape, twin._stack[0].name]).toEqual(['s', true, [null, 2], 'x'])
    twin.set_weights(built.get_weights())
    expect(answers(twin, [[1, 2]])).toEqual(answers(built, [[1, 2]]))
    expect(clone_model(new Sequential([new Dense({ units: 1 })])).built).toBe(false)
  })

  test('input_tensors take the place of the inputs', () => {
    const x = Input({ shape: [2] })
    const model = new Model({ inputs: x, outputs: new Double()(x) })
    const y = Input({ shape: [5] })
    expect(clone_model(model, { input_tensors: y }).input).toBe(y)
    expect(clone_model(new Sequential([new Double()]), { input_tensors: y }).input_shape).toEqual([null, 5])
    expect(() => clone_model(model, { input_tensors: 3 })).toThrow('All entries in `input_tensors` must be KerasTensors.')
    expect(() => clone_model(model, { input_tensors: [y, y] })).toThrow(
      '`input_tensors` must have the same structure as model.input',
    )
    expect(() => clone_model(new Sequential([new Double()]), { input_tensors: [y, y] })).toThrow('must contain a single tensor')
  })

  test('clone_function makes the layers, once for each; call_function calls them', () => {
    const x = Input({ shape: [2] })
    const scale = new Scale()
    const model = new Model({ inputs: x, outputs: add(scale(scale(x)), 1) })
    const seen: string[] = []
    const twin = clone_model(model, {
      clone_function: (layer) => {
        seen.push(layer.name)
        return layer
      },
      call_function: (layer, ...args) => new Double()(layer(...args)),
    })
    expect(seen).toEqual(['scale'])
    expect(twin.weights).toEqual(model.weights)
    expect(answers(twin, [[1, 2]])).toEqual([5, 9])
  })

  test('models inside are cloned whole, or layer by layer with recursive', () => {
    const inner = new Sequential([Input({ shape: [2] }), new Scale()], { name: 'inner' })
    const x = Input({ shape: [2] })
    const functional = new Model({ inputs: x, outputs: multiply(inner(x), 2), name: 'functional_inner' })
    const model = new Sequential([Input({ shape: [2] }), functional])
    for (const recursive of [false, true]) {
      const seen: string[] = []
      const twin = clone_model(model, {
        recursive,
        clone_function: recursive
          ? (layer) => {
              seen.push(layer.name)
              return layer.constructor.from_config(layer.get_config())
            }
          : null,
      })
      expect(twin.weights.length).toBe(1)
      expect(twin.weights[0]).not.toBe(model.weights[0])
      expect(answers(twin, [[1, 2]])).toEqual([2, 4])
      expect(seen).toEqual(recursive ? ['scale'] : [])
    }
  })

  test('options that a kind of model does not allow are refused', () => {
    class Own extends Model {
      static override class_name = 'Own'
    }
    const identity = (layer: unknown): unknown => layer
    expect(() => clone_model(new Sequential([new Double()]), { call_function: identity })).toThrow(
      '`call_function` argument is not supported with Sequential models.',
    )
    expect(() => clone_model(new Own(), { clone_function: identity })).toThrow(
      'Arguments `clone_function` and `input_tensors` are only supported for Sequential models or Functional models.',
    )
    expect(() => clone_model(new Own(), { call_function: identity })).toThrow(
      'Argument `call_function` is only supported for Functional models.',
    )
    expect(clone_model(new Own({ name: 'own' })).name).toBe('own')
  })
})
