import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { run_layer_norm } from '../../lib/backend/kernels/normalization/layer_norm'
import { normalized_with } from '../../lib/ops/nn/normalization'

interface Addon {
  getNumOfTFTensors(): number
}

const held = (): [number, number] => [tf.memory().numTensors, (tf.backend() as unknown as Addon).getNumOfTFTensors()]

const noise = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((((i + seed) * 7919) % 1013) - 506) / 253),
    shape as [number],
  )

function expect_same(found: tf.Tensor, expected: tf.Tensor): void {
  expect(found.shape).toEqual(expected.shape)
  const values = expected.dataSync()
  const far = found.dataSync().findIndex((value, i) => !(Math.abs(value - values[i]!) <= 1e-4 * (1 + Math.abs(value))))
  expect(far).toBe(-1)
}

/** Runs `fn` so that it must leave nothing behind. */
function clean(fn: () => void): void {
  tf.tidy(fn)
  const before = held()
  tf.tidy(fn)
  expect(held()).toEqual(before)
}

beforeAll(() => set_backend('native'))

/** Shapes on both sides of where other ops take over. */
describe.each([[[2, 3, 4, 5]], [[7, 5]], [[8, 40, 40, 8]], [[30, 500, 8]], [[20_000, 4]]])(
  'batch normalisation of %j',
  (shape) => {
    test.each([
      [true, true],
      [true, false],
      [false, true],
      [false, false],
    ])('with given statistics, scaled %p, shifted %p, is that of its definition', (scaled, shifted) => {
      clean(() => {
        const channels = [shape.at(-1)!]
        const [x, mean, variance] = [noise(shape, 1), noise(channels, 2), tf.abs(noise(channels, 3))]
        const [gamma, beta] = [scaled ? noise(channels, 4) : null, shifted ? noise(channels, 5) : null]
        const found = normalized_with(x, mean, variance, shape.length - 1, beta, gamma, 1e-3)
        const plain = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3)))
        expect_same(found, tf.add(tf.mul(plain, gamma ?? 1), beta ?? 0))
      })
    })
  },
)

describe.each([
  [[2, 3, 4], 1],
  [[20, 30, 40], 1],
  [[20, 30, 40], 2],
  [[300, 1, 64], 2],
  [[12_000, 1], 1],
])('layer normalisation of %j along the last %d', (shape, count) => {
  const size = tf.util.sizeFromShape(shape.slice(-count))
  const axes = shape.map((_, i) => i).slice(-count)

  test.each([
    [true, true],
    [false, false],
  ])('centred %p, with vectors %p, is that of its definition', (centered, vectors) => {
    clean(() => {
      const x = noise(shape, 1)
      const [gamma, beta] = vectors ? [noise(shape.slice(-count), 2), noise(shape.slice(-count), 3)] : [null, null]
      const found = run_layer_norm(x, count, gamma, beta, { epsilon: 1e-3, centered })!
      const deviation = centered ? tf.sub(x, tf.mean(x, axes, true)) : x
      const plain = tf.div(deviation, tf.sqrt(tf.add(tf.mean(tf.square(deviation), axes, true), 1e-3)))
      expect_same(found, tf.add(tf.mul(plain, gamma ?? 1), beta ?? 0))
    })
  })

  test('takes flat vectors too', () => {
    clean(() => {
      const x = noise(shape, 1)
      const found = run_layer_norm(x, count, noise([size], 2), null, { epsilon: 1e-3, centered: true })!
      const whole = run_layer_norm(x, count, noise(shape.slice(-count), 2), null, { epsilon: 1e-3, centered: true })!
      expect_same(found, whole)
    })
  })
})
