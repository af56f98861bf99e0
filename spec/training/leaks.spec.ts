import { memory, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { set_random_seed } from '../../lib/common/default_seed'
import { clear_session } from '../../lib/common/state'
import { Dense } from '../../lib/layers/core/dense'
import { Embedding } from '../../lib/layers/core/embedding'
import { Input } from '../../lib/layers/core/input'
import { Layer } from '../../lib/layers/layer'
import { BatchNormalization } from '../../lib/layers/normalization/batch_normalization'
import { GlobalAveragePooling1D } from '../../lib/layers/pooling/global_average_pooling1d'
import { Dropout } from '../../lib/layers/regularization/dropout'
import { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import { Adam } from '../../lib/optimizers/adam'
import { L2 } from '../../lib/regularizers/regularizers'
import { Callback } from '../../lib/training/callbacks/callback'
import type { CompileOptions } from '../../lib/training/compile'

const silent = { verbose: 0 } as const
const x = Array.from({ length: 10 }, (_, i) => [Math.sin(i), Math.cos(i), i / 10])
const y = x.map((_, i) => i % 3)

function make_layers(): any[] {
  return [
    Input({ shape: [3] }),
    new Dense({ units: 6, activation: 'relu', kernel_regularizer: new L2({ l2: 0.01 }) }),
    new BatchNormalization(),
    new Dropout({ rate: 0.3 }),
    new Dense({ units: 3, activation: 'softmax', kernel_constraint: 'max_norm' }),
  ]
}

const options = (): CompileOptions => ({
  optimizer: 'adam',
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
  weighted_metrics: ['sparse_categorical_crossentropy'],
})

function make_model(compile_options = options()): Sequential {
  const model = new Sequential(make_layers())
  model.compile(compile_options)
  return model
}

/** How many tensors a call leaves behind. */
async function left_by(call: () => unknown): Promise<number> {
  const before = memory().numTensors
  await call()
  return memory().numTensors - before
}

const free = (outputs: any): void => {
  for (const output of [outputs].flat()) output.dispose()
}

let start = 0

beforeEach(() => {
  clear_session()
  set_random_seed(3)
  start = memory().numTensors
})

describe('steps leave no tensor behind', () => {
  test('a thousand steps of training with all kinds of state', async () => {
    const model = make_model()
    await model.train_on_batch(x, y)
    const { numTensors, numBytes } = memory()
    for (let step = 0; step < 1000; step++) await model.train_on_batch(x, y)
    expect(memory().numTensors).toBe(numTensors)
    expect(memory().numBytes).toBe(numBytes)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  const calls: Record<string, (model: Sequential) => unknown> = {
    fit: (model) => model.fit(x, y, { ...silent, epochs: 2, batch_size: 4 }),
    'fit without shuffling': (model) => model.fit(x, y, { ...silent, shuffle: false, batch_size: 4 }),
    'fit with shuffled batches': (model) => model.fit(x, y, { ...silent, shuffle: 'batch', batch_size: 4 }),
    'fit with a validation split': (model) => model.fit(x, y, { ...silent, validation_split: 0.3, epochs: 2 }),
    'fit with validation data': (model) => model.fit(x, y, { ...silent, validation_data: [x, y], epochs: 2 }),
    'fit with weights of samples': (model) => model.fit(x, y, { ...silent, sample_weight: y }),
    'fit with weights of classes': (model) => model.fit(x, y, { ...silent, class_weight: { 0: 1, 1: 2, 2: 3 } }),
    'fit on a generator': (model) =>
      model.fit(
        function* () {
          for (let i = 0; i < 3; i++) yield [x, y]
        },
        { ...silent, epochs: 2 },
      ),
    'fit on a generator that is stopped early': (model) =>
      model.fit(
        function* () {
          for (;;) yield [x, y]
        },
        { ...silent, steps_per_epoch: 2, epochs: 2 },
      ),
    'fit with a callback that reads each batch': (model) => {
      class Reader extends Callback {
        override on_train_batch_end(): void {}
      }
      return model.fit(x, y, { ...silent, callbacks: [new Reader()], batch_size: 4 })
    },
    evaluate: (model) => model.evaluate(x, y, { ...silent, batch_size: 4 }),
    'evaluate by name': (model) => model.evaluate(x, y, { ...silent, return_dict: true, sample_weight: y }),
    predict: async (model) => free(await model.predict(x, { ...silent, batch_size: 4 })),
    'predict into arrays': (model) => model.predict(x, { ...silent, batch_size: 4, as: 'array' }),
    train_on_batch: (model) => model.train_on_batch(x, y, { class_weight: { 0: 2 } }),
    test_on_batch: (model) => model.test_on_batch(x, y, { sample_weight: y }),
    predict_on_batch: async (model) => free(await model.predict_on_batch(x)),
    'a call while training': (model) => free(model(x, { training: true })),
    'the results of metrics': (model) => free(Object.values(model.get_metrics_result())),
    reset_metrics: (model) => model.reset_metrics(),
  }

  test.each(Object.keys(calls))('%s', async (name) => {
    const model = make_model()
    await model.fit(x, y, silent)
    await calls[name]!(model)
    expect(await left_by(() => calls[name]!(model))).toBe(0)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test.each(Object.keys(calls))('all is freed when the model is disposed after %s as its first call', async (name) => {
    if (name === 'the results of metrics') return
    const model = make_model()
    await calls[name]!(model)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('tensors that the caller gives stay the caller’s', async () => {
    const model = make_model()
    const [given_x, given_y] = [tensor(x), tensor(y, undefined, 'int32')]
    await model.fit(given_x, given_y, { ...silent, validation_data: [given_x, given_y] })
    await model.evaluate(given_x, given_y, silent)
    await model.train_on_batch(given_x, given_y)
    free(await model.predict(given_x, silent))
    expect([given_x.isDisposed, given_y.isDisposed]).toEqual([false, false])
    free([given_x, given_y])
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('masks of an embedding are freed with each step', async () => {
    const model = new Sequential([
      Input({ shape: [4], dtype: 'int32' }),
      new Embedding({ input_dim: 5, output_dim: 2, mask_zero: true }),
      new Dropout({ rate: 0.5 }),
      new GlobalAveragePooling1D(),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ])
    model.compile({ optimizer: 'rmsprop', loss: 'binary_crossentropy', metrics: ['accuracy'] })
    const tokens = [
      [1, 2, 0, 0],
      [3, 4, 1, 0],
    ]
    await model.fit(tokens, [[0], [1]], silent)
    expect(await left_by(() => model.fit(tokens, [[0], [1]], { ...silent, epochs: 3 }))).toBe(0)
    expect(await left_by(() => model.evaluate(tokens, [[0], [1]], silent))).toBe(0)
    expect(await left_by(() => model.predict(tokens, { ...silent, as: 'array' }))).toBe(0)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('several inputs and outputs are freed with each step', async () => {
    const inputs = [Input({ shape: [3] }), Input({ shape: [1] })]
    const shared = new Dense({ units: 2 })
    const first = shared(inputs[0])
    const second = new Dense({ units: 2 })(inputs[1])
    const model = new Model({ inputs, outputs: [first, new Dense({ units: 1, name: 'last' })(second)] })
    model.compile({ optimizer: 'sgd', loss: ['mse', 'mae'], metrics: [['mae'], ['mse']], loss_weights: [1, 0.5] })
    const given = [tensor(x), tensor(y.map((value) => [value]))]
    const targets = [tensor(x.map(([a, b]) => [a!, b!])), tensor(y.map((value) => [value]))]
    await model.fit(given, targets, silent)
    const again = async (): Promise<void> => {
      await model.fit(given, targets, { ...silent, batch_size: 4, validation_split: 0.2 })
      await model.evaluate(given, targets, silent)
      free(await model.predict(given, { ...silent, batch_size: 4 }))
    }
    expect(await left_by(again)).toBe(0)
    free([...given, ...targets])
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })
})

describe('failures leave no tensor behind', () => {
  class Thrower extends Callback {
    private readonly hook: string
    constructor(hook: string) {
      super()
      this.hook = hook
      ;(this as any)[hook] = () => {
        throw new Error(`thrown by ${this.hook}`)
      }
    }
  }

  test.each([
    'on_train_begin',
    'on_epoch_begin',
    'on_train_batch_begin',
    'on_train_batch_end',
    'on_test_begin',
    'on_test_batch_begin',
    'on_test_batch_end',
    'on_test_end',
    'on_epoch_end',
    'on_train_end',
  ])('a callback that throws in %s', async (hook) => {
    const model = make_model()
    await model.fit(x, y, silent)
    const callbacks = [new Thrower(hook)]
    const call = (): Promise<void> =>
      expect(model.fit(x, y, { ...silent, callbacks, batch_size: 4, validation_split: 0.3 })).rejects.toThrow(`thrown by ${hook}`)
    expect(await left_by(call)).toBe(0)
    expect(await left_by(() => model.fit(x, y, silent))).toBe(0)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test.each(['on_predict_begin', 'on_predict_batch_begin', 'on_predict_batch_end', 'on_predict_end'])(
    'a callback that throws in %s',
    async (hook) => {
      const model = make_model()
      const call = (): Promise<void> =>
        expect(model.predict(x, { ...silent, batch_size: 4, callbacks: [new Thrower(hook)] })).rejects.toThrow(hook)
      expect(await left_by(call)).toBe(0)
      model.dispose()
      expect(memory().numTensors).toBe(start)
    },
  )

  const wrong: Record<string, (model: Sequential) => Promise<unknown>> = {
    'inputs of another size': (model) => model.fit([[1, 2]], [0], silent),
    'other numbers of samples': (model) => model.fit(x, [0], silent),
    'targets of another shape': (model) =>
      model.fit(
        x,
        x.map(() => [
          [1, 2],
          [3, 4],
        ]),
        silent,
      ),
    'an unknown option': (model) => model.fit(x, y, { ...silent, rate: 1 } as never),
    'an empty validation split': (model) => model.fit(x, y, { ...silent, validation_split: 0.99 }),
    'validation data of another size': (model) => model.fit(x, y, { ...silent, validation_data: [[[1]], [0]] }),
    'weights of samples and of classes': (model) => model.fit(x, y, { ...silent, sample_weight: y, class_weight: { 0: 1 } }),
    'a generator that throws': (model) =>
      model.fit(function* () {
        yield [x, y]
        throw new Error('the generator failed')
      }, silent),
    'an evaluation on inputs of another size': (model) => model.evaluate([[1, 2]], [0], silent),
    'a prediction for inputs of another size': (model) => model.predict([[1, 2]], silent),
    'train_on_batch with inputs of another size': (model) => model.train_on_batch([[1, 2]], [0]),
    'test_on_batch with other numbers of samples': (model) => model.test_on_batch(x, [0]),
    'predict_on_batch with inputs of another size': (model) => model.predict_on_batch([[1, 2]]),
  }

  test.each(Object.keys(wrong))('%s', async (name) => {
    const model = make_model()
    await model.fit(x, y, silent)
    expect(await left_by(() => expect(wrong[name]!(model)).rejects.toThrow())).toBe(0)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test.each([
    ['a loss', { loss: () => fail('loss') }],
    ['a metric', { metrics: [() => fail('metric')] }],
  ])('%s that throws', async (_name, failing) => {
    const model = make_model({ ...options(), ...failing } as CompileOptions)
    await expect(model.fit(x, y, silent)).rejects.toThrow('thrown by')
    const calls = [
      () => model.fit(x, y, silent),
      () => model.evaluate(x, y, silent),
      () => model.train_on_batch(x, y),
      () => model.test_on_batch(x, y),
    ]
    for (const call of calls) expect(await left_by(() => expect(call()).rejects.toThrow('thrown by'))).toBe(0)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('a layer that throws after it made tensors', async () => {
    let fails = false
    class Fragile extends Layer {
      static override class_name = 'Fragile'
      static override built_at_init = true
      override call(inputs: Tensor): Tensor {
        const doubled = add(multiply(inputs, 1), 0) as Tensor
        if (fails) fail('layer')
        return doubled
      }
    }
    const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 3, activation: 'softmax' }), new Fragile()])
    model.compile({ ...options(), jit_compile: false })
    await model.fit(x, y, silent)
    fails = true
    const calls = [
      () => model.fit(x, y, silent),
      () => model.evaluate(x, y, silent),
      () => model.predict(x, silent),
      () => model.train_on_batch(x, y),
      async () => model(x),
    ]
    for (const call of calls) expect(await left_by(() => expect(call()).rejects.toThrow('thrown by'))).toBe(0)
    fails = false
    expect(await left_by(() => model.fit(x, y, silent))).toBe(0)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })
})

function fail(who: string): never {
  throw new Error(`thrown by ${who}`)
}

describe('compile and dispose', () => {
  test('a second compile frees the slots and the metrics of the first', async () => {
    const model = make_model()
    await model.fit(x, y, silent)
    const once = memory().numTensors
    for (let i = 0; i < 3; i++) {
      model.compile(options())
      await model.fit(x, y, silent)
    }
    expect(memory().numTensors).toBe(once)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('a compile that fails leaves nothing behind and the model as it was', async () => {
    const model = make_model()
    await model.fit(x, y, silent)
    const bad = { ...options(), metrics: 'accuracy' } as unknown as CompileOptions
    expect(await left_by(() => expect(() => model.compile(bad)).toThrow())).toBe(0)
    expect(() => model.compile({ optimizer: 'no_such_optimizer' } as never)).toThrow()
    expect(await left_by(() => model.fit(x, y, silent))).toBe(0)
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('dispose frees a shared layer once and its optimizer with all slots', async () => {
    const input = Input({ shape: [3] })
    const shared = new Dense({ units: 3 })
    const model = new Model({ inputs: input, outputs: shared(shared(input)) })
    model.compile({ optimizer: new Adam(), loss: 'mse' })
    await model.fit(x, x, silent)
    model.dispose()
    model.dispose()
    expect(memory().numTensors).toBe(start)
  })

  test('dispose frees a model that was never run', () => {
    make_model().dispose()
    expect(memory().numTensors).toBe(start)
  })
})
