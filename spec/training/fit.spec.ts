import { getBackend, memory, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { kernel_counter } from '../../lib/backend/kernels/kernel_counter'
import { set_random_seed } from '../../lib/common/default_seed'
import { NonNeg } from '../../lib/constraints/constraints'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Masking } from '../../lib/layers/core/masking'
import { MeanSquaredError } from '../../lib/losses/regression'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { mean, square } from '../../lib/ops/numpy'
import { Adam } from '../../lib/optimizers/adam'
import { SGD } from '../../lib/optimizers/sgd'
import { L2 } from '../../lib/regularizers/regularizers'

const quiet = { verbose: 0 }

/** One weight of value `start` without bias: `y = w x`. */
function line(start: number, config: object = {}): Sequential {
  const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, use_bias: false, ...config })] as never)
  const weight = tensor([[start]])
  model.set_weights([weight])
  weight.dispose()
  return model
}

function weight_of(model: Model): number {
  return model.weights[0]!.dataSync()[0]!
}

describe('fit', () => {
  it('does the steps of gradient descent and reports the loss of each epoch', async () => {
    const model = line(0)
    model.compile({ optimizer: new SGD({ learning_rate: 0.25 }), loss: 'mse' })
    const history = await model.fit([[1], [1]], [[2], [2]], { epochs: 3, ...quiet })
    expect(history.history.loss).toEqual([4, 1, 0.25])
    expect(history.epoch).toEqual([0, 1, 2])
    expect(weight_of(model)).toBe(1.75)
    model.dispose()
  })

  it('weighs the last small batch by its size', async () => {
    const model = line(1)
    model.compile({ optimizer: new SGD({ learning_rate: 0 }), loss: 'mse', metrics: ['mae'] })
    const x = [[1], [1], [1]]
    const y = [[1], [1], [4]]
    const { history } = await model.fit(x, y, { batch_size: 2, shuffle: false, ...quiet })
    expect(history).toEqual({ loss: [3], mae: [1] })
    model.dispose()
  })

  it('reports regularization in training, evaluation and validation alike', async () => {
    const model = line(2, { kernel_regularizer: new L2({ l2: 0.5 }) })
    model.compile({ optimizer: new SGD({ learning_rate: 0 }), loss: 'mse' })
    const { history } = await model.fit([[1]], [[2]], { validation_data: [[[1]], [[2]]], ...quiet })
    expect(history).toEqual({ loss: [2], val_loss: [2] })
    expect(await model.evaluate([[1]], [[2]], quiet)).toBe(2)
    model.dispose()
  })

  it('applies constraints', async () => {
    const model = line(0.5, { kernel_constraint: new NonNeg() })
    model.compile({ optimizer: new SGD({ learning_rate: 1 }), loss: 'mse' })
    await model.fit([[1]], [[-3]], quiet)
    expect(weight_of(model)).toBe(0)
    model.dispose()
  })

  it('lets masks reach the loss and weighted metrics', async () => {
    const input = Input({ shape: [2, 1] })
    const hidden = new Masking({ mask_value: 0 })(input as never)
    const output = new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones' })(hidden)
    const model = new Model({ inputs: input, outputs: output })
    model.compile({ optimizer: 'sgd', loss: 'mse', weighted_metrics: ['mae'] })
    const weights = [[1, 1]]
    const logs = await model.evaluate([[[3], [0]]], [[[1], [9]]], { sample_weight: weights, return_dict: true, ...quiet })
    expect(logs.loss).toBeCloseTo(4, 4)
    expect(logs.mae).toBeCloseTo(2, 4)
    model.dispose()
  })

  it('takes weights of samples and of classes', async () => {
    const model = line(1)
    model.compile({ optimizer: new SGD({ learning_rate: 0 }), loss: 'mse', metrics: ['mae'], weighted_metrics: ['mae'] })
    const x = [[2], [3]]
    const y = [[1], [1]]
    const weighted = await model.fit(x, y, { sample_weight: [1, 3], ...quiet })
    expect(weighted.history).toEqual({ loss: [6.5], mae: [1.5], weighted_mae: [1.75] })
    const by_class = await model.fit(x, y, { class_weight: { 1: 2 }, ...quiet })
    expect(by_class.history.loss).toEqual([5])
    await expect(model.fit(x, y, { class_weight: { 1: 2 }, sample_weight: [1, 1], ...quiet })).rejects.toThrow(
      'You cannot `class_weight` and `sample_weight`',
    )
    model.dispose()
  })

  it('names the values of several outputs, and weighs their losses in the total only', async () => {
    const input = Input({ shape: [1] })
    const a = new Dense({ units: 1, use_bias: false, kernel_initializer: 'ones', name: 'a' })(input as never)
    const b = new Dense({ units: 1, use_bias: false, kernel_initializer: 'zeros', name: 'b' })(input as never)
    const model = new Model({ inputs: input, outputs: [a, b] })
    model.compile({
      optimizer: new SGD({ learning_rate: 0 }),
      loss: ['mse', 'mae'],
      loss_weights: [2, 1],
      metrics: [['mae'], null],
    })
    const targets = [tensor([[3]]), tensor([[5]])]
    const wanted = { loss: 13, a_loss: 4, a_mae: 2, b_loss: 5 }
    expect(await model.evaluate([[1]], targets, { return_dict: true, ...quiet })).toEqual(wanted)
    expect(await model.evaluate([[1]], [[[3]], [[5]]], quiet)).toEqual([13, 4, 5, 2])
    const { history } = await model.fit([[1]], { a: [[3]], b: [[5]] }, quiet)
    expect(history).toEqual({ loss: [13], a_loss: [4], a_mae: [2], b_loss: [5] })
    for (const target of targets) target.dispose()
    model.dispose()
  })

  it('takes losses and metrics by the names of outputs', async () => {
    const input = Input({ shape: [1] })
    const a = new Dense({ units: 1, kernel_initializer: 'ones', name: 'a' })(input as never)
    const b = new Dense({ units: 1, kernel_initializer: 'zeros', name: 'b' })(input as never)
    const model = new Model({ inputs: input, outputs: [a, b] })
    model.compile({ optimizer: 'sgd', loss: { a: 'mse', b: 'mae' }, metrics: { b: 'mse' } })
    const logs = await model.evaluate([[1]], [[[3]], [[5]]], { return_dict: true, ...quiet })
    expect(logs).toEqual({ loss: 9, a_loss: 4, b_loss: 5, b_mse: 25 })
    model.compile({ optimizer: 'sgd', loss: { c: 'mse' } })
    await expect(model.evaluate([[1]], [[[3]], [[5]]], quiet)).rejects.toThrow("in the `loss` argument, can't be found")
    model.dispose()
  })

  it('keeps the last samples for validation', async () => {
    const model = line(1)
    model.compile({ optimizer: new SGD({ learning_rate: 0 }), loss: 'mse' })
    const { history } = await model.fit([[1], [1], [1], [1]], [[1], [1], [1], [3]], { validation_split: 0.25, ...quiet })
    expect(history).toEqual({ loss: [0], val_loss: [4] })
    await expect(model.fit([[1]], [[1]], { validation_split: 0.5, ...quiet })).rejects.toThrow('Training data contains 1 samples')
    model.dispose()
  })

  it('shuffles by the seed', async () => {
    const run = async (seed: number): Promise<number> => {
      set_random_seed(seed)
      const model = line(0)
      model.compile({ optimizer: new SGD({ learning_rate: 0.3 }), loss: 'mse' })
      await model.fit([[1], [2], [0.5], [3]], [[1], [-2], [0.25], [1]], { batch_size: 1, ...quiet })
      const value = weight_of(model)
      model.dispose()
      return value
    }
    const values = [await run(1), await run(1), await run(2), await run(3)]
    expect(values[1]).toBe(values[0])
    expect(new Set(values).size).toBeGreaterThan(1)
  })

  it('trains on what gives batches: generators, iterables, asynchronous ones', async () => {
    const model = line(1)
    model.compile({ optimizer: new SGD({ learning_rate: 0 }), loss: 'mse' })
    const batches = [
      [
        [[1], [1]],
        [[2], [2]],
      ],
      [[[1]], [[4]]],
    ]
    expect((await model.fit(batches.values(), quiet)).history.loss).toEqual([11 / 3].map(Math.fround))
    expect((await model.fit(() => batches.values(), { epochs: 2, ...quiet })).history.loss).toEqual(
      [11 / 3, 11 / 3].map(Math.fround),
    )
    async function* endless() {
      for (;;) yield batches[1]
    }
    expect((await model.fit(endless, { steps_per_epoch: 2, epochs: 2, ...quiet })).history.loss).toEqual([9, 9])
    await expect(model.fit(() => batches.values(), [[1]], quiet)).rejects.toThrow('`y` should not be passed')
    model.dispose()
  })

  it('warns when a generator ends too early', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {})
    const model = line(1)
    model.compile({ optimizer: 'sgd', loss: 'mse' })
    await model.fit([[[[1]], [[2]]]].values(), { steps_per_epoch: 3, ...quiet })
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('Your input ran out of data'))
    warn.mockRestore()
    model.dispose()
  })

  it('says what is wrong with its arguments', async () => {
    const model = line(1)
    await expect(model.fit([[1]], [[1]], quiet)).rejects.toThrow('You must call `compile()` before calling `fit()`.')
    model.compile({ loss: 'mse' })
    await expect(model.fit([[1], [2]], [[1]], quiet)).rejects.toThrow(
      "Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.'x' sizes: 2",
    )
    await expect(model.fit([[1]], [[1]], { epoch: 2 } as never)).rejects.toThrow('Did you mean `epochs`?')
    expect(() => model.compile({ optimiser: 'sgd' } as never)).toThrow('Did you mean `optimizer`?')
    model.compile({})
    await expect(model.fit([[1]], [[1]], quiet)).rejects.toThrow('No loss to compute')
    model.dispose()
  })

  it('leaves no tensor behind, nor when a step fails', async () => {
    const model = new Sequential([
      new Dense({ units: 4, activation: 'relu' }),
      new Dense({ units: 3, activation: 'softmax' }),
    ] as never)
    model.compile({ optimizer: new Adam(), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] })
    const x = [
      [1, 2],
      [3, 4],
      [5, 6],
    ]
    await model.fit(x, [0, 1, 2], { validation_split: 0.34, batch_size: 1, ...quiet })
    const before = memory().numTensors
    await model.fit(x, [0, 1, 2], { validation_split: 0.34, batch_size: 2, ...quiet })
    await model.evaluate(x, [0, 1, 2], quiet)
    await model.train_on_batch(x, [0, 1, 2])
    await expect(
      model.fit(
        x,
        [
          [0, 1],
          [1, 0],
          [1, 1],
        ],
        quiet,
      ),
    ).rejects.toThrow('must have the same shape')
    expect(memory().numTensors).toBe(before)
    model.dispose()
  })

  it('runs few kernels a step', async () => {
    const model = new Sequential([
      new Dense({ units: 8, activation: 'relu' }),
      new Dense({ units: 8, activation: 'relu' }),
      new Dense({ units: 3, activation: 'softmax' }),
    ] as never)
    model.compile({ optimizer: new Adam(), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] })
    const x = tensor([[1, 2]])
    const y = tensor([1])
    await model.train_on_batch(x, y)
    const { total } = kernel_counter(() => {
      for (const value of Object.values(model.train_step([x, y]) as Record<string, Tensor>)) value.dispose()
    })
    expect(total).toBeLessThanOrEqual(getBackend() === 'tensorflow' ? 60 : 45)
    for (const each of [x, y, model]) each.dispose()
  })

  it('runs a train_step of the model, at once or later', async () => {
    class Own extends Model {
      static override class_name = 'Own'
      declare dense: Dense
      seen = 0
      constructor() {
        super({})
        this.dense = new Dense({ units: 1 })
      }
      override call(x: Tensor): Tensor {
        return this.dense(x)
      }
      override async train_step(data: [x: any, y?: any]): Promise<any> {
        await null
        this.seen++
        return { ...(await super.train_step(data)), extra: 7 }
      }
      override compute_loss({ y_pred }: { y_pred?: any }): Tensor {
        return mean(square(y_pred)) as Tensor
      }
    }
    const model = new Own()
    model.compile({ optimizer: 'sgd' })
    const { history } = await model.fit([[1], [2]], null, { batch_size: 1, ...quiet })
    expect(model.seen).toBe(2)
    expect(Object.keys(history)).toEqual(['extra', 'loss'])
    expect(history.extra).toEqual([7])
    model.dispose()
  })

  it('survives a trip of its settings through plain values', () => {
    const model = line(1)
    model.compile({
      optimizer: new Adam({ learning_rate: 0.5 }),
      loss: new MeanSquaredError({ reduction: 'sum' }),
      metrics: ['mae'],
    })
    const config = JSON.parse(JSON.stringify(model.get_compile_config()))
    expect(config.loss).toEqual({
      module: 'keras.losses',
      class_name: 'MeanSquaredError',
      config: { name: 'mean_squared_error', reduction: 'sum' },
      registered_name: null,
    })
    const other = line(1)
    other.compile_from_config(config)
    expect(other.get_compile_config()).toEqual(model.get_compile_config())
    for (const each of [model, other]) each.dispose()
  })
})

