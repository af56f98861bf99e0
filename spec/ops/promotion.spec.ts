import { as_tensor } from '../../lib/ops/convert'
import { dtype } from '../../lib/ops/core'
import { add, divide, multiply } from '../../lib/ops/numpy/arithmetic'
import { mean, sum } from '../../lib/ops/numpy/reduce'
import { float, result_type } from '../../lib/ops/promotion'

describe('result_type', () => {
  test.each<[string[], string]>([
    [['int32', 'float32'], 'float32'],
    [['bool', 'int32'], 'int32'],
    [['bool'], 'bool'],
    [['int32', 'float'], 'float32'],
    [['float16', 'float'], 'float16'],
    [['float16', 'bfloat16'], 'float32'],
    [['int8', 'uint8'], 'int16'],
    [['uint16', 'int8'], 'int32'],
    [['int32', 'float16'], 'float16'],
    [['int', 'uint8'], 'uint8'],
    [['int', 'int'], 'int32'],
    [['bool', 'float'], 'float32'],
    [['int32', 'complex64'], 'complex64'],
    [[], 'float32'],
  ])('of %j is %s', (given, expected) => {
    expect(result_type(...(given as string[]))).toBe(expected)
  })
})

test('A whole number is a weak integer and a marked one a float.', () => {
  const x = as_tensor([1, 2, 3])
  expect(dtype(add(x, 2))).toBe('int32')
  expect(dtype(add(x, float(2)))).toBe('float32')
  expect(dtype(add(x, 0.5))).toBe('float32')
  expect(dtype(divide(x, 2))).toBe('float32')
})

test('The half types keep their label, and their values lie on their grid.', () => {
  const x = as_tensor([1, 1], 'float16')
  const y = multiply(x, 0.1)
  expect(dtype(y)).toBe('float16')
  expect(y.dataSync()[0]).toBeCloseTo(0.0999755859375, 10)
  expect(dtype(add(y, as_tensor([1.5, 2.5])))).toBe('float32')
})

test('Narrow integers wrap around.', () => {
  const x = as_tensor([200, 100], 'uint8')
  expect(Array.from(add(x, x).dataSync())).toEqual([144, 200])
  const y = as_tensor([100, -100], 'int8')
  expect(Array.from(add(y, y).dataSync())).toEqual([-56, 56])
})

test('Sums of booleans count, means of integers are floats.', () => {
  const flags = as_tensor([true, false, true])
  expect(dtype(sum(flags))).toBe('int32')
  expect(sum(flags).dataSync()[0]).toBe(2)
  expect(dtype(mean([1, 2]))).toBe('float32')
  expect(mean([1, 2]).dataSync()[0]).toBe(1.5)
})
