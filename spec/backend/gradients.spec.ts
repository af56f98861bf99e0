import * as tf from '@tensorflow/tfjs-core'
import { register_gradients } from '../../lib/backend/gradients'

describe('register_gradients', () => {
  it('gives tfjs-core alone the gradients that its umbrella package has', () => {
    register_gradients()
    const x = tf.tensor1d([1, 2, 3])
    const dx = tf.grad((value: tf.Tensor) => tf.sum(tf.square(value)))(x)
    expect(Array.from(dx.dataSync())).toEqual([2, 4, 6])
    tf.dispose([x, dx])
  })

  it('covers every gradient of tfjs-core and leaves those that are registered alone', () => {
    register_gradients()
    const first = tf.getGradient('Square')
    register_gradients()
    expect(tf.getGradient('Square')).toBe(first)
    for (const kernel of ['Sum', 'Conv2D', 'BatchMatMul', 'FusedBatchNorm', 'ZerosLike', 'UnsortedSegmentSum']) {
      expect(tf.getGradient(kernel)).toBeDefined()
    }
  })
})
