import { grad, type Tensor, tensor } from '@tensorflow/tfjs-core'
import * as activations from '../../lib/activations/activations'
import { built_in_name, deserialize, get, serialize } from '../../lib/activations/get'
import { register_keras_serializable } from '../../lib/common/registry'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { sum } from '../../lib/ops/numpy/reduce'
import { expect_close, values } from '../ops/numbers'

let x: Tensor

beforeAll(() => {
  x = tensor([-2, -0.5, 0, 0.5, 2])
})

test.each([
  ['elu', [-0.86466473, -0.39346933, 0, 0.5, 2]],
  ['gelu', [-0.04550026, -0.15426877, 0, 0.34573123, 1.9544997]],
  ['hard_sigmoid', [0.16666667, 0.41666666, 0.5, 0.5833333, 0.8333333]],
  ['leaky_relu', [-0.4, -0.1, 0, 0.5, 2]],
  ['mish', [-0.25250146, -0.22074366, 0, 0.3752543, 1.943959]],
  ['relu6', [0, 0, 0, 0.5, 2]],
  ['selu', [-1.5201665, -0.6917581, 0, 0.52535045, 2.101402]],
  ['silu', [-0.23840584, -0.18877034, 0, 0.31122968, 1.7615942]],
  ['softplus', [0.12692805, 0.474077, 0.6931472, 0.974077, 2.126928]],
  ['softsign', [-0.6666667, -0.33333334, 0, 0.33333334, 0.6666667]],
  ['sparse_plus', [0, 0.0625, 0.25, 0.5625, 2]],
] as const)('%s answers the numbers of Keras.', (name, expected) => {
  expect_close(get(name)(x), [...expected])
})

test('relu takes a slope, a largest value and a threshold.', () => {
  expect(values(activations.relu(tensor([-10, -5, 0, 5, 10]), { negative_slope: 0.5, max_value: 5, threshold: 5 }))).toEqual([
    -7.5, -5, -2.5, 0, 5,
  ])
  expect(values(activations.relu(x, { max_value: 1 }))).toEqual([0, 0, 0, 0.5, 1])
  expect(values(grad((t: Tensor) => sum(activations.relu(t)))(x))).toEqual([0, 0, 0, 1, 1])
})

test('softmax runs over any axes, but not over none.', () => {
  expect_close(
    activations.softmax(
      tensor([
        [1, 2],
        [3, 4],
      ]),
      { axis: 0 },
    ),
    [0.11920292, 0.11920292, 0.880797, 0.880797],
  )
  expect_close(
    sum(
      activations.softmax(
        tensor([
          [1, 2],
          [3, 4],
        ]),
        { axis: [0, 1] },
      ),
    ),
    [1],
  )
  expect(() => activations.softmax(1)).toThrow('axis -1 is out of bounds')
})

test('Names, functions and null are identifiers.', () => {
  expect(get('relu')).toBe(activations.relu)
  expect(get(null)).toBe(activations.linear)
  expect(get('swish')).toBe(activations.silu)
  expect(get(activations.tanh)).toBe(activations.tanh)
  expect(activations.hard_silu.name).toBe('hard_silu')
  expect(() => get('rellu')).toThrow('Could not interpret activation function identifier: rellu')
  expect(() => get(42 as never)).toThrow('Could not interpret activation function identifier: 42')
})

test('Built-in activations are saved by name, others by their registered name.', () => {
  expect(serialize(activations.relu)).toBe('relu')
  expect(deserialize('relu')).toBe(activations.relu)
  const own = register_keras_serializable({ package: 'specs', name: 'cube' })((t: Tensor) => t)
  const form = serialize(own)
  expect(form).toMatchObject({ class_name: 'function', config: 'specs>cube' })
  expect(deserialize(form)).toBe(own)
  expect([built_in_name(activations.relu), built_in_name(own)]).toEqual(['relu', null])
})

test('A symbolic tensor goes through.', () => {
  expect((activations.relu(new KerasTensor([null, 2]), { max_value: 6 }) as KerasTensor).shape).toEqual([null, 2])
})
