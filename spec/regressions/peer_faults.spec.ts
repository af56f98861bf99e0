import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import { hard_sigmoid } from '../../lib/activations/activations'
import { clear_session } from '../../lib/common/state'
import { ELU } from '../../lib/layers/activations/elu'
import { Conv1D } from '../../lib/layers/convolutional/conv1d'
import { Conv2D } from '../../lib/layers/convolutional/conv2d'
import { Conv3DTranspose } from '../../lib/layers/convolutional/conv3d_transpose'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Masking } from '../../lib/layers/core/masking'
import { Layer, type LayerConfig, required } from '../../lib/layers/layer'
import { BatchNormalization } from '../../lib/layers/normalization/batch_normalization'
import { Dropout } from '../../lib/layers/regularization/dropout'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { RootMeanSquaredError } from '../../lib/metrics/regression'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { Adam } from '../../lib/optimizers/adam'
import { SGD } from '../../lib/optimizers/sgd'
import { L2 } from '../../lib/regularizers/regularizers'
import { serialize_keras_object } from '../../lib/saving/serialize'
import { Variable } from '../../lib/variables/variable'

const silent = { verbose: 0, shuffle: false } as const
const sgd = (learning_rate: number): SGD => new SGD({ learning_rate })

/** A number or nested numbers, each about as precise as float32 is. */
function expect_close(got: unknown, wanted: unknown): void {
  const flat = (value: unknown): number[] =>
    typeof value === 'number'
      ? [value]
      : ArrayBuffer.isView(value)
        ? Array.from(value as never)
        : (value as unknown[]).flatMap(flat)
  const [a, b] = [flat(got), flat(wanted)]
  expect(a).toHaveLength(b.length)
  for (const [i, value] of b.entries()) expect(Math.abs(a[i]! - value)).toBeLessThanOrEqual(1e-6 + 1e-5 * Math.abs(value))
}

const values_of = (weights: Tensor[]): unknown[] => weights.map((weight) => weight.arraySync())

beforeEach(() => clear_session())

describe('weights', () => {
  test('fit applies the constraint of a kernel after each step', async () => {
    const layer = new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones', kernel_constraint: 'non_neg' })
    const model = new Sequential([Input({ shape: [1] }), layer])
    model.compile({ optimizer: sgd(0.1), loss: 'mean_squared_error' })
    const { history } = await model.fit([[1]], [[-4]], { ...silent, epochs: 3 })
    expect_close(history.loss, [25, 16, 16])
    expect_close(values_of(model.weights), [0])
  })

  test('layers that a custom layer holds give it their weights and are trained', async () => {
    class Block extends Layer {
      static override class_name = 'Block'
      declare inner: Dense
      declare others: Dense[]
      constructor(config: LayerConfig = {}) {
        super(config)
        this.inner = new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones' })
        this.others = [new Dense({ units: 1, kernel_initializer: 'ones' })]
      }
      override call(x: Tensor): Tensor {
        return this.others[0]!(this.inner(x))
      }
    }
    const model = new Sequential([Input({ shape: [1] }), new Block()])
    expect(model.weights).toHaveLength(3)
    expect(model.count_params()).toBe(3)
    model.compile({ optimizer: sgd(0.1), loss: 'mean_squared_error' })
    await model.fit([[1]], [[0]], silent)
    expect_close(values_of(model.weights), [0.8, 0.8, -0.2])
  })

  test('the groups of a convolution are in the shape of its kernel, its result and its gradients', async () => {
    const layer = new Conv2D({ filters: 2, kernel_size: 1, groups: 2, use_bias: false })
    const model = new Sequential([Input({ shape: [1, 1, 2] }), layer])
    expect(layer.weights[0]!.shape).toEqual([1, 1, 1, 2])
    layer.set_weights([[[[[2, 3]]]]])
    const x = [[[[1, 10]]]]
    expect_close(await model.predict(x, { verbose: 0, as: 'array' }), [2, 30])
    model.compile({ optimizer: sgd(0.01), loss: 'mean_squared_error' })
    await model.fit(x, [[[[0, 0]]]], silent)
    expect_close(values_of(model.weights), [1.98, 0])
  })
})

