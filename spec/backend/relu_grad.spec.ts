import * as tf from '@tensorflow/tfjs-core'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { relu_gradient } from '../../lib/backend/kernels/relu_grad'
import { relu, relu6 } from '../../lib/ops/nn/activations'
import '../backend'

const y = [-2, 0, 0.5, 6, 7, Number.NaN, Number.POSITIVE_INFINITY, 3]
const dy = [1, 2, 3, 4, 5, 6, 7, -8]

test.each([
  [null, [0, 0, 3, 4, 5, 0, 7, -8]],
  [6, [0, 0, 3, 0, 0, 0, 0, -8]],
  [5, [0, 0, 3, 0, 0, 0, 0, -8]],
])('the gradient of a relu that ends at %p goes where its result is strictly between', (top, expected) => {
  const result = tf.tidy(() => relu_gradient(tf.tensor(dy, [2, 2, 2]), tf.tensor(y, [2, 2, 2]), top))
  expect(result.shape).toEqual([2, 2, 2])
  expect(Array.from(result.dataSync())).toEqual(expected)
  result.dispose()
})

test.each([
  ['tf.relu', (x: tf.Tensor) => tf.relu(x), [0, 0, 1, 1, 1]],
  ['tf.relu6', (x: tf.Tensor) => tf.relu6(x), [0, 0, 1, 0, 0]],
  ['relu', (x: tf.Tensor) => relu(x) as tf.Tensor, [0, 0, 1, 1, 1]],
  ['relu6', (x: tf.Tensor) => relu6(x) as tf.Tensor, [0, 0, 1, 0, 0]],
])('%s has the gradient of TensorFlow at its corners', (_, fn, expected) => {
  const x = tf.tensor1d([-1, 0, 2, 6, 9])
  const before = tf.memory().numTensors
  const { value, grads } = value_and_grads(() => tf.sum(fn(x)), [x])
  expect(Array.from(grads[0]!.dataSync())).toEqual(expected)
  tf.dispose([value, grads[0]!])
  expect(tf.memory().numTensors).toBe(before)
  x.dispose()
})

test('gradients of gradients flow through what is multiplied, and not through the gate', () => {
  const x = tf.tensor1d([-1, 2, 3])
  const outer = value_and_grads(() => {
    const { value, grads } = value_and_grads(() => tf.sum(tf.square(relu(x) as tf.Tensor)), [x])
    value.dispose()
    return tf.sum(tf.square(grads[0]!))
  }, [x])
  expect(Array.from(outer.grads[0]!.dataSync())).toEqual([0, 16, 24])
  tf.dispose([outer.value, outer.grads[0]!, x])
})
