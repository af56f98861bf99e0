import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import {
  random_bernoulli,
  random_bits,
  random_categorical,
  random_int,
  random_normal,
  random_uniform,
  truncated_normal,
} from '../../lib/backend/kernels/random/bits'
import { trace } from '../../lib/backend/meta'

const key = [1337, 3] as const

const numbers = (make: () => tf.Tensor): number[] => tf.tidy(() => Array.from(make().dataSync()))

describe.each(['cpu', 'wasm'])('random kernels on %s give what JAX gives for the raw key', (name) => {
  beforeAll(() => set_backend(name))

  it('raw bits, for a key as numbers or as a tensor, with words above 2 ** 31', () => {
    expect(numbers(() => random_bits(key, [6]))).toEqual([
      -591857215, 1425792273, -1036871700, 1313652585, 1025232410, -709481940,
    ])
    expect(numbers(() => random_bits(tf.tensor1d([1337, 3], 'int32'), [2, 3]))).toEqual([
      -591857215, 1425792273, -1036871700, 1313652585, 1025232410, -709481940,
    ])
    expect(numbers(() => random_bits([4000000000, 2147483653], [5]))).toEqual([
      1213553309, 253994178, 1463155043, -1887093837, 1549132901,
    ])
  })

  it('uniform floats, the same as float32', () => {
    expect(numbers(() => random_uniform(key, [2, 3]))).toEqual([
      0.8621973991394043, 0.3319680690765381, 0.7585843801498413, 0.3058584928512573, 0.23870551586151123, 0.8348108530044556,
    ])
    expect(numbers(() => random_uniform(key, [6], 0.1, 0.8))).toEqual([
      0.703538179397583, 0.3323776423931122, 0.631009042263031, 0.3141009509563446, 0.26709386706352234, 0.6843675971031189,
    ])
  })

  it('normal and truncated normal floats, to two units in the last place', () => {
    const normal = numbers(() => random_normal(key, [6]))
    const truncated = numbers(() => truncated_normal(key, [6]))
    for (const [i, value] of [
      1.090245246887207, -0.43448516726493835, 0.7017562985420227, -0.507624089717865, -0.7104726433753967, 0.9733521938323975,
    ].entries())
      expect(Math.abs(normal[i]! - value)).toBeLessThan(3e-7)
    for (const [i, value] of [
      1.0182368755340576, -0.4135180115699768, 0.6645122170448303, -0.4825941324234009, -0.6726201772689819, 0.9137536883354187,
    ].entries())
      expect(Math.abs(truncated[i]! - value)).toBeLessThan(3e-7)
    expect(Math.abs(numbers(() => random_normal(key, [1], 10, 2))[0]! - (10 + 2 * normal[0]!))).toBeLessThan(1e-5)
  })

  it('integers, booleans and classes', () => {
    expect(numbers(() => random_int(key, [6], -5, 1000003))).toEqual([757694, 581272, 708330, 50469, 776371, 832830])
    expect(numbers(() => random_bernoulli(key, [6], 0.3))).toEqual([0, 0, 0, 0, 1, 0])
    const logits = () =>
      tf.log(
        tf.tensor2d([
          [0.1, 0.2, 0.7],
          [0.5, 0.25, 0.25],
        ]),
      )
    expect(numbers(() => random_categorical(key, logits(), 20))).toEqual([
      2, 2, 2, 2, 2, 2, 1, 2, 1, 1, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 0, 0, 1, 1, 1, 1, 0, 1, 2, 2, 0, 2, 2, 1, 1, 1, 2, 2, 0,
    ])
  })

  it('leave no tensor behind, and know their shapes in a trace', () => {
    const before = tf.memory().numTensors
    truncated_normal(key, [4], 1, 2).dispose()
    expect(tf.memory().numTensors).toBe(before)
    expect(trace([], () => [random_bernoulli(key, [2, 3]), random_normal(key, [4])])).toEqual([
      { shape: [2, 3], dtype: 'bool' },
      { shape: [4], dtype: 'float32' },
    ])
  })
})