describe('normalisation, dropout and activations', () => {
  test('a batch normalisation without scale trains its offset', async () => {
    const model = new Sequential([Input({ shape: [1] }), new BatchNormalization({ scale: false })])
    model.compile({ optimizer: sgd(0.1), loss: 'mean_squared_error' })
    await model.fit([[1], [3]], [[1], [1]], silent)
    expect_close(values_of(model.weights), [0.2, 0.02, 1])
  })

  test('a batch normalisation without offset trains its scale', async () => {
    const model = new Sequential([Input({ shape: [1] }), new BatchNormalization({ center: false })])
    model.compile({ optimizer: sgd(0.1), loss: 'mean_squared_error' })
    await model.fit([[1], [3]], [[0], [0]], silent)
    expect_close(values_of(model.weights), [1 - 0.2 / 1.001, 0.02, 1])
  })

  test('a batch normalisation with neither passes gradients on', async () => {
    const model = new Sequential([
      Input({ shape: [1] }),
      new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones' }),
      new BatchNormalization({ scale: false, center: false, epsilon: 1 }),
    ])
    model.compile({ optimizer: sgd(1), loss: 'mean_squared_error' })
    const { history } = await model.fit([[1], [3]], [[0], [0]], silent)
    expect_close(history.loss, [0.5])
    expect_close(values_of(model.weights), [0.5, 0.02, 1])
  })

  test('a seeded Dropout draws another mask each step, and the same masks again in another layer of that seed', () => {
    const x = tensor(new Array(64).fill(1), [1, 64])
    const draw = (): number[][] => {
      const layer = new Dropout({ rate: 0.5, seed: 7 })
      const results = [0, 1, 2].map(() => layer(x, { training: true }) as Tensor)
      const values = results.map((result) => Array.from(result.dataSync()))
      for (const result of results) result.dispose()
      layer.dispose()
      return values
    }
    const [first, second] = [draw(), draw()]
    x.dispose()
    expect(new Set(first.map(String)).size).toBe(3)
    expect(new Set(first.flat())).toEqual(new Set([0, 2]))
    expect(second).toEqual(first)
  })

  test('the hard sigmoid has slope 1 / 6', () => {
    const y = hard_sigmoid([-4, -2, 0, 1, 4])
    expect_close(y.arraySync(), [0, 1 / 6, 0.5, 2 / 3, 1])
    y.dispose()
  })

  test('an ELU may have another slope than 1', () => {
    const y = new ELU({ alpha: 2 })([[-1, 3]]) as Tensor
    expect_close(y.arraySync(), [2 * (Math.exp(-1) - 1), 3])
    y.dispose()
  })
})

