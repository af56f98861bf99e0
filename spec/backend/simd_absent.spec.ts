import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { Input, Sequential, utils } from '../../lib/exports/index'
import * as layers from '../../lib/exports/layers'
import { Adam } from '../../lib/exports/optimizers'

jest.mock('../../lib/backend/simd/load', () => ({ simd_of: () => null }))

/** Losses of some training steps of a model that has a layer of every kind that the SIMD module works for. */
async function losses(backend: string): Promise<number[]> {
  await set_backend(backend)
  utils.set_random_seed(1)
  const model = new Sequential([
    Input({ shape: [6, 6, 2] }),
    new layers.Conv2D({ filters: 4, kernel_size: 3, padding: 'same', activation: 'relu' }),
    new layers.DepthwiseConv2D({ kernel_size: 3, padding: 'same' }),
    new layers.BatchNormalization(),
    new layers.MaxPooling2D(),
    new layers.Reshape({ target_shape: [3, 12] }),
    new layers.LSTM({ units: 4 }),
    new layers.Dense({ units: 3, activation: 'softmax' }),
  ])
  model.compile({ optimizer: new Adam({ learning_rate: 0.01 }), loss: 'sparse_categorical_crossentropy' })
  const x = tf.tensor(
    Array.from({ length: 4 * 72 }, (_, i) => Math.sin(i)),
    [4, 6, 6, 2],
  )
  const y = tf.tensor1d([0, 1, 2, 1], 'int32')
  const found: number[] = []
  for (let step = 0; step < 4; step++) found.push([(await model.train_on_batch(x, y)) as number].flat()[0]!)
  tf.dispose([x, y])
  model.dispose()
  return found
}

test('wasm without SIMD trains as cpu does', async () => {
  const expected = await losses('cpu')
  const found = await losses('wasm')
  expect(expected[3]).toBeLessThan(expected[0]!)
  for (const [i, loss] of found.entries()) expect(loss).toBeCloseTo(expected[i]!, 4)
})
