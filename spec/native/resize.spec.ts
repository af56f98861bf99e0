import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { engine } from '../../lib/backend/engine'
import { register_gradients } from '../../lib/backend/gradients'
import { ensure_own_kernels } from '../../lib/backend/kernels/own'
import { resized, resized_by_products } from '../../lib/ops/image/resampled'

const held = (): number[] => {
  const { getNumOfTFTensors } = tf.backend() as unknown as { getNumOfTFTensors(): number }
  return [tf.memory().numTensors, getNumOfTFTensors.call(tf.backend())]
}

const noise = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => ((((i + seed) * 7919) % 1013) - 506) / 506),
    shape,
  )

function expect_same(found: tf.Tensor, expected: tf.Tensor, tolerance: number): void {
  expect(found.shape).toEqual(expected.shape)
  const values = expected.dataSync()
  const far = found.dataSync().findIndex((value, i) => !(Math.abs(value - values[i]!) <= tolerance * (1 + Math.abs(value))))
  expect(far).toBe(-1)
}

const sizes: [number, number][] = [
  [5, 4],
  [21, 30],
  [6, 40],
]
const cases = (['bilinear', 'bicubic', 'lanczos3', 'lanczos5'] as const).flatMap((method) =>
  [false, true].flatMap((antialias) => sizes.map((size) => [method, antialias, size] as const)),
)

beforeAll(async () => {
  await set_backend('native')
  register_gradients()
  ensure_own_kernels()
})

test.each(cases)(
  '%s resizing (antialias %s) to %j by TensorFlow is that by products, and so are its slopes',
  (method, antialias, size) => {
    const settings = { method, antialias }
    const x = noise([2, 11, 13, 3], 1)
    const dy = noise([2, ...size, 3], 5)
    tf.dispose([tf.square(x), tf.square(dy)])
    const before = held()
    tf.tidy(() => {
      const of_products = (t: tf.Tensor): tf.Tensor => resized_by_products(t, 1, size, settings)
      const of_kernel = (t: tf.Tensor): tf.Tensor => engine().runKernel('KerasResize', { images: t }, { size, method, antialias })
      const expected = of_products(x)
      const slopes = tf.grad(of_products)(x, dy)
      expect_same(of_kernel(x), expected, 1e-5)
      expect_same(resized(x, 1, size, settings), expected, 1e-5)
      expect_same(tf.grad(of_kernel)(x, dy), slopes, 1e-4)
      expect_same(tf.grad((t) => resized(t, 1, size, settings))(x, dy), slopes, 1e-4)
    })
    expect(held()).toEqual(before)
    tf.dispose([x, dy])
  },
)

test('The slopes of slopes are the resized ones.', () => {
  const settings = { method: 'bicubic' as const, antialias: false }
  tf.tidy(() => {
    const x = noise([1, 6, 7, 2], 2)
    const cubed = (t: tf.Tensor): tf.Tensor => tf.sum(tf.pow(resized(t, 1, [4, 5], settings), 3))
    const second = tf.grad((t) => tf.sum(tf.square(tf.grad(cubed)(t))))(x)
    const by_products = (t: tf.Tensor): tf.Tensor => tf.sum(tf.pow(resized_by_products(t, 1, [4, 5], settings), 3))
    expect_same(second, tf.grad((t) => tf.sum(tf.square(tf.grad(by_products)(t))))(x), 1e-3)
  })
})
