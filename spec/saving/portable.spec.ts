import { stringify_json } from '../../lib/formats/json/stringify'
import { MultiHeadAttention } from '../../lib/layers/attention/multi_head_attention'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Model } from '../../lib/models/model'
import { SGD } from '../../lib/optimizers/sgd'
import { portable_config } from '../../lib/saving/portable'
import { serialize_keras_object } from '../../lib/saving/serialize'

const written = (object: unknown): any => portable_config(serialize_keras_object(object))

test('Keys that younger versions of Keras added are left out while they hold their defaults.', () => {
  const { config } = written(new Dense({ units: 2 }))
  expect(config).not.toHaveProperty('quantization_config')
  expect(config.kernel_initializer.config).toEqual({ seed: null })
  expect(config.units).toBe(2)
  const attention = written(new MultiHeadAttention({ num_heads: 1, key_dim: 2 })).config
  expect(attention).not.toHaveProperty('use_gate')
  expect(attention).not.toHaveProperty('sliding_window')
  expect(attention.num_heads).toBe(1)
})

test('Keys with other values than their defaults are written.', () => {
  const form = {
    module: 'keras.layers',
    class_name: 'InputLayer',
    config: { optional: true, ragged: false },
    registered_name: null,
  }
  expect(portable_config(form).config).toEqual({ optional: true })
})

test('The factor of an adapter is left out where it is the rank.', () => {
  const form = (lora_alpha: number): any => ({
    module: 'keras.layers',
    class_name: 'Dense',
    config: { lora_rank: 2, lora_alpha },
    registered_name: null,
  })
  expect(portable_config(form(2)).config).toEqual({ lora_rank: 2 })
  expect(portable_config(form(4)).config).toEqual({ lora_rank: 2, lora_alpha: 4 })
})

test('The config of a class that Keras does not have stays as it is.', () => {
  const form = { module: null, class_name: 'Dense', config: { quantization_config: null }, registered_name: 'mine>Dense' }
  expect(portable_config(form)).toEqual(form)
})

test('The places of one input and one output are lists of one.', () => {
  const x = Input({ shape: [3], name: 'x' })
  const model = new Model({ inputs: x, outputs: new Dense({ units: 1, name: 'd' })(x) })
  const { config } = written(model)
  expect(config.input_layers).toEqual([['x', 0, 0]])
  expect(config.output_layers).toEqual([['d', 0, 0]])
  model.dispose()
})

test('Numbers that Python takes as floats only are written as floats.', () => {
  const optimizer = new SGD({ learning_rate: 1, momentum: 0 })
  const text = stringify_json(written(optimizer))
  expect(text).toContain('"learning_rate": 1.0')
  expect(text).toContain('"momentum": 0.0')
  expect(text).toContain('"ema_momentum": 0.99')
  optimizer.dispose?.()
})