describe('losses and metrics', () => {
  function two_outputs(): Model {
    const input = Input({ shape: [1] })
    const dense = (name: string): Dense => new Dense({ units: 1, use_bias: false, kernel_initializer: 'zeros', name })
    return new Model({ inputs: input, outputs: [dense('a')(input), dense('b')(input)] })
  }

  test('the values of several outputs go with their names in fit, validation and evaluate', async () => {
    const model = two_outputs()
    model.compile({ optimizer: sgd(0), loss: ['mean_squared_error', 'mean_squared_error'], metrics: [['mae'], ['mae']] })
    const x = tensor([[1], [1]])
    const y = [tensor([[1], [1]]), tensor([[3], [3]])]
    const { history } = await model.fit(x, y, { ...silent, validation_data: [x, y] })
    const wanted = { loss: 10, a_loss: 1, b_loss: 9, a_mae: 1, b_mae: 3 }
    const flat = Object.fromEntries(Object.entries(history).map(([name, [value]]) => [name, value]))
    expect(flat).toEqual({
      ...wanted,
      ...Object.fromEntries(Object.entries(wanted).map(([name, value]) => [`val_${name}`, value])),
    })
    expect(await model.evaluate(x, y, { verbose: 0, return_dict: true })).toEqual(wanted)
    for (const part of [x, ...y]) part.dispose()
  })

  test('evaluate of several outputs without metrics gives the total and then each loss', async () => {
    const model = two_outputs()
    model.compile({ optimizer: sgd(0), loss: 'mean_squared_error' })
    const x = tensor([[1], [1]])
    const y = [tensor([[1], [1]]), tensor([[3], [3]])]
    expect(model.metrics_names).toEqual(['loss'])
    expect(await model.evaluate(x, y, { verbose: 0 })).toEqual([10, 1, 9])
    expect(model.metrics_names).toEqual(['loss', 'a_loss', 'b_loss'])
    for (const part of [x, ...y]) part.dispose()
  })

  test('the losses of regularizers are in the loss of fit, of validation and of evaluate', async () => {
    const layer = new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones', kernel_regularizer: new L2({ l2: 2 }) })
    const model = new Sequential([Input({ shape: [1] }), layer])
    model.compile({ optimizer: sgd(0), loss: 'mean_squared_error', metrics: ['mse'] })
    const { history } = await model.fit([[1]], [[1]], { ...silent, validation_data: [[[1]], [[1]]] })
    expect(history).toEqual({ loss: [2], mse: [0], val_loss: [2], val_mse: [0] })
    expect(await model.evaluate([[1]], [[1]], { verbose: 0 })).toEqual([2, 0])
    expect(await model.test_on_batch([[1]], [[1]])).toEqual([2, 0])
  })

  test('masked steps count neither in the loss nor in weighted metrics', async () => {
    const layer = new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones' })
    const model = new Sequential([Input({ shape: [3, 1] }), new Masking(), layer])
    model.compile({ optimizer: sgd(0), loss: 'mean_squared_error', weighted_metrics: ['mse'] })
    const x = [[[1], [2], [0]]]
    const y = [[[0], [0], [5]]]
    expect_close(await model.evaluate(x, y, { verbose: 0, sample_weight: [[1, 1, 1]] }), [2.5, 2.5])
    expect_close(await model.evaluate(x, y, { verbose: 0, sample_weight: [[2, 1, 7]] }), [3, 2])
    const [loss] = (await model.evaluate(x, y, { verbose: 0 })) as number[]
    expect_close(loss, 2.5)
  })

  test('metrics are those of all samples, not means over batches', async () => {
    const layer = new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones' })
    const model = new Sequential([Input({ shape: [1] }), layer])
    const metrics = [new RootMeanSquaredError({ name: 'rmse' }), 'binary_accuracy']
    model.compile({ optimizer: sgd(0), loss: 'mean_squared_error', metrics })
    const logs = await model.evaluate([[1], [1], [1]], [[0], [0], [3]], { batch_size: 2, verbose: 0, return_dict: true })
    expect_close([logs.loss, logs.rmse, logs.binary_accuracy], [2, Math.SQRT2, 0])
    const accuracy = await model.evaluate([[1], [1], [1]], [[1], [0], [1]], { batch_size: 2, verbose: 0, return_dict: true })
    expect_close(accuracy.binary_accuracy, 2 / 3)
  })

  test('a saturated sigmoid keeps its loss and its gradient', async () => {
    const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, use_bias: false, activation: 'sigmoid' })])
    model.set_weights([[[100]]])
    model.compile({ optimizer: sgd(1), loss: 'binary_crossentropy' })
    const { history } = await model.fit([[1]], [[0]], { ...silent, epochs: 2 })
    expect_close(history.loss, [100, 99])
    expect_close(values_of(model.weights), [98])
  })

  test.each([
    ['sparse_categorical_crossentropy', [1]],
    ['categorical_crossentropy', [[0, 1]]],
  ])('a saturated softmax keeps its loss and its gradient in %s', async (loss, y) => {
    const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 2, use_bias: false, activation: 'softmax' })])
    model.set_weights([[[100, 0]]])
    model.compile({ optimizer: sgd(1), loss })
    const { history } = await model.fit([[1]], y, { ...silent, epochs: 2 })
    expect_close(history.loss, [100, 98])
    expect_close(values_of(model.weights), [98, 2])
  })
})

