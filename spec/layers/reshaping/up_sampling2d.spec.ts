import { memory, type Tensor, tensor } from '@tensorflow/tfjs-core'
import { UpSampling2D } from '../../../lib/layers/reshaping/up_sampling2d'
import { check_layer } from '../../layer_contract'

const numbers = [0, 5, -7, 2, 9, 4]

function upsampled(config: object, shape: number[], dtype: 'float32' | 'int32' = 'float32'): Tensor {
  const x = tensor(numbers, shape, dtype)
  const y = new UpSampling2D(config)(x)
  x.dispose()
  return y
}

function values(y: Tensor): number[] {
  const result = Array.from(y.dataSync(), (value) => Math.round(value * 1e3) / 1e3 + 0)
  y.dispose()
  return result
}

const bilinear = [
  [0, 1.25, 3.75, 2, -4, -7],
  [0.5, 1.875, 4.625, 3.438, -1.687, -4.25],
  [1.5, 3.125, 6.375, 6.313, 2.938, 1.25],
  [2, 3.75, 7.25, 7.75, 5.25, 4],
].flat()

test('UpSampling2D keeps the contract of a layer, with values interpolated or repeated, in both formats', () => {
  for (const interpolation of ['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5']) {
    check_layer({
      layer_class: UpSampling2D,
      config: { size: [2, 3], interpolation },
      input_shape: [2, 3, 2, 2],
      output_shape: [2, 6, 6, 2],
    })
  }
  check_layer({
    layer_class: UpSampling2D,
    config: { size: 2, interpolation: 'bicubic', data_format: 'channels_first' },
    input_shape: [2, 3, 2, 4],
    output_shape: [2, 3, 4, 8],
  })
})

test('Pixels stand in the middle of their places, and those at the border go on', () => {
  const before = memory().numTensors
  expect(values(upsampled({ interpolation: 'bilinear' }, [1, 2, 3, 1]))).toEqual(bilinear)
  expect(values(upsampled({ interpolation: 'bilinear', data_format: 'channels_first' }, [1, 1, 2, 3]))).toEqual(bilinear)
  expect(values(upsampled({ size: [2, 1] }, [1, 2, 3, 1]))).toEqual([0, 5, -7, 0, 5, -7, 2, 9, 4, 2, 9, 4])
  expect(values(upsampled({ size: [1, 2], interpolation: 'LANCZOS5' }, [1, 6, 1, 1])).filter((_, i) => i % 2 === 0)).toEqual(
    numbers,
  )
  expect(memory().numTensors).toBe(before)
})

test('Integers stay integers: the nearest ones, the even one of two', () => {
  const y = upsampled({ interpolation: 'bilinear' }, [1, 2, 3, 1], 'int32')
  expect(y.dtype).toBe('int32')
  expect(values(y)).toEqual([0, 1, 4, 2, -4, -7, 0, 2, 5, 3, -2, -4, 2, 3, 6, 6, 3, 1, 2, 4, 7, 8, 5, 4])
  expect(values(upsampled({ interpolation: 'bicubic' }, [1, 2, 3, 1], 'int32')).slice(0, 6)).toEqual([-1, 1, 4, 2, -5, -9])
  expect(values(upsampled({ interpolation: 'lanczos3' }, [1, 2, 3, 1], 'int32')).slice(0, 6)).toEqual([-1, 1, 5, 1, -6, -11])
  expect(values(upsampled({ interpolation: 'lanczos5' }, [1, 2, 3, 1], 'int32')).slice(0, 6)).toEqual([-2, 2, 5, 1, -7, -11])
})

test('Another interpolation is refused', () => {
  expect(() => new UpSampling2D({ interpolation: 'area' as never })).toThrow('Invalid value for argument `interpolation`')
})