describe('evaluate, predict and single batches', () => {
  it('answers numbers in the order of the metrics, or by name', async () => {
    const model = line(2)
    model.compile({ optimizer: 'sgd', loss: 'mse', metrics: ['mae', 'mse'] })
    expect(model.metrics_names).toEqual(['loss', 'compile_metrics'])
    expect(await model.evaluate([[1]], [[5]], quiet)).toEqual([9, 3, 9])
    expect(await model.evaluate({ x: [[1]], y: [[5]], return_dict: true, ...quiet })).toEqual({ loss: 9, mae: 3, mse: 9 })
    expect(await model.test_on_batch([[1]], [[3]], { return_dict: true })).toEqual({ loss: 5, mae: 2, mse: 5 })
    model.dispose()
  })

  it('predicts for all samples, as tensors of the caller or as arrays', async () => {
    const model = line(2)
    const before = memory().numTensors
    const outputs = await model.predict([[1], [2], [3]], { batch_size: 2, ...quiet })
    expect(outputs.arraySync()).toEqual([[2], [4], [6]])
    outputs.dispose()
    expect(await model.predict([[1], [2], [3]], { as: 'array', ...quiet })).toEqual([[2], [4], [6]])
    const single = await model.predict_on_batch([[4]])
    expect(single.arraySync()).toEqual([[8]])
    single.dispose()
    expect(memory().numTensors).toBe(before)
    model.dispose()
  })

  it('trains on one batch', async () => {
    const model = line(0)
    model.compile({ optimizer: new SGD({ learning_rate: 0.25 }), loss: 'mse' })
    expect(await model.train_on_batch([[1]], [[2]])).toBe(4)
    expect(weight_of(model)).toBe(1)
    model.dispose()
  })

  it('frees an optimizer with the model, and what was compiled before', async () => {
    const before = memory().numTensors
    const model = line(0)
    for (const optimizer of ['adam', new Adam()]) {
      model.compile({ optimizer, loss: 'mse', metrics: ['mae'] })
      await model.fit([[1]], [[2]], quiet)
    }
    model.dispose()
    expect(memory().numTensors).toBe(before)
  })
})
