import { Budget } from '../../lib/formats/limits'
import { LeakyReLU } from '../../lib/layers/activations/leaky_relu'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Add } from '../../lib/layers/merging/add'
import { LSTM } from '../../lib/layers/rnn/lstm'
import { revive_model } from '../../lib/loading/revive_model'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { relu } from '../../lib/ops/nn'
import { legacy_model_config, legacy_training_config } from '../../lib/saving/legacy_config'

function stack(): Sequential {
  return new Sequential(
    [Input({ shape: [5, 3], name: 'x' }), new LSTM({ units: 2, name: 'l' }), new LeakyReLU({ negative_slope: 0.25, name: 'r' })],
    { name: 'm' },
  )
}

test('A stack is written with the class names and keys of Keras 2.', () => {
  const model = stack()
  const form = legacy_model_config(model) as any
  expect(form.class_name).toBe('Sequential')
  expect(form).not.toHaveProperty('module')
  expect(form.config.layers.map((layer: any) => layer.class_name)).toEqual(['InputLayer', 'LSTM', 'LeakyReLU'])
  const [input, lstm, leaky] = form.config.layers.map((layer: any) => layer.config)
  expect(input).toEqual({ batch_input_shape: [null, 5, 3], dtype: 'float32', sparse: false, name: 'x' })
  expect(lstm.dtype).toBe('float32')
  expect(lstm).not.toHaveProperty('seed')
  expect(leaky.alpha).toBe(0.25)
  model.dispose()
})

test('The calls of a graph are lists where that means the same to Keras 2 and 3.', () => {
  const x = Input({ shape: [3], name: 'x' })
  const y = new Dense({ units: 3, name: 'd' })(x)
  const model = new Model({ inputs: x, outputs: new Add({ name: 'a' })([x, y]) })
  const { layers, input_layers } = (legacy_model_config(model) as any).config
  expect(layers.map((layer: any) => [layer.name, layer.inbound_nodes])).toEqual([
    ['x', []],
    ['d', [[['x', 0, 0, {}]]]],
    [
      'a',
      [
        [
          ['x', 0, 0, {}],
          ['d', 0, 0, {}],
        ],
      ],
    ],
  ])
  expect(input_layers).toEqual([['x', 0, 0]])
  model.dispose()
})

test('A graph with ops keeps the calls of Keras 3, and the modules of the ops.', () => {
  const x = Input({ shape: [3], name: 'x' })
  const model = new Model({ inputs: x, outputs: relu(new Dense({ units: 3, name: 'd' })(x)) as never })
  const { layers } = (legacy_model_config(model) as any).config
  expect(layers[1].inbound_nodes[0]).toHaveProperty('args')
  expect(layers[2]).toMatchObject({ module: 'keras.src.ops.nn', class_name: 'Relu' })
  model.dispose()
})

test('Names of losses and metrics are written as objects, optimizers with what they say.', () => {
  const model = stack()
  model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae', 'accuracy'] })
  const config = legacy_training_config(model) as any
  expect(config.loss).toEqual({ class_name: 'MeanSquaredError', config: { reduction: 'sum_over_batch_size' } })
  expect(config.metrics).toEqual([{ class_name: 'MeanAbsoluteError', config: { name: 'mae', dtype: 'float32' } }, 'accuracy'])
  expect(config.optimizer_config.class_name).toBe('Adam')
  for (const key of ['gradient_accumulation_steps', 'weight_decay', 'use_ema', 'ema_momentum']) {
    expect(config.optimizer_config.config).not.toHaveProperty(key)
  }
  model.dispose()
})

test('What is written is revived as the same model.', () => {
  const model = stack()
  model.compile({ optimizer: 'adam', loss: 'mse' })
  const plain = (value: unknown): any => JSON.parse(JSON.stringify(value))
  const config = { ...plain(legacy_model_config(model)), training_config: plain(legacy_training_config(model)) }
  const options = { custom_objects: null, compile: true, file: 'legacy' as const, keras_version: '3.15.1' }
  const twin = revive_model(config, { ...options, budget: new Budget() }) as any
  expect(twin.weights.map(({ path }: any) => path)).toEqual(model.weights.map(({ path }) => path))
  expect(twin.optimizer.constructor.class_name).toBe('Adam')
  expect(twin.layers[1].negative_slope).toBe(0.25)
  for (const each of [model, twin]) each.dispose()
})
