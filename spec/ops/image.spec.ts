import { readFileSync } from 'node:fs'
import {
  cos,
  cumsum,
  dispose,
  grad,
  memory,
  mul,
  ones,
  reshape,
  reverse,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core'
import { KerasTensor } from '../../lib/graph/keras_tensor'
import { cast, dtype } from '../../lib/ops/core'
import * as image from '../../lib/ops/image'
import { expect_close } from './numbers'

interface Answer {
  shape: number[]
  dtype: string
  output: number[]
  gradient: number[]
}

/** What Keras 3.15.1 on JAX gives; gradients are those of the sum of output[i] * cos(i). */
const answers = JSON.parse(readFileSync(`${__dirname}/image_answers.json`, 'utf8')) as Record<string, Answer>

const wave = (shape: number[]): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 0.7 + 0.3)),
    shape,
  )
const colours = (shape: number[]): Tensor =>
  tensor(
    Array.from(wave(shape).dataSync(), (value) => 0.5 + 0.45 * value),
    shape,
  )

const transform = [0.9, 0.2, 0.35, -0.1, 1.1, -0.23, 0, 0]
const by_channel = [...transform.slice(0, 6), 0.3, -0.2]
const coordinates = [
  [
    [0.2, 1.3, 2.6],
    [-0.7, 1.1, 3.4],
  ],
  [
    [0.5, 0.4, -1.3],
    [1.7, 0.2, 2.2],
  ],
]
const start = [
  [0, 0],
  [2, 0],
  [0, 3],
  [2, 3],
]
const end = [
  [0.2, 0.1],
  [2.1, -0.3],
  [0.4, 2.9],
  [1.8, 3.3],
]
const fill_value = 0.25

type Run = (x: Tensor) => Tensor

const cases: Record<string, [() => Tensor, Run]> = {
  'resize crop': [() => wave([4, 6, 1]), (x) => image.resize(x, [3, 2], { crop_to_aspect_ratio: true })],
  'resize pad': [
    () => wave([1, 3, 4]),
    (x) => image.resize(x, [4, 4], { pad_to_aspect_ratio: true, fill_value: 0.5, data_format: 'channels_first' }),
  ],
  'affine_transform by channel': [() => wave([1, 3, 3, 2]), (x) => image.affine_transform(x, [by_channel])],
  perspective_transform: [() => wave([1, 4, 3, 1]), (x) => image.perspective_transform(x, start, end, { fill_value })],
  rgb_to_grayscale: [() => colours([2, 2, 3]), (x) => image.rgb_to_grayscale(x)],
  rgb_to_hsv: [() => colours([2, 3, 3]), (x) => image.rgb_to_hsv(x)],
  hsv_to_rgb: [() => colours([2, 3, 3]), (x) => image.hsv_to_rgb(x)],
  gaussian_blur: [() => wave([1, 4, 5, 1]), (x) => image.gaussian_blur(x, [3, 5], [0.8, 1.2], 'channels_last')],
  sobel_edges: [() => wave([1, 3, 3, 1]), (x) => image.sobel_edges(x)],
  extract_patches: [() => wave([1, 4, 5, 1]), (x) => image.extract_patches(x, [2, 3], { strides: [2, 1], padding: 'same' })],
  'extract_patches dilated': [() => wave([1, 5, 5, 1]), (x) => image.extract_patches(x, 2, { strides: 2, dilation_rate: 2 })],
  extract_patches_3d: [() => wave([3, 2, 2, 1]), (x) => image.extract_patches_3d(x, 2, { strides: 1 })],
  pad_images: [() => wave([2, 2, 1]), (x) => image.pad_images(x, 1, 0, { target_height: 4, target_width: 3 })],
  crop_images: [
    () => wave([3, 4, 1]),
    (x) => image.crop_images(x, { top_cropping: 1, bottom_cropping: 0, right_cropping: 1, target_width: 2 }),
  ],
  ssim: [() => colours([2, 5, 5, 1]), (x) => image.ssim(x, reverse(colours([2, 5, 5, 1]), 0), { filter_size: 4 })],
  elastic_transform: [() => wave([1, 4, 4, 2]), (x) => image.elastic_transform(x, { alpha: 3, sigma: 1, seed: 7 })],
}
for (const interpolation of ['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5'] as const) {
  for (const antialias of interpolation === 'nearest' ? [false] : [false, true])
    cases[`resize ${interpolation}${antialias ? ' antialias' : ''}`] = [
      () => wave([1, 5, 4, 1]),
      (x) => image.resize(x, [2, 6], { interpolation, antialias }),
    ]
}
for (const fill_mode of ['constant', 'nearest', 'wrap', 'mirror', 'reflect'] as const) {
  cases[`affine_transform ${fill_mode}`] = [
    () => wave([1, 3, 4, 2]),
    (x) => image.affine_transform(x, [transform], { fill_mode, fill_value }),
  ]
  cases[`map_coordinates ${fill_mode}`] = [
    () => wave([3, 4]),
    (x) => image.map_coordinates(x, coordinates, 1, { fill_mode, fill_value }),
  ]
}
for (const method of ['linear', 'cubic', 'lanczos3'])
  cases[`scale_and_translate ${method}`] = [
    () => wave([4, 3, 1]),
    (x) => image.scale_and_translate(x, [3, 5, 1], [0.6, 1.4], [0.3, -0.5], [0, 1], method),
  ]

