import { engine } from '../../lib/backend/engine'
import { Dense } from '../../lib/layers/core/dense'
import { Layer } from '../../lib/layers/layer'
import { deserialize, serialize } from '../../lib/loading/layers'

test('A built layer is written with its build config, and revived built.', () => {
  const layer = new Dense({ units: 2, activation: 'relu', name: 'head' })
  layer.build([null, 3])
  const form = serialize(layer)
  expect(form).toMatchObject({
    module: 'keras.layers',
    class_name: 'Dense',
    registered_name: null,
    config: {
      name: 'head',
      units: 2,
      activation: 'relu',
      kernel_initializer: { module: 'keras.initializers', class_name: 'GlorotUniform' },
    },
    build_config: { input_shape: [null, 3] },
  })
  const revived = deserialize(JSON.parse(JSON.stringify(form)))
  expect(revived.built).toBe(true)
  expect(revived.weights.map((weight) => weight.shape)).toEqual([[3, 2], [2]])
  layer.dispose()
  revived.dispose()
})

test("A subclass of a built-in layer is a user's class: no module, its own name.", () => {
  class Wide extends Dense {
    static override class_name = 'Wide'
  }
  const form = serialize(new Wide({ units: 2 }))
  expect([form.module, form.class_name, form.registered_name]).toEqual([null, 'Wide', 'Wide'])
  expect(() => deserialize(form)).toThrow("Could not locate class 'Wide'")
  expect(deserialize(form, { custom_objects: { Wide } })).toBeInstanceOf(Wide)
})

test('A misspelt class is named with what was probably meant.', () => {
  expect(() => deserialize({ module: 'keras.layers', class_name: 'Dens', config: {} })).toThrow('Did you mean `Dense`?')
})

test('An object that is no layer is refused.', () => {
  const form = { module: 'keras.initializers', class_name: 'Zeros', config: {}, registered_name: null }
  expect(() => deserialize(form)).toThrow('that is not a `keras.layers.Layer`')
})

test('A config that does not fit its class is a TypeError that quotes it.', () => {
  const form = { module: 'keras.layers', class_name: 'Dense', config: { units: 2, unit: 3 }, registered_name: null }
  expect(() => deserialize(form)).toThrow(/'Dense'.*\n*.*'unit': 3/)
})

test('Nothing is left behind when a layer cannot be revived.', () => {
  class Broken extends Layer {
    static override class_name = 'Broken'
    override build(): void {
      this.add_weight({ name: 'w', shape: [2] })
      throw new Error('no')
    }
  }
  const before = engine().state.numTensors
  const form = { class_name: 'Broken', config: {}, registered_name: 'Broken', build_config: { input_shape: [2, 2] } }
  expect(() => deserialize(form, { custom_objects: { Broken } })).toThrow('no')
  expect(engine().state.numTensors).toBe(before)
})