describe('optimizers and gradients', () => {
  test("Adam's epsilon is added to the root before the bias correction", () => {
    const optimizer = new Adam({ learning_rate: 0.1, epsilon: 1e-3 })
    const variable = new Variable(0)
    const gradient = tensor(0.001)
    optimizer.apply([gradient], [variable])
    expect_close(variable.arraySync(), -0.0030653)
    gradient.dispose()
    optimizer.dispose()
    variable.dispose()
  })

  test('dilated convolutions are trained', async () => {
    const layer = new Conv2D({ filters: 1, kernel_size: 2, dilation_rate: 2, use_bias: false, kernel_initializer: 'ones' })
    const model = new Sequential([Input({ shape: [3, 3, 1] }), layer])
    model.compile({ optimizer: sgd(0.1), loss: 'mean_squared_error' })
    const x = [
      [
        [[1], [9], [2]],
        [[9], [9], [9]],
        [[3], [9], [4]],
      ],
    ]
    const { history } = await model.fit(x, [[[[0]]]], silent)
    expect_close(history.loss, [100])
    expect_close(values_of(model.weights), [-1, -3, -5, -7])
  })

  test('a dilated causal convolution of sequences is trained', async () => {
    const options = {
      filters: 1,
      kernel_size: 2,
      dilation_rate: 2,
      padding: 'causal',
      use_bias: false,
      kernel_initializer: 'ones',
    }
    const model = new Sequential([Input({ shape: [3, 1] }), new Conv1D(options as never)])
    const x = [[[1], [2], [3]]]
    expect_close(await model.predict(x, { verbose: 0, as: 'array' }), [1, 2, 4])
    model.compile({ optimizer: sgd(0.1), loss: 'mean_squared_error' })
    await model.fit(x, [[[0], [0], [0]]], silent)
    expect_close(values_of(model.weights), [1 - 0.8 / 3, 1 - 3.4 / 3])
  })

  test('transposed convolutions of volumes are trained', async () => {
    const layer = new Conv3DTranspose({ filters: 1, kernel_size: 2, use_bias: false, kernel_initializer: 'ones' })
    const model = new Sequential([Input({ shape: [1, 1, 1, 1] }), layer])
    model.compile({ optimizer: sgd(0.1), loss: 'mean_squared_error' })
    const target = tensor(new Array(8).fill(0), [1, 2, 2, 2, 1])
    const { history } = await model.fit([[[[[2]]]]], target, silent)
    target.dispose()
    expect_close(history.loss, [4])
    expect_close(values_of(model.weights), new Array(8).fill(0.9))
  })
})

describe('configs', () => {
  interface ModeConfig extends LayerConfig {
    mode: string
    table?: Record<string, number>
  }
  class Mode extends Layer {
    static override class_name = 'Mode'
    static override defaults = { mode: required, table: null }
    static override built_at_init = true
    constructor(config: ModeConfig) {
      super(config)
    }
    override call(x: Tensor): Tensor {
      return x
    }
  }

  test('values and keys of configs stay as they are, and classes are found among the custom objects', () => {
    const table = { someKey_X1: 1, other_key: 2 }
    const model = new Sequential([Input({ shape: [1] }), new Mode({ mode: 'myMode_X1', table, name: 'Odd_Name1' })])
    const form = JSON.parse(JSON.stringify(serialize_keras_object(model)))
    const again = deserialize_keras_object(form, { custom_objects: { Mode } })
    expect(again.layers[0].get_config()).toMatchObject({ mode: 'myMode_X1', table, name: 'Odd_Name1' })
    expect(() => deserialize_keras_object(form)).toThrow('Mode')
  })
})
