import { memory, tensor } from '@tensorflow/tfjs-core'
import { Dense } from '../../../lib/layers/core/dense'
import { BatchNormalization } from '../../../lib/layers/normalization/batch_normalization'
import { GroupNormalization } from '../../../lib/layers/normalization/group_normalization'
import { LayerNormalization } from '../../../lib/layers/normalization/layer_normalization'
import { RMSNormalization } from '../../../lib/layers/normalization/rms_normalization'
import { SpectralNormalization } from '../../../lib/layers/normalization/spectral_normalization'
import { UnitNormalization } from '../../../lib/layers/normalization/unit_normalization'
import { check_layer } from '../../layer_contract'

const batch = { layer_class: BatchNormalization, supports_masking: true, non_trainable_weights: 2 }

test('BatchNormalization keeps the contract of a layer, in training and inference', () => {
  check_layer({ ...batch, input_shape: [4, 3], output_shape: [4, 3], trainable_weights: 2 })
  check_layer({
    ...batch,
    input_shape: [3, 2, 3, 2],
    config: { axis: 1, scale: false },
    options: { training: true },
    trainable_weights: 1,
  })
  check_layer({
    ...batch,
    input_shape: [4, 3],
    options: { training: true },
    config: { beta_regularizer: 'l2', gamma_regularizer: 'l1' },
    trainable_weights: 2,
    losses: 2,
  })
})

test('BatchNormalization moves its averages towards the statistics of the batch when training', () => {
  const before = memory().numTensors
  const layer = new BatchNormalization({ momentum: 0.5, epsilon: 0 })
  const y = layer([[1], [3]], { training: true })
  expect(Array.from(y.dataSync())).toEqual([-1, 1])
  expect(Array.from(layer.moving_mean.dataSync())).toEqual([1])
  expect(Array.from(layer.moving_variance.dataSync())).toEqual([1])
  const z = layer([[3]])
  expect(Array.from(z.dataSync())).toEqual([2])
  y.dispose()
  z.dispose()
  layer.dispose()
  expect(memory().numTensors).toBe(before)
})

test('a BatchNormalization that is not trainable runs as in inference and keeps its averages', () => {
  const layer = new BatchNormalization({ epsilon: 0, trainable: false })
  const y = layer([[1], [3]], { training: true })
  expect(Array.from(y.dataSync())).toEqual([1, 3])
  expect(Array.from(layer.moving_mean.dataSync())).toEqual([0])
  y.dispose()
  layer.dispose()
})

test('masked steps do not count in the statistics', () => {
  const layer = new BatchNormalization({ momentum: 0, epsilon: 0 })
  const mask = tensor([[1, 1, 0]], [1, 3], 'bool')
  layer([[[1], [3], [50]]], { training: true, mask }).dispose()
  expect(layer.moving_mean.dataSync()[0]).toBeCloseTo(2, 5)
  expect(layer.moving_variance.dataSync()[0]).toBeCloseTo(1, 5)
  mask.dispose()
  layer.dispose()
})

test('with renorm there are three more averages, and the correction is bounded', () => {
  check_layer({
    ...batch,
    config: { renorm: true, renorm_clipping: { rmax: 2, rmin: 0.5, dmax: 1 } },
    input_shape: [4, 3],
    options: { training: true },
    non_trainable_weights: 5,
    gradients: false,
  })
  expect(() => new BatchNormalization({ renorm: true, renorm_clipping: { top: 1 } as never })).toThrow(
    'Received invalid keys for `renorm_clipping`',
  )
})

test('LayerNormalization keeps the contract of a layer', () => {
  const common = { layer_class: LayerNormalization, supports_masking: true }
  check_layer({ ...common, input_shape: [2, 4], output_shape: [2, 4], trainable_weights: 2 })
  check_layer({ ...common, config: { axis: [1, -1], center: false }, input_shape: [2, 3, 2], trainable_weights: 1 })
  check_layer({ ...common, config: { rms_scaling: true }, input_shape: [2, 3], trainable_weights: 1 })
})

test('LayerNormalization centres and scales each sample', () => {
  const layer = new LayerNormalization({ epsilon: 0 })
  const y = layer([
    [1, 3],
    [-10, 10],
  ])
  expect(Array.from(y.dataSync())).toEqual([-1, 1, -1, 1])
  y.dispose()
  layer.dispose()
  expect(() => new LayerNormalization({ axis: [1, 1] }).build([2, 3])).toThrow('Duplicate axes are not allowed')
})

test('group, RMS and unit normalisation keep the contract of a layer', () => {
  check_layer({
    layer_class: GroupNormalization,
    config: { groups: 2 },
    input_shape: [2, 3, 4],
    output_shape: [2, 3, 4],
    trainable_weights: 2,
    supports_masking: true,
  })
  check_layer({
    layer_class: GroupNormalization,
    config: { groups: -1, axis: 1, scale: false },
    input_shape: [2, 3, 4],
    trainable_weights: 1,
    supports_masking: true,
  })
  check_layer({ layer_class: RMSNormalization, config: { axis: [-1, -2] }, input_shape: [2, 3, 4], trainable_weights: 1 })
  check_layer({
    layer_class: UnitNormalization,
    config: { axis: 1 },
    input_shape: [2, 3],
    supports_masking: true,
    built_at_init: true,
  })
})

test('a group has mean 0 and variance 1', () => {
  const layer = new GroupNormalization({ groups: 2, epsilon: 0 })
  const y = layer([[1, 3, 10, 30]])
  expect(Array.from(y.dataSync())).toEqual([-1, 1, -1, 1])
  y.dispose()
  layer.dispose()
})

test('SpectralNormalization divides the kernel by its largest singular value in each training call', () => {
  const before = memory().numTensors
  const layer = new SpectralNormalization({ layer: new Dense({ units: 2 }), power_iterations: 30 })
  layer.build([null, 2])
  layer.kernel.assign([
    [3, 0],
    [0, 1],
  ])
  layer([[1, 1]], { training: true }).dispose()
  expect(layer.kernel.dataSync()[0]).toBeCloseTo(1, 4)
  expect(layer.kernel.dataSync()[3]).toBeCloseTo(1 / 3, 4)
  layer.dispose()
  expect(memory().numTensors).toBe(before)
})
