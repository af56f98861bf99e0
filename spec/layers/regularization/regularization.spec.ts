import { ones } from '@tensorflow/tfjs-core'
import { ActivityRegularization } from '../../../lib/layers/regularization/activity_regularization'
import { AlphaDropout } from '../../../lib/layers/regularization/alpha_dropout'
import { Dropout } from '../../../lib/layers/regularization/dropout'
import { GaussianDropout } from '../../../lib/layers/regularization/gaussian_dropout'
import { GaussianNoise } from '../../../lib/layers/regularization/gaussian_noise'
import { SpatialDropout1D } from '../../../lib/layers/regularization/spatial_dropout1d'
import { SpatialDropout2D } from '../../../lib/layers/regularization/spatial_dropout2d'
import { SpatialDropout3D } from '../../../lib/layers/regularization/spatial_dropout3d'
import { check_layer } from '../../layer_contract'

const common = { input_shape: [2, 3], supports_masking: true, built_at_init: true, seeds: 1 }

test('the random layers keep the contract of a layer, in training and inference', () => {
  for (const options of [{ training: true }, {}]) {
    check_layer({ layer_class: Dropout, config: { rate: 0.4, seed: 1 }, options, ...common })
    check_layer({ layer_class: AlphaDropout, config: { rate: 0.4, noise_shape: [null, 1] }, options, ...common })
    check_layer({ layer_class: GaussianDropout, config: { rate: 0.4 }, options, ...common })
    check_layer({ layer_class: GaussianNoise, config: { stddev: 0.4 }, options, ...common })
    check_layer({ layer_class: SpatialDropout1D, config: { rate: 0.4 }, options, ...common, input_shape: [2, 3, 4] })
    check_layer({
      layer_class: SpatialDropout2D,
      config: { rate: 0.4, data_format: 'channels_first' },
      options,
      ...common,
      input_shape: [2, 3, 4, 2],
    })
    check_layer({ layer_class: SpatialDropout3D, config: { rate: 0.4 }, options, ...common, input_shape: [2, 3, 2, 2, 2] })
  }
})

test('rate zero needs no seed and changes nothing', () => {
  check_layer({ layer_class: Dropout, config: { rate: 0 }, options: { training: true }, ...common, seeds: 0 })
})

test('a seeded dropout draws a fresh mask each step, and the same sequence each time', () => {
  const x = ones([50])
  const draw = (layer: Dropout): string => {
    const y = layer(x, { training: true })
    const text = Array.from(y.dataSync()).join()
    y.dispose()
    return text
  }
  const [a, b] = [new Dropout({ rate: 0.5, seed: 7 }), new Dropout({ rate: 0.5, seed: 7 })]
  const first = draw(a)
  expect(draw(a)).not.toBe(first)
  expect(draw(b)).toBe(first)
  expect(new Set(first.split(','))).toEqual(new Set(['0', '2']))
  for (const each of [a, b, x]) each.dispose()
})

test('spatial dropout drops whole channels', () => {
  const x = ones([4, 6, 8])
  const layer = new SpatialDropout1D({ rate: 0.5, seed: 3 })
  const y = layer(x, { training: true })
  const rows = y.arraySync() as number[][][]
  for (const steps of rows) for (const step of steps) expect(step).toEqual(steps[0])
  for (const each of [x, y, layer]) each.dispose()
})

test('ActivityRegularization adds a loss on what passes', () => {
  check_layer({ layer_class: ActivityRegularization, config: { l1: 0.1, l2: 0.2 }, ...common, seeds: 0, losses: 1 })
})

test('rates and shapes of noise are checked', () => {
  expect(() => new Dropout({ rate: 1.5 })).toThrow('Expected a float value between 0 and 1. Received: rate=1.5')
  expect(() => new Dropout({ rate: 0.5, noise_shape: [2, 0] })).toThrow('Expected all dimensions to be positive integers or None')
})