/** The sum of output[i] * cos(i). */
const weighed = (y: Tensor): Tensor => {
  const flat = reshape(y, [y.size])
  return sum(mul(flat, cos(sub(cumsum(ones([y.size])), 1))))
}

test.each(Object.keys(cases))('%s gives the numbers and gradients of Keras', (name) => {
  const [given, run] = cases[name]!
  const x = given()
  const { shape, output, gradient } = answers[name]!
  const result = run(x)
  expect(result.shape).toEqual(shape)
  expect_close(result, output, 2e-5)
  expect_close(grad((t: Tensor) => weighed(run(t)))(x), gradient, 1e-4)
})

const others: Record<string, [() => Tensor, Run]> = {
  'affine_transform by transform': [
    () => tensor([transform]),
    (t) => image.affine_transform(wave([1, 3, 4, 2]), t, { fill_mode: 'constant', fill_value }),
  ],
  'map_coordinates by coordinates': [
    () => tensor(coordinates),
    (t) => image.map_coordinates(wave([3, 4]), t, 1, { fill_mode: 'reflect' }),
  ],
  'scale_and_translate by scale and translation': [
    () =>
      tensor([
        [0.6, 1.4],
        [0.3, -0.5],
      ]),
    (t) => {
      const [scale, translation] = unstack(t) as [Tensor, Tensor]
      return image.scale_and_translate(wave([4, 3, 1]), [3, 5, 1], scale, translation, [0, 1], 'cubic')
    },
  ],
  'perspective_transform by start_points': [() => tensor(start), (t) => image.perspective_transform(wave([1, 4, 3, 1]), t, end)],
}

test.each(Object.keys(others))('%s has the gradients of Keras', (name) => {
  const [given, run] = others[name]!
  const x = given()
  expect_close(grad((t: Tensor) => weighed(run(t)))(x), answers[name]!.gradient, 1e-3)
})

const labelled = (values: number[], shape: number[], type: string): Tensor => image_of(tensor(values, shape, 'int32'), type)
const image_of = (x: Tensor, type: string): Tensor => (type === 'int32' ? x : cast(x, { dtype: type }))
const bytes = Array.from({ length: 20 }, (_, i) => (i * 13) % 256)

const integers: Record<string, () => Tensor> = {
  'resize uint8': () => image.resize(labelled(bytes, [5, 4, 1], 'uint8'), [3, 7], { interpolation: 'bicubic' }),
  'resize int32 antialias': () => image.resize(labelled(bytes, [5, 4, 1], 'int32'), [2, 3], { antialias: true }),
  'affine_transform int32': () => image.affine_transform(labelled(bytes, [5, 4, 1], 'int32'), transform, { fill_value: 7 }),
  'rgb_to_grayscale uint8': () =>
    image.rgb_to_grayscale(
      labelled(
        Array.from({ length: 12 }, (_, i) => i * 21),
        [2, 2, 3],
        'uint8',
      ),
    ),
  'sobel_edges int32': () => image.sobel_edges(labelled([0, 1, 2, 3, 4, 5, 6, 7, 8], [1, 3, 3, 1], 'int32')),
  'resize pad nearest int32': () =>
    image.resize(labelled([0, 1, 2, 3, 4, 5, 6, 7], [2, 4, 1], 'int32'), [4, 4], {
      interpolation: 'nearest',
      pad_to_aspect_ratio: true,
      fill_value: 2.5,
    }),
}

