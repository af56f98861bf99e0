import { set_random_seed } from '../../lib/common/default_seed'
import { clear_session } from '../../lib/common/state'
import { Conv2D } from '../../lib/layers/convolutional/conv2d'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Dropout } from '../../lib/layers/regularization/dropout'
import { Flatten } from '../../lib/layers/reshaping/flatten'
import { Sequential } from '../../lib/models/sequential'
import { ones } from '../../lib/ops/numpy/creation'
import { uniform } from '../../lib/random/random'

/** All numbers of this file are answers of Keras 3.15.1 on JAX 0.10. */
describe('set_random_seed gives the numbers that Keras gives with the JAX backend', () => {
  test('initial weights, the mask of a dropout, and unseeded draws are the same', () => {
    clear_session()
    set_random_seed(0)
    const model = new Sequential([
      Input({ shape: [8, 8, 1] }),
      new Conv2D({ filters: 4, kernel_size: 3, padding: 'same' }),
      new Dropout({ rate: 0.5 }),
      new Flatten(),
      new Dense({ units: 3, kernel_initializer: 'he_normal' }),
    ])
    const [kernel, , dense] = model.weights.map((weight) => weight.dataSync())
    const first = (values: ArrayLike<number>): number[] => Array.from(values).slice(0, 4)
    expect(first(kernel!)).toEqual([0.11480367, 0.14052135, -0.34442627, -0.35825032].map((v) => expect.closeTo(v, 7)))
    expect(first(dense!)).toEqual([0.0562249, -0.1284206, -0.06540553, 0.01844379].map((v) => expect.closeTo(v, 7)))
    const x = ones([1, 8, 8, 1])
    const y = model(x, { training: true })
    expect(Array.from(y.dataSync())).toEqual([1.2291722, 2.2494905, -0.7004248].map((v) => expect.closeTo(v, 5)))
    const drawn = uniform([2])
    expect(Array.from(drawn.dataSync())).toEqual([0.784325, 0.1118263].map((v) => expect.closeTo(v, 6)))
    for (const tensor of [x, y, drawn]) tensor.dispose()
    model.dispose()
  })
})
