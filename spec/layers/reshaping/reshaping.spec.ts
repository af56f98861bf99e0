import { Input } from '../../../lib/layers/core/input'
import { Cropping1D } from '../../../lib/layers/reshaping/cropping1d'
import { Cropping2D } from '../../../lib/layers/reshaping/cropping2d'
import { Cropping3D } from '../../../lib/layers/reshaping/cropping3d'
import { Flatten } from '../../../lib/layers/reshaping/flatten'
import { Permute } from '../../../lib/layers/reshaping/permute'
import { RepeatVector } from '../../../lib/layers/reshaping/repeat_vector'
import { Reshape } from '../../../lib/layers/reshaping/reshape'
import { UpSampling1D } from '../../../lib/layers/reshaping/up_sampling1d'
import { UpSampling3D } from '../../../lib/layers/reshaping/up_sampling3d'
import { ZeroPadding1D } from '../../../lib/layers/reshaping/zero_padding1d'
import { ZeroPadding2D } from '../../../lib/layers/reshaping/zero_padding2d'
import { ZeroPadding3D } from '../../../lib/layers/reshaping/zero_padding3d'
import { check_layer } from '../../layer_contract'

test('reshaping layers keep the contract of a layer', () => {
  check_layer({
    layer_class: Flatten,
    config: { data_format: 'channels_first' },
    input_shape: [2, 3, 4, 5],
    output_shape: [2, 60],
  })
  check_layer({ layer_class: Flatten, input_shape: [2, 3, 2], input_dtype: 'int32', output_shape: [2, 6], output_dtype: 'int32' })
  check_layer({
    layer_class: Reshape,
    config: { target_shape: [-1, 2] },
    input_shape: [2, 3, 4],
    output_shape: [2, 6, 2],
    built_at_init: true,
  })
  check_layer({ layer_class: Permute, config: { dims: [2, 1] }, input_shape: [2, 3, 4], output_shape: [2, 4, 3] })
  check_layer({ layer_class: RepeatVector, config: { n: 3 }, input_shape: [2, 4], output_shape: [2, 3, 4] })
  check_layer({ layer_class: UpSampling1D, config: { size: 3 }, input_shape: [2, 2, 3], output_shape: [2, 6, 3] })
  check_layer({
    layer_class: UpSampling3D,
    config: { size: [1, 2, 3], data_format: 'channels_first' },
    input_shape: [1, 2, 2, 2, 2],
    output_shape: [1, 2, 2, 4, 6],
  })
})

test('padding and cropping layers keep the contract of a layer', () => {
  check_layer({ layer_class: ZeroPadding1D, config: { padding: [1, 2] }, input_shape: [2, 2, 3], output_shape: [2, 5, 3] })
  check_layer({
    layer_class: ZeroPadding2D,
    config: {
      padding: [
        [1, 0],
        [0, 2],
      ],
      data_format: 'channels_first',
    },
    input_shape: [1, 2, 2, 2],
    output_shape: [1, 2, 3, 4],
  })
  check_layer({ layer_class: ZeroPadding3D, input_shape: [1, 1, 2, 1, 2], output_shape: [1, 3, 4, 3, 2] })
  check_layer({ layer_class: Cropping1D, input_shape: [2, 4, 3], output_shape: [2, 2, 3] })
  check_layer({
    layer_class: Cropping2D,
    config: { cropping: [1, [0, 2]] },
    input_shape: [1, 4, 4, 2],
    output_shape: [1, 2, 2, 2],
  })
  check_layer({
    layer_class: Cropping3D,
    config: { data_format: 'channels_first' },
    input_shape: [1, 2, 3, 3, 3],
    output_shape: [1, 2, 1, 1, 1],
  })
})

test('what is unknown before a reshape is unknown after it', () => {
  expect(new Reshape({ target_shape: [-1, 8] })(Input({ shape: [null, 4] })).shape).toEqual([null, null, 8])
  expect(new Reshape({ target_shape: [4, 3] })(Input({ shape: [null, 4] })).shape).toEqual([null, 4, 3])
  expect(new Flatten()(Input({ shape: [null, 4] })).shape).toEqual([null, null])
  expect(new Flatten()(Input({ shape: [] })).shape).toEqual([null, 1])
})

test('targets and borders that cannot be are refused', () => {
  expect(() => new Reshape({ target_shape: [-1, -1] })).toThrow('at most one unknown dimension')
  expect(() => new Reshape({ target_shape: [5] })(Input({ shape: [3] }))).toThrow(
    'The total size of the tensor must be unchanged',
  )
  expect(() => new Permute({ dims: [0, 1] })).toThrow('The set of indices in `dims` must be consecutive and start from 1')
  expect(() => new Cropping1D({ cropping: 2 })(Input({ shape: [4, 1] }))).toThrow(
    '`cropping` parameter of `Cropping1D` layer must be smaller than',
  )
  expect(() => new ZeroPadding2D({ padding: [1, 2, 3] })).toThrow('`padding` should have two elements')
})
