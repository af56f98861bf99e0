import * as tf from '@tensorflow/tfjs-core'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { convert_to_tensor } from '../../lib/ops/core'
import { det, jvp } from '../../lib/ops/linalg'
import { matmul, multiply, sin, sum } from '../../lib/ops/numpy'
import { expect_close } from './numbers'

function leaving_nothing(fn: () => unknown): void {
  const before = tf.memory().numTensors
  tf.dispose(fn() as never)
  expect(tf.memory().numTensors).toBe(before)
}

test('gives the value of a function of several arguments and its slope along a direction', () => {
  leaving_nothing(() => {
    const fun = (x: tf.Tensor, y: tf.Tensor) => multiply(x, sin(y))
    const parts = jvp(
      fun,
      [
        [1, 2],
        [0.5, 1],
      ],
      [
        [1, 1],
        [2, 0],
      ],
    )
    expect_close(parts[0], [0.4794255, 1.6829419])
    expect_close(parts[1], [2.2345905, 0.8414709])
    return parts
  })
})

test('goes through structures of tensors, and through what the function makes of them', () => {
  leaving_nothing(() => {
    const [x, y] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])]
    const fun = ({ x, rest: [y] }: any) => ({ product: multiply(x, y), sums: [sum(x), 3] })
    const [value, slope] = jvp(fun, [{ x, rest: [y] }], [{ x: y, rest: [x] }])
    expect_close(value.product, [3, 8])
    expect_close(slope.product, [10, 20])
    expect_close(value.sums[0], [3])
    expect_close(slope.sums[0], [7])
    expect_close(value.sums[1], [3])
    expect_close(slope.sums[1], [0])
    return [x, y, value, slope]
  })
})

test('hands on what a function gives beside its value', () => {
  leaving_nothing(() => {
    const parts = jvp((x: tf.Tensor) => [multiply(x, x), 'beside'], [3], [2], { has_aux: true })
    expect_close(parts[0], [9])
    expect_close(parts[1], [12])
    expect(parts[2]).toBe('beside')
    return parts
  })
})

test('takes the slope of a determinant, and of a product with a matrix', () => {
  leaving_nothing(() => {
    const [x, direction] = [
      tf.tensor2d([
        [1, 2],
        [3, 5],
      ]),
      tf.tensor2d([
        [0, 1],
        [0, 0],
      ]),
    ]
    const parts = [...jvp(det, [x], [direction]), ...jvp((m: tf.Tensor) => matmul(m, m), [x], [direction])]
    expect_close(parts[0], [-1])
    expect_close(parts[1], [-3])
    expect_close(parts[3], [3, 6, 0, 3])
    return [x, direction, ...parts]
  })
})

test('a function that does not depend on its argument has no slope', () => {
  leaving_nothing(() => {
    const parts = jvp(() => convert_to_tensor([1.5, 2]), [[1, 2, 3]], [[1, 1, 1]])
    expect_close(parts[1], [0, 0])
    return parts
  })
})

test('refuses arguments that do not fit together', () => {
  leaving_nothing(() => {
    const same = (x: tf.Tensor) => multiply(x, 2)
    expect(() => jvp(same, [[1, 2]], [[1, 2, 3]])).toThrow('jvp called with different primal and tangent shapes')
    expect(() => jvp(same, [[1, 2]], [[1, 2], 3])).toThrow('primals and tangents must have the same structure')
    expect(() => jvp(same, 1 as never, 2 as never)).toThrow('primals and tangents must be lists')
  })
  const whole = tf.tensor1d([1, 2], 'int32')
  leaving_nothing(() => {
    expect(() => jvp((x: tf.Tensor) => multiply(x, 2), [whole], [whole])).toThrow(
      'jvp: primals must be floats. Received: dtype=int32',
    )
  })
  whole.dispose()
})

test('knows the shapes of symbolic arguments', () => {
  const [value, slope] = jvp((x: tf.Tensor) => sum(x, { axis: 1 }), [new KerasTensor([null, 3])], [new KerasTensor([null, 3])])
  expect([value.shape, slope.shape]).toEqual([[null], [null]])
})
