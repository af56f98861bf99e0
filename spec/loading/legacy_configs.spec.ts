import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import * as tf from '@tensorflow/tfjs-core'
import { ModelFormatError } from '../../lib/common/errors'
import { Budget } from '../../lib/formats/limits'
import { Layer } from '../../lib/layers/layer'
import { clean_legacy_config, is_legacy_config } from '../../lib/loading/legacy/clean_legacy_config'
import { hard_sigmoid_of_keras2 } from '../../lib/loading/legacy/config_values'
import { revive_model } from '../../lib/loading/revive_model'

interface Recorded {
  file: 'v3' | 'legacy'
  keras_version: string
  config: unknown
  weights: string[]
}

const recorded: Record<string, Recorded> = JSON.parse(
  gunzipSync(readFileSync(`${__dirname}/fixtures/legacy_configs.json.gz`)).toString(),
)

function revive(config: unknown, file: 'v3' | 'legacy' = 'legacy', keras_version: string | null = '2.15.0'): any {
  return revive_model(config, { custom_objects: null, budget: new Budget(), compile: true, file, keras_version })
}

const sequential = (...layers: unknown[]): unknown => ({ class_name: 'Sequential', config: { name: 'm', layers } })

test.each(Object.keys(recorded))('The model of %s, written by Keras 2.15, is revived with all its weights.', (name) => {
  const { file, keras_version, config, weights } = recorded[name]!
  const before = tf.memory().numTensors
  const model = revive(config, file, keras_version)
  expect(model.weights.map(({ shape }: { shape: number[] }) => `[${shape.join(', ')}]`).sort()).toEqual(weights)
  model.dispose()
  expect(tf.memory().numTensors).toBe(before)
})

test('A file of tf.keras is known by what only tf.keras writes when its version is not known.', () => {
  expect(is_legacy_config(recorded['lstm.h5']!.config, null)).toBe(true)
  expect(is_legacy_config(recorded['nested.keras']!.config, null)).toBe(true)
  expect(is_legacy_config({ class_name: 'Sequential', config: { layers: [] } }, null)).toBe(false)
  expect(is_legacy_config(recorded['lstm.h5']!.config, '3.15.1')).toBe(false)
})

test('Functions of TensorFlow become ops.', () => {
  const model = revive(recorded['x_ops.h5']!.config)
  expect(model.operations.map((operation: any) => operation.declaration?.class_name ?? 'layer')).toEqual([
    'layer',
    'layer',
    'Add',
    'GetItem',
    'Multiply',
  ])
  model.dispose()
})

test('hard_sigmoid of an old file keeps its slope, and survives being saved.', () => {
  const dense = { class_name: 'Dense', config: { name: 'd', units: 1, activation: 'hard_sigmoid', batch_input_shape: [null, 1] } }
  const model = revive(sequential(dense))
  model.set_weights([[[1]], [0]])
  const values = Array.from(model([[-3], [-1], [0], [1], [3]]).dataSync() as Float32Array)
  expect(values.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0, 0.3, 0.5, 0.7, 1])
  expect(model.layers[0].get_config().activation.registered_name).toBe('keras_tfjs>legacy_hard_sigmoid')
  expect(model.layers[0].activation).toBe(hard_sigmoid_of_keras2())
  model.dispose()
})

test('What a model was compiled with comes back: optimizer, losses and metrics.', () => {
  const model = revive(recorded['multi_io.h5']!.config)
  expect(model.compiled).toBe(true)
  expect(model.optimizer.constructor.class_name).toBe('Adam')
  expect(model.optimizer.amsgrad).toBe(true)
  model.dispose()
})

test('A rate that decays becomes a schedule.', () => {
  const optimizer = { class_name: 'SGD', config: { name: 'SGD', lr: 0.1, decay: 0.01, momentum: 0.9, nesterov: false } }
  const { config } = clean_legacy_config(optimizer) as any
  expect(config.learning_rate.class_name).toBe('InverseTimeDecay')
  expect(config.learning_rate.config).toMatchObject({ initial_learning_rate: 0.1, decay_steps: 1, decay_rate: 0.01 })
  expect(config.momentum).toBe(0.9)
})

test('Old names of classes and keys are read.', () => {
  const clean = (class_name: string, config: object): any => clean_legacy_config({ class_name, config })
  expect(clean('CuDNNGRU', { units: 2 })).toMatchObject({
    class_name: 'GRU',
    config: { units: 2, reset_after: true, recurrent_activation: 'sigmoid' },
  })
  expect(clean('GRU', { units: 2 }).config.reset_after).toBe(false)
  expect(clean('BatchNormalizationV1', { axis: [3] })).toEqual({ class_name: 'BatchNormalization', config: { axis: 3 } })
  expect(clean('LeakyReLU', { alpha: 0.25 }).config).toEqual({ negative_slope: 0.25 })
  expect(clean('ThresholdedReLU', { theta: 1.5 })).toEqual({ class_name: 'ReLU', config: { threshold: 1.5 } })
  expect(clean('LSTM', { units: 1, time_major: false }).config).toEqual({ units: 1 })
  expect(clean('LSTM', { units: 1, time_major: true }).config).toEqual({ units: 1, time_major: true })
  expect(clean('Custom>Adam', { is_legacy_optimizer: false, jit_compile: false }).class_name).toBe('Adam')
  expect(clean('Dense', { units: 1, kernel_size: { class_name: '__tuple__', items: [2, 2] } }).config.kernel_size).toEqual([2, 2])
})

test.each([
  ['tuples that are no list', { class_name: '__tuple__', items: 3 }, 'format'],
  ['types of TensorFlow', { class_name: 'TypeSpec', type_spec: 'tf.RaggedTensorSpec', serialized: [] }, 'unsupported'],
])('Old files with %s are refused.', (_, units, kind) => {
  const dense = { class_name: 'Dense', config: { name: 'd', units, batch_input_shape: [null, 1] } }
  let error: unknown
  try {
    revive(sequential(dense))
  } catch (caught) {
    error = caught
  }
  expect(error).toBeInstanceOf(ModelFormatError)
  expect((error as ModelFormatError).kind).toBe(kind)
})

test('The code of an old Lambda layer is refused, whatever version the file names.', () => {
  const config = { name: 'l', function: ['4wEAAAA=', null, null], function_type: 'lambda', batch_input_shape: [null, 1] }
  expect(() => revive(sequential({ class_name: 'Lambda', config }))).toThrow('unsupported-lambda')
  expect(() => revive(sequential({ class_name: 'Lambda', config }), 'legacy', '3.15.1')).toThrow('unsupported-lambda')
})

test('A class that was registered in a package is found by its bare name in custom_objects.', () => {
  class Twice extends Layer {
    static override class_name = 'Twice'
    override call(x: tf.Tensor): tf.Tensor {
      return tf.mul(x, 2)
    }
  }
  const config = sequential({ class_name: 'Mine>Twice', config: { name: 't', batch_input_shape: [null, 1] } })
  const options = { custom_objects: { Twice }, budget: new Budget(), compile: true, file: 'legacy' as const }
  const model = revive_model(config, { ...options, keras_version: '2.15.0' })
  expect(model.layers[0]).toBeInstanceOf(Twice)
  model.dispose()
})