test.each(Object.keys(integers))('%s keeps the dtype and rounds as Keras does', (name) => {
  const result = integers[name]!()
  const { shape, output, dtype: type } = answers[name]!
  expect([result.shape, dtype(result)]).toEqual([shape, type])
  expect_close(result, output, 0)
})

test('Half precision images stay in half precision.', () => {
  const x = cast(wave([1, 4, 4, 3]), { dtype: 'bfloat16' })
  const results = [
    image.resize(x, [3, 2]),
    image.resize(x, [3, 2], { interpolation: 'nearest' }),
    image.affine_transform(x, transform),
    image.gaussian_blur(x, { data_format: 'channels_last' }),
    image.extract_patches(x, 2),
    image.rgb_to_hsv(x),
  ]
  expect(results.map(dtype)).toEqual(results.map(() => 'bfloat16'))
})

test('Area resizing takes the mean of what each new pixel covers.', () => {
  expect_close(
    image.resize([[[1], [2], [3], [5], [7], [9]].map(([v]) => [v! + 0.5])], [1, 2], { interpolation: 'area' }),
    [2.5, 7.5],
  )
  expect_close(image.resize([[[0.5], [1.5], [2.5]]], [1, 2], { interpolation: 'area' }), [2.5 / 3, 6.5 / 3])
})

test('Symbolic images have the shapes that Keras gives.', () => {
  const x = new KerasTensor([null, 8, 9, 3], { dtype: 'float32' })
  const unknown = new KerasTensor([null, null, null, 3], { dtype: 'uint8' })
  const shapes = [
    image.resize(x, [4, 5]),
    image.resize(unknown, [4, 5], { interpolation: 'lanczos3' }),
    image.affine_transform(x, transform),
    image.affine_transform(x, new KerasTensor([null, 8])),
    image.perspective_transform(x, start, end),
    image.map_coordinates(new KerasTensor([4, 5]), new KerasTensor([2, 7, 6]), 1),
    image.rgb_to_grayscale(unknown),
    image.rgb_to_hsv(x),
    image.gaussian_blur(x),
    image.elastic_transform(x),
    image.sobel_edges(x),
    image.extract_patches(x, 3),
    image.extract_patches(x, [3, 2], { strides: 1, padding: 'same' }),
    image.extract_patches_3d(new KerasTensor([null, 4, 4, 4, 2]), 2),
    image.pad_images(x, 1, 2, 3, 4),
    image.crop_images(unknown, { top_cropping: 1, left_cropping: 2, target_height: 3, target_width: 4 }),
    image.scale_and_translate(x, [null, 3, 3, 3] as never, [0.5, 0.5], [0, 0], [1, 2], 'linear'),
    image.ssim(x, x, { filter_size: 3 }),
  ] as unknown as KerasTensor[]
  expect(shapes.map((tensor) => [...tensor.shape, tensor.dtype])).toEqual([
    [null, 4, 5, 3, 'float32'],
    [null, 4, 5, 3, 'uint8'],
    [null, 8, 9, 3, 'float32'],
    [null, 8, 9, 3, 'float32'],
    [null, 8, 9, 3, 'float32'],
    [7, 6, 'float32'],
    [null, null, null, 1, 'uint8'],
    [null, 8, 9, 3, 'float32'],
    [null, 8, 9, 3, 'float32'],
    [null, 8, 9, 3, 'float32'],
    [null, 8, 9, 3, 2, 'float32'],
    [null, 2, 3, 27, 'float32'],
    [null, 8, 9, 18, 'float32'],
    [null, 2, 2, 2, 16, 'float32'],
    [null, 12, 15, 3, 'float32'],
    [null, 3, 4, 3, 'uint8'],
    [null, 3, 3, 3, 'float32'],
    [null, 'float32'],
  ])
})

test('No images give no images.', () => {
  const none = zeros([0, 4, 5, 3])
  const results = [
    image.resize(none, [2, 3]),
    image.resize(none, [2, 3], { interpolation: 'nearest' }),
    image.affine_transform(none, transform),
    image.gaussian_blur(none, { data_format: 'channels_last' }),
    image.extract_patches(none, 2),
    image.rgb_to_hsv(none),
  ]
  expect(results.map(({ shape }) => shape)).toEqual([
    [0, 2, 3, 3],
    [0, 2, 3, 3],
    [0, 4, 5, 3],
    [0, 4, 5, 3],
    [0, 2, 2, 12],
    [0, 4, 5, 3],
  ])
})

