import { grad, ones, type Tensor } from '@tensorflow/tfjs-core'
import { dtype } from '../../lib/ops/core'
import { sum } from '../../lib/ops/numpy/reduce'
import {
  beta,
  binomial,
  categorical,
  dropout,
  gamma,
  normal,
  randint,
  shuffle,
  truncated_normal,
  uniform,
} from '../../lib/random/random'
import { SeedGenerator } from '../../lib/variables/seed_generator'
import { expect_close, values } from '../ops/numbers'

const average = (x: Tensor): number => values(x).reduce((a, b) => a + b, 0) / x.size

test('An integer seed gives the same numbers each time, a generator new ones.', () => {
  expect(values(uniform([4], { seed: 7 }))).toEqual(values(uniform([4], { seed: 7 })))
  const generator = new SeedGenerator({ seed: 7 })
  const first = values(uniform([4], { seed: generator }))
  expect(first).toEqual(values(uniform([4], { seed: 7 })))
  expect(values(uniform([4], { seed: generator }))).not.toEqual(first)
  generator.dispose()
})

test('Draws follow their distributions.', () => {
  expect(average(uniform([20000], { minval: -1, maxval: 3, seed: 1 }))).toBeCloseTo(1, 1)
  expect(average(normal([20000], { mean: 2, stddev: 0.5, seed: 1 }))).toBeCloseTo(2, 1)
  expect(Math.max(...values(truncated_normal([5000], { seed: 2 })))).toBeLessThanOrEqual(2)
  expect(average(gamma([20000], 3, { seed: 3 }))).toBeCloseTo(3, 1)
  expect(average(gamma([20000], 0.5, { seed: 3 }))).toBeCloseTo(0.5, 1)
  expect(average(beta([20000], 2, 6, { seed: 4 }))).toBeCloseTo(0.25, 1)
  expect(average(binomial([20000], 10, 0.3, { seed: 5 }))).toBeCloseTo(3, 1)
  const dice = values(randint([1000], 1, 7, { seed: 6 }))
  expect([Math.min(...dice), Math.max(...dice)]).toEqual([1, 6])
  expect(values(categorical([[-100, 0, -100]], 3, { seed: 1 }))).toEqual([1, 1, 1])
})

test('Shuffling keeps the values.', () => {
  const shuffled = values(shuffle([1, 2, 3, 4, 5, 6, 7, 8], { seed: 3 }))
  expect(shuffled).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect([...shuffled].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
})

test('Dropout scales what it keeps, and its gradient is its mask.', () => {
  const x = ones([1000])
  const y = dropout(x, 0.25, { seed: 1 })
  expect(new Set(values(y).map((v) => v.toFixed(4)))).toEqual(new Set(['0.0000', '1.3333']))
  expect(average(y)).toBeCloseTo(1, 1)
  expect_close(grad((t: Tensor) => sum(dropout(t, 0.25, { seed: 1 })))(x), values(y))
  expect(new Set(values(dropout(ones([2, 3]), 0.5, { noise_shape: [null, 1], seed: 4 }))).size).toBeLessThanOrEqual(2)
})

test('Dtypes are checked.', () => {
  expect(dtype(normal([2], { dtype: 'float16', seed: 1 }))).toBe('float16')
  expect(() => normal([2], { dtype: 'int32' })).toThrow('requires a floating point `dtype`')
  expect(() => randint([2], 0, 2, { dtype: 'float32' })).toThrow('requires an integer `dtype`')
})
