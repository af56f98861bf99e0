import { Conv1D } from '../../../lib/layers/convolutional/conv1d'
import { Conv1DTranspose } from '../../../lib/layers/convolutional/conv1d_transpose'
import { Conv2D } from '../../../lib/layers/convolutional/conv2d'
import { Conv2DTranspose } from '../../../lib/layers/convolutional/conv2d_transpose'
import { Conv3D } from '../../../lib/layers/convolutional/conv3d'
import { DepthwiseConv1D } from '../../../lib/layers/convolutional/depthwise_conv1d'
import { DepthwiseConv2D } from '../../../lib/layers/convolutional/depthwise_conv2d'
import { SeparableConv1D } from '../../../lib/layers/convolutional/separable_conv1d'
import { SeparableConv2D } from '../../../lib/layers/convolutional/separable_conv2d'
import { Input } from '../../../lib/layers/core/input'
import { check_layer } from '../../layer_contract'

test('convolutions keep the contract of a layer in one, two and three dimensions', () => {
  check_layer({
    layer_class: Conv1D,
    config: { filters: 3, kernel_size: 2, padding: 'causal', activation: 'tanh' },
    input_shape: [2, 5, 2],
    output_shape: [2, 5, 3],
    trainable_weights: 2,
  })
  check_layer({
    layer_class: Conv2D,
    config: { filters: 4, kernel_size: [2, 3], strides: 2, padding: 'same', groups: 2 },
    input_shape: [2, 4, 5, 2],
    output_shape: [2, 2, 3, 4],
    trainable_weights: 2,
  })
  check_layer({
    layer_class: Conv2D,
    config: { filters: 2, kernel_size: 2, data_format: 'channels_first', dilation_rate: 2, use_bias: false },
    input_shape: [2, 3, 4, 5],
    output_shape: [2, 2, 2, 3],
    trainable_weights: 1,
  })
  check_layer({
    layer_class: Conv3D,
    config: { filters: 2, kernel_size: 2, bias_regularizer: 'l2' },
    input_shape: [1, 3, 3, 3, 2],
    output_shape: [1, 2, 2, 2, 2],
    trainable_weights: 2,
    losses: 1,
  })
})

test('a convolution sums the products of each window', () => {
  const layer = new Conv2D({
    filters: 1,
    kernel_size: 2,
    weights: [
      [
        [[[1]], [[2]]],
        [[[3]], [[4]]],
      ],
      [0.5],
    ],
  })
  const y = layer([
    [
      [[1], [0]],
      [[0], [1]],
    ],
  ])
  expect(Array.from(y.dataSync())).toEqual([5.5])
  y.dispose()
  layer.dispose()
})

test('the output of a convolution of unknown width is unknown there alone', () => {
  const layer = new Conv2D({ filters: 8, kernel_size: 3 })
  expect(layer(Input({ shape: [32, null, 3] })).shape).toEqual([null, 30, null, 8])
  layer.dispose()
})

test('wrong arguments are refused by name', () => {
  expect(() => new Conv2D({ filters: 0, kernel_size: 1 })).toThrow(
    'Invalid value for argument `filters`. Expected a strictly positive value. Received filters=0.',
  )
  expect(() => new Conv2D({ filters: 2, kernel_size: [1, 0] })).toThrow(', including values {0} that do not satisfy `value > 0`')
  expect(() => new Conv2D({ filters: 2, kernel_size: 2, padding: 'causal' })).toThrow(
    "The `padding` argument must be a list/tuple or one of {'valid', 'same'}",
  )
  expect(() => new Conv2D({ filters: 2, kernel_size: 9 })(Input({ shape: [4, 4, 1] }))).toThrow(
    'Computed output size would be zero or negative',
  )
})

test('transposed, depthwise and separable convolutions keep the contract of a layer', () => {
  check_layer({
    layer_class: Conv1DTranspose,
    config: { filters: 2, kernel_size: 3, strides: 2 },
    input_shape: [2, 3, 2],
    output_shape: [2, 7, 2],
    trainable_weights: 2,
  })
  check_layer({
    layer_class: Conv2DTranspose,
    config: { filters: 2, kernel_size: 2, padding: 'same', strides: 2, output_padding: 1, data_format: 'channels_first' },
    input_shape: [1, 2, 2, 3],
    trainable_weights: 2,
  })
  check_layer({
    layer_class: DepthwiseConv1D,
    config: { kernel_size: 2, depth_multiplier: 2 },
    input_shape: [2, 4, 3],
    output_shape: [2, 3, 6],
    trainable_weights: 2,
  })
  check_layer({
    layer_class: DepthwiseConv2D,
    config: { kernel_size: 2, padding: 'same', use_bias: false },
    input_shape: [2, 3, 3, 2],
    output_shape: [2, 3, 3, 2],
    trainable_weights: 1,
  })
  check_layer({
    layer_class: SeparableConv1D,
    config: { filters: 4, kernel_size: 2 },
    input_shape: [2, 4, 3],
    output_shape: [2, 3, 4],
    trainable_weights: 3,
  })
  check_layer({
    layer_class: SeparableConv2D,
    config: { filters: 4, kernel_size: 2, depth_multiplier: 2 },
    input_shape: [1, 3, 3, 2],
    output_shape: [1, 2, 2, 4],
    trainable_weights: 3,
  })
})
