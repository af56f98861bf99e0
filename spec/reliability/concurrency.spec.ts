import * as tf from '@tensorflow/tfjs-core'
import { backend, set_backend } from '../../lib/backend/choose'
import { engine } from '../../lib/backend/engine'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Sequential } from '../../lib/models/sequential'

const quiet = { verbose: 0 } as const

function make_model(units = 3): Sequential {
  return new Sequential([Input({ shape: [4] }), new Dense({ units: 8, activation: 'relu' }), new Dense({ units })] as never)
}

const inputs = Array.from({ length: 50 }, (_, i) => [Array.from({ length: 4 }, (_, k) => Math.sin(i * 4 + k))])

const plain = (y: unknown): number[] => (y as number[][]).flat()

async function answers_of(model: Sequential): Promise<number[][]> {
  const answers: number[][] = []
  for (const x of inputs) answers.push(plain(await model.predict(x, { ...quiet, as: 'array' })))
  return answers
}

const memory = (): number[] => [tf.memory().numTensors, engine().backend.numDataIds()]

test('10,000 predictions of 50 callers at once are right and leave nothing behind', async () => {
  const model = make_model()
  const expected = await answers_of(model)
  const before = memory()
  let wrong = 0
  const caller = async (i: number): Promise<void> => {
    for (let round = 0; round < 200; round++) {
      const at = (i + round) % 50
      const answer = plain(await model.predict(inputs[at], { ...quiet, as: 'array' }))
      if (answer.some((v, k) => v !== expected[at]![k])) wrong++
    }
  }
  await Promise.all(inputs.map((_, i) => caller(i)))
  expect(wrong).toBe(0)
  expect(memory()).toEqual(before)
  model.dispose()
}, 60000)

test('a model is fitted while another one predicts: both do as they do alone', async () => {
  const fitted = async (during: () => Promise<void>): Promise<{ losses: number[]; weights: number[][] }> => {
    const model = make_model(1)
    model.set_weights(model.get_weights().map((w) => tf.tidy(() => tf.fill(w.shape, 0.1))) as never)
    model.compile({ optimizer: 'sgd', loss: 'mse' } as never)
    const x = tf.tensor(inputs.flat())
    const y = tf.tensor(inputs.map((_, i) => [i / 50]))
    const [history] = await Promise.all([
      model.fit(x, y, { epochs: 5, batch_size: 10, shuffle: false, ...quiet } as never),
      during(),
    ])
    const weights = model.get_weights().map((w) => Array.from(w.dataSync()))
    model.dispose()
    tf.dispose([x, y])
    return { losses: (history as { history: Record<string, number[]> }).history.loss!, weights }
  }
  const alone = await fitted(async () => undefined)
  const other = make_model()
  const expected = await answers_of(other)
  const got: number[][][] = []
  const together = await fitted(async () => {
    for (let i = 0; i < 4; i++) got.push(await answers_of(other))
  })
  expect(together).toEqual(alone)
  for (const answers of got) expect(answers).toEqual(expected)
  other.dispose()
})

test('a model moves between backends and back: its answers stay, and the memory that it left is free', async () => {
  const first = backend()
  const other = first === 'cpu' ? 'wasm' : 'cpu'
  await set_backend(other)
  const other_before = engine().backend.numDataIds()
  await set_backend(first)
  const tensors = tf.memory().numTensors
  const before = engine().backend.numDataIds()
  const model = make_model()
  const weights = model.weights.length
  const expected = await answers_of(model)
  for (let round = 0; round < 2; round++) {
    await set_backend(other)
    const there = await answers_of(model)
    there.forEach((answer, i) => {
      answer.forEach((v, k) => {
        expect(Math.abs(v - expected[i]![k]!)).toBeLessThan(1e-5)
      })
    })
    expect(engine().backend.numDataIds()).toBeGreaterThanOrEqual(other_before + weights)
    await set_backend(first)
    expect(await answers_of(model)).toEqual(expected)
  }
  expect(engine().backend.numDataIds()).toBeGreaterThanOrEqual(before + weights)
  await set_backend(other)
  expect(engine().backend.numDataIds()).toBe(other_before)
  await set_backend(first)
  model.dispose()
  expect([tf.memory().numTensors, engine().backend.numDataIds()]).toEqual([tensors, before])
})
