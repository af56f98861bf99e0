import * as tf from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { value_and_grads } from '../../lib/backend/gradient_tape'
import { round_half } from '../../lib/backend/kernels/round_half'

const rounded = (values: number[], dtype: 'float16' | 'bfloat16'): number[] =>
  tf.tidy(() => Array.from(round_half(tf.tensor1d(values), dtype).dataSync()))

describe.each(['cpu', 'wasm'])('round_half on %s', (name) => {
  beforeAll(() => set_backend(name))

  it('rounds to float16 as IEEE does: ties to even, subnormals, infinity from 65520 on', () => {
    const values = [0.1, 1 / 3, 65504, 65519.9, 65520, -1e6, 6e-8, 2.9e-8, 3e-8, 1e-5, 6.1e-5, -2.5, 2049, 2051]
    expect(rounded(values, 'float16')).toEqual([
      0.0999755859375,
      0.333251953125,
      65504.0,
      65504.0,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      2 ** -24,
      0.0,
      2 ** -24,
      1.0013580322265625e-5,
      6.097555160522461e-5,
      -2.5,
      2048.0,
      2052.0,
    ])
  })

  it('rounds to bfloat16, ties to even', () => {
    expect(rounded([0.1, 1 / 3, 1.00390625, 1.01171875, 3.4e38, -2.7, 1e-40], 'bfloat16')).toEqual([
      0.10009765625,
      0.333984375,
      1.0,
      1.015625,
      Number.POSITIVE_INFINITY,
      -2.703125,
      9.183549615799121e-41,
    ])
  })

  it('keeps NaN, infinities and the sign of zero', () => {
    for (const dtype of ['float16', 'bfloat16'] as const) {
      expect(rounded([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0], dtype)).toEqual([
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        -0,
      ])
      expect(Object.is(rounded([-1e-30], 'float16')[0], -0)).toBe(true)
    }
  })

  it('passes gradients unchanged', () => {
    const x = tf.tensor1d([0.1, 7])
    const { value, grads } = value_and_grads(() => tf.sum(tf.mul(round_half(x, 'float16'), 3)), [x])
    expect(Array.from(grads[0]!.dataSync())).toEqual([3, 3])
    tf.dispose([x, value, grads[0]!])
  })
})
