import {
  grad,
  memory,
  mul,
  pow,
  range,
  reshape,
  sin,
  slice,
  square,
  sum,
  type Tensor,
  tensor,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core'
import { Input } from '../../lib/layers/core/input'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { Model } from '../../lib/models/model'
import * as image from '../../lib/ops/image'
import { projected_places } from '../../lib/ops/image/projected'
import { resized, resized_by_products } from '../../lib/ops/image/resampled'
import { sampled, sampled_by_gathering } from '../../lib/ops/image/sampling'
import { serialize_keras_object } from '../../lib/saving/serialize'
import { expect_close, values } from './numbers'

const wave = (shape: number[]): Tensor =>
  tidy(() =>
    reshape(
      sin(
        range(
          0,
          shape.reduce((a, b) => a * b, 1),
        ),
      ),
      shape,
    ),
  )

const shift = [1, 0, 0.5, 0, 1, 0, 0, 0]

const ops: Record<string, [class_name: string, shape: number[], fn: (x: any) => Tensor]> = {
  resize: ['Resize', [5, 6, 3], (x) => image.resize(x, [3, 4], { interpolation: 'bicubic', antialias: true })],
  affine_transform: ['AffineTransform', [5, 6, 3], (x) => image.affine_transform(x, shift, { fill_mode: 'wrap' })],
  map_coordinates: ['MapCoordinates', [6], (x) => image.map_coordinates(x, [[0, 1], [0.5, 2.5]], 1)], // biome-ignore format: one line
  gaussian_blur: ['GaussianBlur', [5, 6, 3], (x) => image.gaussian_blur(x, { sigma: [0.5, 2] })],
  extract_patches: ['ExtractPatches', [5, 6, 3], (x) => image.extract_patches(x, 2, 1)],
  extract_patches_3d: ['ExtractPatches', [4, 4, 4, 1], (x) => image.extract_patches_3d(x, 2)],
  crop_images: ['CropImages', [5, 6, 3], (x) => image.crop_images(x, 1, 1, 0, 0)],
  scale_and_translate: [
    'ScaleAndTranslate',
    [5, 6, 3],
    (x) => image.scale_and_translate(x, [2, 4, 4, 3], [0.7, 0.6], [0.1, 0], [1, 2], 'linear'),
  ],
  rgb_to_hsv: ['RGBToHSV', [2, 2, 3], (x) => image.rgb_to_hsv(x)],
  ssim: ['SSIM', [5, 6, 3], (x) => image.ssim(x, x, { filter_size: 3 })],
}

test.each(Object.keys(ops))('%s in a graph computes what it computes at once, also after it was saved and revived', (name) => {
  const [class_name, shape, fn] = ops[name]!
  const before = memory().numTensors
  const x = Input({ shape, batch_size: name === 'map_coordinates' || name === 'scale_and_translate' ? 2 : null })
  const model = new Model({ inputs: x, outputs: fn(x) as never })
  const saved = JSON.parse(JSON.stringify(serialize_keras_object(model)))
  expect(saved.config.layers.map((layer: any) => layer.class_name)).toContain(class_name)
  const revived = deserialize_keras_object(saved) as any
  const given = wave([2, ...shape])
  const expected =
    name === 'gaussian_blur' ? image.gaussian_blur(given, { sigma: [0.5, 2], data_format: 'channels_last' }) : fn(given)
  for (const either of [model, revived]) {
    const result = either(given) as Tensor
    expect(result.shape).toEqual(expected.shape)
    expect_close(result, values(expected))
    result.dispose()
  }
  expected.dispose()
  given.dispose()
  revived.dispose()
  model.dispose()
  expect(memory().numTensors).toBe(before)
})

/** The slope of the squared slopes of a sum of cubes. */
const second = (fn: (x: Tensor) => Tensor, x: Tensor): Tensor =>
  grad((t: Tensor) => sum(square(grad((u: Tensor) => sum(pow(fn(u), 3)))(t))))(x)

test('Kernels that resize and sample have the slopes of slopes of what they stand for.', () => {
  tidy(() => {
    const x = wave([1, 5, 6, 2])
    for (const method of ['bilinear', 'lanczos3'] as const) {
      const settings = { method, antialias: true }
      const expected = second((t) => resized_by_products(t, 1, [3, 4], settings), x)
      expect_close(
        second((t) => resized(t, 1, [3, 4], settings), x),
        values(expected),
        1e-3,
      )
    }
    const places = projected_places(tensor2d([[0.93, 0.21, 0.37, -0.12, 1.07, -0.23, 0, 0]]), 5, 6)
    const settings = { order: 1, fill_mode: 'reflect' as const, fill_value: 0 }
    const expected = second((t) => sampled_by_gathering(t, places, settings), x)
    expect_close(
      second((t) => sampled(t, places, settings), x),
      values(expected),
      1e-3,
    )
  })
})

test('What is sampled in a loop is what is gathered, for one, two and three axes and all borders.', () => {
  tidy(() => {
    for (const fill_mode of ['constant', 'nearest', 'wrap', 'mirror', 'reflect'] as const) {
      for (const sizes of [[5], [4, 5], [2, 3, 4], [1, 1]]) {
        for (const order of [0, 1]) {
          const settings = { order, fill_mode, fill_value: 0.5 }
          const x = wave([2, ...sizes, 3])
          const places = sizes.map((size, i) => mul(slice(wave([1, 40 + i]), [0, i], [1, 40]), 2.3 * size))
          expect_close(sampled(x, places, settings), values(sampled_by_gathering(x, places, settings)), 1e-5)
        }
      }
    }
  })
})

test('A variable number of images has its own transforms.', () => {
  const [x, transform] = [Input({ shape: [3, 3, 1] }), Input({ shape: [8] })]
  const model = new Model({
    inputs: [x, transform],
    outputs: image.affine_transform(x as never, transform as never) as never,
  }) as any
  const images = wave([2, 3, 3, 1])
  const moved = model([images, tensor([shift, shift])]) as Tensor
  expect_close(moved, values(image.affine_transform(images, shift)))
})
