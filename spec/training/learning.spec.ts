import { set_random_seed } from '../../lib/common/default_seed'
import { clear_session } from '../../lib/common/state'
import { Conv2D } from '../../lib/layers/convolutional/conv2d'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { Flatten } from '../../lib/layers/reshaping/flatten'
import { Sequential } from '../../lib/models/sequential'

const points = Array.from({ length: 64 }, (_, i) => [Math.sin(i * 12.9), Math.cos(i * 7.3)])
const classes = points.map(([a, b]) => (a! + b! > 0 ? 1 : 0))

beforeEach(() => {
  clear_session()
  set_random_seed(0)
})

describe('a model learns on this backend', () => {
  test.each(['sgd', 'adam', 'rmsprop'])('products see the weights that %s changed', async (optimizer) => {
    const model = new Sequential([
      Input({ shape: [2] }),
      new Dense({ units: 8, activation: 'relu' }),
      new Dense({ units: 2, activation: 'softmax' }),
    ])
    model.compile({ optimizer, loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] })
    model.optimizer.learning_rate.assign(optimizer === 'sgd' ? 0.5 : 0.05)
    const { history } = await model.fit(points, classes, { epochs: 30, batch_size: 16, verbose: 0 })
    expect(history.accuracy!.at(-1)).toBeGreaterThan(0.9)
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0]! / 2)
    model.dispose()
  })

  test('convolutions see the kernels that adam changed', async () => {
    const images = points.map(([a, b]) => [
      [[a!], [b!]],
      [[b!], [a!]],
    ])
    const model = new Sequential([
      Input({ shape: [2, 2, 1] }),
      new Conv2D({ filters: 4, kernel_size: 2 }),
      new Flatten(),
      new Dense({ units: 2, activation: 'softmax' }),
    ])
    model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] })
    model.optimizer.learning_rate.assign(0.05)
    const { history } = await model.fit(images, classes, { epochs: 30, batch_size: 16, verbose: 0 })
    expect(history.accuracy!.at(-1)).toBeGreaterThan(0.9)
    model.dispose()
  })
})
