import '@tensorflow/tfjs-backend-webgpu'
import * as tf from '@tensorflow/tfjs-core'
import { backend, set_backend } from '../../../lib/backend/choose'
import { Dense } from '../../../lib/layers/core/dense'
import { Input } from '../../../lib/layers/core/input'
import { BatchNormalization } from '../../../lib/layers/normalization/batch_normalization'
import { Dropout } from '../../../lib/layers/regularization/dropout'
import { Sequential } from '../../../lib/models/sequential'
import { Adam } from '../../../lib/optimizers/adam'

/** What the test calls in the page. */
export interface CardPage {
  /** Trains a small model on a backend: the losses, what `evaluate` says of it, and the shape and kind of what `predict` gives. */
  train(name: string): Promise<{ losses: number[]; evaluated: number[]; shape: number[]; finite: boolean }>
  /** Predicts on one backend, then on another, with the same model. */
  switch(from: string, to: string): Promise<[number[], number[]]>
  /** Loses the context or device of a backend under two models, one with weights as they were set and one whose weights were computed. */
  lose(name: string): Promise<{ message: string; again: [string, number[]]; computed: string; other: [string, number[]] }>
}

const values = async (model: Sequential, x: number[][]): Promise<number[]> =>
  ((await model.predict(x, { as: 'array', verbose: 0 })) as number[][]).map(([first]) => first!)

const small = (): Sequential => new Sequential([Input({ shape: [2] }), new Dense({ units: 1, kernel_initializer: 'ones' })])

const message_of = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: Error) => error.message,
  )

/** The device or context under the current backend is lost, and has said so. */
async function lose(): Promise<void> {
  const { device, gpgpu } = tf.backend() as unknown as {
    device?: { destroy(): void; lost: Promise<unknown> }
    gpgpu?: { gl: WebGL2RenderingContext }
  }
  gpgpu?.gl.getExtension('WEBGL_lose_context')?.loseContext()
  device?.destroy()
  await device?.lost
}

const page: CardPage = {
  async train(name) {
    await set_backend(name)
    const model = new Sequential([
      Input({ shape: [8] }),
      new Dense({ units: 64, activation: 'relu' }),
      new BatchNormalization(),
      new Dropout({ rate: 0.1, seed: 1 }),
      new Dense({ units: 3, activation: 'softmax' }),
    ])
    model.compile({
      optimizer: new Adam({ learning_rate: 0.01 }),
      loss: 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    })
    const rows = Array.from({ length: 192 }, (_, i) =>
      Array.from({ length: 8 }, (_, k) => Math.sin(i * 7 + k * 13 * (1 + (i % 5)))),
    )
    const classes = rows.map((row) => (row[0]! > 0.3 ? 2 : row[1]! > 0 ? 1 : 0))
    const x = tf.tensor2d(rows)
    const y = tf.tensor1d(classes, 'int32')
    const history = await model.fit(x, y, { epochs: 5, batch_size: 32, verbose: 0, validation_split: 0.2 })
    const evaluated = (await model.evaluate(x, y, { verbose: 0, batch_size: 64 })) as number[]
    const predicted = (await model.predict(x, { verbose: 0 })) as unknown as tf.Tensor
    const finite = Array.from(await predicted.data()).every(Number.isFinite)
    const result = { losses: history.history.loss as number[], evaluated, shape: predicted.shape, finite }
    tf.dispose([x, y, predicted])
    model.dispose()
    return result
  },

  async switch(from, to) {
    await set_backend(from)
    const model = small()
    model.compile({ optimizer: 'sgd', loss: 'mean_squared_error' })
    await model.train_on_batch([[1, 2]], [[4]])
    const before = await values(model, [[1, 2]])
    await set_backend(to)
    const after = await values(model, [[1, 2]])
    model.dispose()
    return [before, after]
  },

  async lose(name) {
    await set_backend(name)
    const [set, trained] = [small(), small()]
    set.set_weights([[[1], [1]], [0]])
    await values(set, [[1, 2]])
    trained.compile({ optimizer: 'sgd', loss: 'mean_squared_error' })
    await trained.train_on_batch([[1, 2]], [[4]])
    await lose()
    const message = await message_of(values(set, [[1, 2]]))
    await set_backend(name)
    const again: [string, number[]] = [backend(), await values(set, [[1, 2]])]
    const computed = await message_of(values(trained, [[1, 2]]))
    await set_backend('cpu')
    const other: [string, number[]] = [backend(), await values(set, [[1, 2]])]
    set.dispose()
    trained.dispose()
    return { message, again, computed, other }
  },
}

Object.assign(globalThis, { cards: page, outcome: true })
