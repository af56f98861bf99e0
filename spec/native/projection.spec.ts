import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { native_projected } from '../../lib/backend/native/projection'
import { projected_places } from '../../lib/ops/image/projected'
import { sampled, sampled_by_gathering } from '../../lib/ops/image/sampling'

const held = (): number[] => {
  const { getNumOfTFTensors } = tf.backend() as unknown as { getNumOfTFTensors(): number }
  return [tf.memory().numTensors, getNumOfTFTensors.call(tf.backend())]
}

const image = (): tf.Tensor => tf.tidy(() => tf.reshape(tf.sin(tf.range(0, 2 * 9 * 11 * 3)), [2, 9, 11, 3]))

const transforms: Record<string, number[][]> = {
  'one affine transform': [[0.93, 0.21, 0.37, -0.12, 1.07, -0.23, 0, 0]],
  'two projections': [
    [1.2, 0.1, -3.3, 0.2, 0.8, 1.4, 0.011, -0.013],
    [0.4, -0.3, 5.1, 0.1, 2.3, -7.7, 0, 0.021],
  ],
}

function expect_same(found: tf.Tensor, expected: tf.Tensor): void {
  expect(found.shape).toEqual(expected.shape)
  const values = expected.dataSync()
  found.dataSync().forEach((value, i) => void expect(value).toBeCloseTo(values[i]!, 4))
}

beforeAll(async () => {
  await set_backend('native')
})

const cases = Object.keys(transforms).flatMap((name) =>
  (['constant', 'nearest'] as const).flatMap((fill_mode) => [0, 1].map((order) => [name, fill_mode, order] as const)),
)

test.each(cases)('%s, beyond the ends %s, of order %d is by TensorFlow what it is by gathering', (name, fill_mode, order) => {
  const x = image()
  tf.dispose(tf.square(x))
  const before = held()
  tf.tidy(() => {
    const settings = { order, fill_mode, fill_value: 0.5 }
    const numbers = tf.tensor2d(transforms[name]!)
    const expected = tf.reshape(sampled_by_gathering(x, projected_places(numbers, 9, 11), settings), x.shape)
    expect_same(native_projected(x, numbers, settings)!, expected)
  })
  expect(held()).toEqual(before)
  x.dispose()
})

test.each(['constant', 'nearest', 'wrap', 'mirror', 'reflect'] as const)(
  'Sampling in one loop, beyond the ends %s, is sampling by gathering, and so are its slopes',
  (fill_mode) => {
    const x = image()
    const places = tf.tidy(() => projected_places(tf.tensor2d([transforms['two projections']![0]!]), 9, 11))
    tf.tidy(() => {
      for (const order of [0, 1]) {
        const settings = { order, fill_mode, fill_value: 0.5 }
        expect_same(sampled(x, places, settings), sampled_by_gathering(x, places, settings))
        const dy = sampled_by_gathering(x, places, settings)
        const slopes = (fn: typeof sampled): tf.Tensor[] =>
          order === 0
            ? [tf.grad((t) => fn(t, places, settings))(x, dy)]
            : tf.grads((t: tf.Tensor, ...at: tf.Tensor[]) => fn(t, at, settings))([x, ...places], dy)
        const expected = slopes(sampled_by_gathering)
        slopes(sampled).forEach((slope, i) => void expect_same(slope, expected[i]!))
      }
    })
    tf.dispose([x, ...places])
  },
)
