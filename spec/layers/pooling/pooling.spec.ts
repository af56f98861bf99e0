import { tensor } from '@tensorflow/tfjs-core'
import { set_keras_mask } from '../../../lib/graph/masking'
import { AdaptiveAveragePooling1D } from '../../../lib/layers/pooling/adaptive_average_pooling1d'
import { AdaptiveAveragePooling2D } from '../../../lib/layers/pooling/adaptive_average_pooling2d'
import { AdaptiveMaxPooling2D } from '../../../lib/layers/pooling/adaptive_max_pooling2d'
import { AdaptiveMaxPooling3D } from '../../../lib/layers/pooling/adaptive_max_pooling3d'
import { AveragePooling1D } from '../../../lib/layers/pooling/average_pooling1d'
import { AveragePooling2D } from '../../../lib/layers/pooling/average_pooling2d'
import { AveragePooling3D } from '../../../lib/layers/pooling/average_pooling3d'
import { GlobalAveragePooling1D } from '../../../lib/layers/pooling/global_average_pooling1d'
import { GlobalAveragePooling2D } from '../../../lib/layers/pooling/global_average_pooling2d'
import { GlobalAveragePooling3D } from '../../../lib/layers/pooling/global_average_pooling3d'
import { GlobalMaxPooling1D } from '../../../lib/layers/pooling/global_max_pooling1d'
import { GlobalMaxPooling2D } from '../../../lib/layers/pooling/global_max_pooling2d'
import { GlobalMaxPooling3D } from '../../../lib/layers/pooling/global_max_pooling3d'
import { MaxPooling1D } from '../../../lib/layers/pooling/max_pooling1d'
import { MaxPooling2D } from '../../../lib/layers/pooling/max_pooling2d'
import { MaxPooling3D } from '../../../lib/layers/pooling/max_pooling3d'
import { check_layer } from '../../layer_contract'

test('pooling layers keep the contract of a layer in one, two and three dimensions', () => {
  for (const layer_class of [MaxPooling1D, AveragePooling1D])
    check_layer({
      layer_class,
      config: { padding: 'same' },
      input_shape: [2, 5, 3],
      output_shape: [2, 3, 3],
      built_at_init: true,
    })
  for (const layer_class of [MaxPooling2D, AveragePooling2D]) {
    check_layer({
      layer_class,
      config: { pool_size: [2, 3], strides: 1 },
      input_shape: [2, 4, 5, 3],
      output_shape: [2, 3, 3, 3],
      built_at_init: true,
    })
    check_layer({
      layer_class,
      config: { data_format: 'channels_first' },
      input_shape: [1, 2, 4, 4],
      output_shape: [1, 2, 2, 2],
      built_at_init: true,
    })
  }
  for (const layer_class of [MaxPooling3D, AveragePooling3D])
    check_layer({ layer_class, input_shape: [1, 2, 4, 2, 2], output_shape: [1, 1, 2, 1, 2], built_at_init: true })
})

test('global pooling layers keep the contract of a layer', () => {
  check_layer({ layer_class: GlobalMaxPooling1D, input_shape: [2, 4, 3], output_shape: [2, 3], built_at_init: true })
  check_layer({
    layer_class: GlobalAveragePooling1D,
    config: { keepdims: true },
    input_shape: [2, 4, 3],
    output_shape: [2, 1, 3],
    built_at_init: true,
    supports_masking: true,
  })
  for (const layer_class of [GlobalMaxPooling2D, GlobalAveragePooling2D])
    check_layer({
      layer_class,
      config: { data_format: 'channels_first', keepdims: true },
      input_shape: [2, 3, 2, 4],
      output_shape: [2, 3, 1, 1],
      built_at_init: true,
    })
  for (const layer_class of [GlobalMaxPooling3D, GlobalAveragePooling3D])
    check_layer({ layer_class, input_shape: [2, 2, 3, 2, 3], output_shape: [2, 3], built_at_init: true })
})

test('padding does not count in a mean', () => {
  const y = new AveragePooling1D({ pool_size: 2, padding: 'same' })([[[1], [3], [5]]])
  expect(Array.from(y.dataSync())).toEqual([2, 5])
  y.dispose()
})

test('masked steps do not count in the mean over steps, which has no mask itself', () => {
  const x = tensor([[[1], [3], [100]]])
  const mask = tensor([[1, 1, 0]], [1, 3], 'bool')
  set_keras_mask(x, mask)
  const y = new GlobalAveragePooling1D()(x)
  expect(Array.from(y.dataSync())).toEqual([2])
  for (const each of [x, y, mask]) each.dispose()
})

test('adaptive pooling layers keep the contract of a layer', () => {
  check_layer({
    layer_class: AdaptiveAveragePooling1D,
    config: { output_size: 3 },
    input_shape: [2, 5, 2],
    output_shape: [2, 3, 2],
  })
  check_layer({
    layer_class: AdaptiveAveragePooling2D,
    config: { output_size: [2, 3] },
    input_shape: [1, 4, 5, 2],
    output_shape: [1, 2, 3, 2],
  })
  check_layer({
    layer_class: AdaptiveMaxPooling2D,
    config: { output_size: 2, data_format: 'channels_first' },
    input_shape: [1, 2, 4, 3],
    output_shape: [1, 2, 2, 2],
  })
  check_layer({
    layer_class: AdaptiveMaxPooling3D,
    config: { output_size: 1 },
    input_shape: [1, 2, 2, 2, 2],
    output_shape: [1, 1, 1, 1, 2],
  })
})
