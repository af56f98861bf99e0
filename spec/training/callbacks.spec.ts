import { memory, tensor } from '@tensorflow/tfjs-core'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Sequential } from '../../lib/models/sequential'
import { SGD } from '../../lib/optimizers/sgd'
import { Callback } from '../../lib/training/callbacks/callback'
import { EarlyStopping } from '../../lib/training/callbacks/early_stopping'
import { LambdaCallback } from '../../lib/training/callbacks/lambda_callback'
import { LearningRateScheduler, ReduceLROnPlateau } from '../../lib/training/callbacks/learning_rate'
import { TerminateOnNaN } from '../../lib/training/callbacks/terminate_on_nan'
import { Progbar } from '../../lib/training/progbar'

function model_with(learning_rate: number): Sequential {
  const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1, use_bias: false })] as never)
  const weight = tensor([[0]])
  model.set_weights([weight])
  weight.dispose()
  model.compile({ optimizer: new SGD({ learning_rate }), loss: 'mse' })
  return model
}

const x = [[1], [1]]
const y = [[1], [1]]

function printed(fn: () => Promise<unknown>): Promise<string> {
  let text = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part)
    return true
  })
  return fn()
    .finally(() => write.mockRestore())
    .then(() => text)
}

describe('callbacks', () => {
  it('are called at their moments, in order, and awaited', async () => {
    const calls: string[] = []
    class Notes extends Callback {
      override async on_train_begin() {
        await null
        calls.push('train_begin')
      }
      override on_epoch_begin(epoch: number) {
        calls.push(`epoch_begin ${epoch}`)
      }
      override on_train_batch_begin(batch: number) {
        calls.push(`batch_begin ${batch}`)
      }
      override on_train_batch_end(batch: number, logs: any) {
        calls.push(`batch_end ${batch} ${logs.loss}`)
      }
      override on_test_begin() {
        calls.push('test_begin')
      }
      override on_test_end(logs: any) {
        calls.push(`test_end ${logs.loss}`)
      }
      override on_epoch_end(epoch: number, logs: any) {
        calls.push(`epoch_end ${epoch} ${Object.keys(logs)}`)
      }
      override on_train_end() {
        calls.push('train_end')
      }
    }
    const model = model_with(0)
    await model.fit(x, y, { batch_size: 1, verbose: 0, callbacks: [new Notes()], validation_data: [x, y] })
    expect(calls).toEqual([
      'train_begin',
      'epoch_begin 0',
      'batch_begin 0',
      'batch_end 0 1',
      'batch_begin 1',
      'batch_end 1 1',
      'test_begin',
      'test_end 1',
      'epoch_end 0 loss,val_loss',
      'train_end',
    ])
    model.dispose()
  })

  it('get several batches at once with steps_per_execution', async () => {
    const ends: number[] = []
    const model = model_with(0)
    model.compile({ optimizer: 'sgd', loss: 'mse', steps_per_execution: 2 })
    const data = [[1], [1], [1]]
    await model.fit(data, data, {
      batch_size: 1,
      verbose: 0,
      callbacks: [new LambdaCallback({ on_train_batch_end: (batch) => void ends.push(batch) })],
    })
    expect(ends).toEqual([1, 2])
    model.dispose()
  })

  it('can stop training', async () => {
    const model = model_with(0.1)
    const stop = new LambdaCallback({
      on_epoch_end: (epoch) => {
        model.stop_training = epoch === 1
      },
    })
    expect((await model.fit(x, y, { epochs: 9, verbose: 0, callbacks: [stop] })).epoch).toEqual([0, 1])
    model.dispose()
  })

  it('stop early and bring the best weights back', async () => {
    const before = memory().numTensors
    const model = model_with(1.5)
    const stopping = new EarlyStopping({ monitor: 'loss', patience: 2, restore_best_weights: true })
    const { history } = await model.fit(x, y, { epochs: 9, verbose: 0, callbacks: [stopping] })
    expect(history.loss).toEqual([1, 4, 16])
    expect(stopping.stopped_epoch).toBe(2)
    expect(stopping.best_epoch).toBe(0)
    expect(model.weights[0]!.dataSync()[0]).toBe(3)
    model.dispose()
    expect(memory().numTensors).toBe(before)
  })

  it('hold no best weights when training fails, in an epoch or at its end', async () => {
    for (const hook of ['on_epoch_begin', 'on_train_end'] as const) {
      const model = model_with(0.1)
      const before = memory().numTensors
      const fail = (epoch?: unknown): void => {
        if (epoch !== 0) throw new Error('no more')
      }
      const callbacks = [
        new LambdaCallback({ [hook]: fail }),
        new EarlyStopping({ monitor: 'loss', patience: 2, restore_best_weights: true }),
      ]
      await expect(model.fit(x, y, { epochs: 3, verbose: 0, callbacks })).rejects.toThrow('no more')
      expect(memory().numTensors).toBe(before)
      model.dispose()
    }
  })

  it('set learning rates', async () => {
    const model = model_with(1)
    const { history } = await model.fit(x, y, {
      epochs: 2,
      verbose: 0,
      callbacks: [new LearningRateScheduler((epoch, rate) => rate / 2 ** epoch)],
    })
    expect(history.learning_rate).toEqual([1, 0.5])
    model.dispose()
  })

  it('lower the learning rate on a plateau', async () => {
    const model = model_with(1)
    const { history } = await model.fit(x, y, {
      epochs: 3,
      verbose: 0,
      callbacks: [new ReduceLROnPlateau({ monitor: 'loss', factor: 0.5, patience: 1 })],
    })
    expect(history.learning_rate).toEqual([1, 1, 0.5])
    expect(() => new ReduceLROnPlateau({ factor: 1 })).toThrow('does not support a factor >= 1.0')
    model.dispose()
  })

  it('end training when the loss is no number', async () => {
    const model = model_with(1e30)
    const text = await printed(() => model.fit(x, y, { epochs: 9, verbose: 0, callbacks: [new TerminateOnNaN()] }))
    expect(text).toContain('Invalid loss, terminating training')
    expect(model.stop_training).toBe(true)
    model.dispose()
  })

  it('are refused when they are none', async () => {
    const model = model_with(1)
    await expect(model.fit(x, y, { verbose: 0, callbacks: [{} as never] })).rejects.toThrow('must hold `Callback` instances')
    model.dispose()
  })
})

describe('progress', () => {
  it('is printed as Keras prints it', async () => {
    const model = model_with(0)
    const text = await printed(() => model.fit(x, y, { batch_size: 1, epochs: 2, validation_data: [x, y] }))
    expect(text).toMatch(/^Epoch 1\/2\n2\/2 ━{20} \d+s \d+(us|ms|s)\/step - loss: 1\.0000 - val_loss: 1\.0000\nEpoch 2\/2\n/)
    const short = await printed(() => model.fit(x, y, { batch_size: 1, verbose: 2 }))
    expect(short).toMatch(/^2\/2 - \d+s - \d+(us|ms|s)\/step - loss: 1\.0000\n$/)
    expect(await printed(() => model.fit(x, y, { verbose: 0 }))).toBe('')
    model.dispose()
  })

  it('averages values over steps unless they are stateful', async () => {
    const text = await printed(async () => {
      const bar = new Progbar({ target: 3, stateful_metrics: ['last'] })
      bar.update(1, Object.entries({ a: 1, last: 1 }))
      bar.add(2, Object.entries({ a: 4, last: 0.0001 }))
    })
    expect(text).toContain('3/3 ━━━━━━━━━━━━━━━━━━━━')
    expect(text).toContain(' - a: 3.0000 - last: 1.0000e-04')
  })
})
