import { tensor } from '@tensorflow/tfjs-core'
import { Activation } from '../../../lib/layers/activations/activation'
import { ELU } from '../../../lib/layers/activations/elu'
import { LeakyReLU } from '../../../lib/layers/activations/leaky_relu'
import { PReLU } from '../../../lib/layers/activations/prelu'
import { ReLU } from '../../../lib/layers/activations/relu'
import { Softmax } from '../../../lib/layers/activations/softmax'
import { check_layer } from '../../layer_contract'

const common = { input_shape: [2, 3, 4], output_shape: [2, 3, 4], supports_masking: true }

function answer(layer: any, x: number[][], options?: object): number[] {
  const y = options === undefined ? layer(x) : layer(x, options)
  const values = Array.from(y.dataSync() as Float32Array)
  y.dispose()
  return values
}

test('the activation layers keep the contract of a layer', () => {
  check_layer({ layer_class: Activation, config: { activation: 'tanh' }, built_at_init: true, ...common })
  check_layer({ layer_class: ReLU, config: { max_value: 0.8, negative_slope: 0.1 }, built_at_init: true, ...common })
  check_layer({ layer_class: LeakyReLU, config: { negative_slope: 0.2 }, built_at_init: true, ...common })
  check_layer({ layer_class: ELU, config: { alpha: 0.5 }, built_at_init: true, ...common })
  check_layer({ layer_class: Softmax, config: { axis: [1, 2] }, built_at_init: true, ...common })
  check_layer({ layer_class: PReLU, config: { shared_axes: [1], alpha_initializer: 'ones' }, trainable_weights: 1, ...common })
})

test('ReLU cuts, bends and starts where it is told to', () => {
  expect(answer(new ReLU({ max_value: 6, negative_slope: 0.5, threshold: 1 }), [[-3, 0, 2, 4, 8]])).toEqual([-2, -0.5, 2, 4, 6])
  expect(() => new ReLU({ max_value: -1 })).toThrow('max_value of a ReLU layer cannot be a negative value')
})

test('PReLU learns one slope for each place that is not shared', () => {
  const layer = new PReLU({ alpha_initializer: 'ones', shared_axes: 1 })
  layer.build([null, 5, 7])
  expect(layer.alpha.shape).toEqual([1, 7])
  layer.dispose()
})

test('LeakyReLU takes the older name of its slope', () => {
  expect(new LeakyReLU({ alpha: 0.5 }).negative_slope).toBe(0.5)
})

test('Softmax gives masked places nothing, also where all are masked', () => {
  const mask = tensor(
    [
      [1, 0, 1],
      [0, 0, 0],
    ],
    [2, 3],
    'bool',
  )
  expect(
    answer(
      new Softmax(),
      [
        [1, 5, 1],
        [1, 2, 3],
      ],
      { mask },
    ),
  ).toEqual([0.5, 0, 0.5, 0, 0, 0])
  mask.dispose()
})