test('Places that are no numbers or far away are outside.', () => {
  const far = [[Number.NaN, Number.POSITIVE_INFINITY, -1e30]]
  expect_close(image.map_coordinates([1.5, 2.5], far, 0, { fill_value: 7 }), [7, 7, 7])
})

const x = (shape: number[]): Tensor => ones(shape)
const refused: [string, () => unknown, string][] = [
  [
    'resize to one number',
    () => image.resize(x([4, 4, 1]), [2] as never),
    'Expected `size` to be a tuple of 2 integers. Received: size=[2]',
  ],
  ['resize to nothing', () => image.resize(x([4, 4, 1]), [0, 2]), '`size` must have positive height and width.'],
  ['resize of a matrix', () => image.resize(x([4, 4]), [2, 2]), 'Invalid images rank'],
  ['resize by a wrong name', () => image.resize(x([4, 4, 1]), [2, 2], 'cubic' as never), "Received: interpolation='cubic'"],
  ['resize with a wrong fill mode', () => image.resize(x([4, 4, 1]), [2, 2], { fill_mode: 'wrap' }), "Only `'constant'`"],
  ['a wrong data format', () => image.rgb_to_hsv(x([4, 4, 3]), 'last'), '`data_format` argument must be one of'],
  ['grey of four channels', () => image.rgb_to_grayscale(x([4, 4, 4])), 'Invalid channel size'],
  ['colours of two channels', () => image.hsv_to_rgb(x([4, 4, 2])), 'must have 3 channels'],
  ['a transform of six numbers', () => image.affine_transform(x([4, 4, 1]), [1, 0, 0, 0, 1, 0]), 'must have eight numbers'],
  ['a transform of rank three', () => image.affine_transform(x([4, 4, 1]), [[transform]]), 'Invalid transform rank'],
  ['three points', () => image.perspective_transform(x([4, 4, 1]), start.slice(1), end), 'Invalid start_points shape'],
  ['other points', () => image.perspective_transform(x([2, 4, 4, 1]), [start, start], end), 'must have the same shape'],
  ['places of another rank', () => image.map_coordinates(x([4, 4]), [[1, 2]], 1), 'First dim of `coordinates`'],
  ['cubic sampling', () => image.map_coordinates(x([4]), [[1, 2]], 3), 'Invalid value for argument `order`'],
  [
    'padding to less',
    () => image.pad_images(x([4, 4, 1]), 1, 0, { target_height: 2, right_padding: 0 }),
    'bottom_padding must be >= 0',
  ],
  [
    'cropping too much',
    () => image.crop_images(x([4, 4, 1]), 3, 0, 2, 0),
    'target_height must be >= 0. Received: target_height=-1',
  ],
  ['a window that does not fit', () => image.extract_patches(x([2, 2, 1]), 3), 'a window does not fit into the images'],
  ['patches of a vector', () => image.extract_patches(x([4]), 2), 'Invalid images rank'],
  ['patches of four axes', () => image.extract_patches(x([4]), [2, 2, 2, 2]), 'Expected a tuple of length 2 or 3'],
  ['edges of one image', () => image.sobel_edges(x([4, 4, 1])), 'expected rank 4'],
  ['images unlike in shape', () => image.ssim(x([4, 4, 1]), x([4, 5, 1])), 'ssim: images must have one shape'],
  ['images smaller than the filter', () => image.ssim(x([4, 4, 1]), x([4, 4, 1])), 'must not be smaller than the filter'],
  ['a blur of no pixels', () => image.gaussian_blur(x([4, 4, 1]), [0, 3]), '`kernel_size` must be two positive integers'],
  ['a wrong method', () => image.scale_and_translate(x([4, 1]), [2, 1], [1], [0], [0], 'nearest'), "Received: method='nearest'"],
  [
    'two scales for one axis',
    () => image.scale_and_translate(x([4, 1]), [2, 1], [1, 1], [0], [0], 'linear'),
    '`scale` must have one',
  ],
]

test.each(refused)('%s is refused, and nothing is left behind', (_title, run, message) => {
  tidy(() => {
    const before = memory().numTensors
    expect(() => tidy(() => void run())).toThrow(message)
    expect(memory().numTensors).toBe(before)
  })
})

test('Nothing but the result is left of a call.', () => {
  for (const [name, [given, run]] of Object.entries(cases)) {
    if (name === 'ssim') continue
    const x = given()
    const before = memory().numTensors
    const result = run(x)
    expect([name, memory().numTensors - before]).toEqual([name, 1])
    dispose([x, result])
  }
})
