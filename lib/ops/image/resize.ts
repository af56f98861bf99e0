import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import type { ResizeMethod } from '../../backend/kernels/images/resize_weights'
import { is_float_dtype, is_int_dtype } from '../../common/dtypes'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_tensor, finish, like, store_as } from '../convert'
import { saturate_cast } from '../core'
import { in_image, op1 } from '../declare'
import { padded } from '../nn/windows'
import { round } from '../numpy/elementwise'
import { check_choice, type Layout, layout_of } from './images'
import { nearest, resized } from './resampled'

export type ResizeInterpolation = ResizeMethod | 'nearest'

const interpolations: readonly ResizeInterpolation[] = ['bilinear', 'nearest', 'lanczos3', 'lanczos5', 'bicubic', 'area']

type Size = readonly [number, number]

function check_size(size: unknown): Size {
  if (!Array.isArray(size) || size.length !== 2)
    throw new ValueError(`Expected \`size\` to be a tuple of 2 integers. Received: size=${repr(size)}`)
  if (!(size[0] > 0 && size[1] > 0) || !size.every(Number.isInteger))
    throw new ValueError(`\`size\` must have positive height and width. Received: size=${repr(size)}`)
  return size as unknown as Size
}

/** The largest box in the middle that has the proportions of `size`. */
function cropped(x: Tensor, { rows }: Layout, [tall, wide]: Size): Tensor {
  const [height, width] = x.shape.slice(rows) as [number, number]
  const box = [Math.trunc((width * tall) / wide), Math.trunc((height * wide) / tall)].map((length, i) =>
    Math.max(Math.min(x.shape[rows + i]!, length), 1),
  )
  const begin = x.shape.map((d, axis) => (axis === rows || axis === rows + 1 ? Math.trunc((d - box[axis - rows]!) / 2) : 0))
  const size = x.shape.map((d, axis) => (axis === rows || axis === rows + 1 ? box[axis - rows]! : d))
  return like(run_kernel('Slice', { x }, { begin, size }), x)
}

/** A border on two sides, that gives the images about the proportions of `size`. */
function bordered(x: Tensor, { rows }: Layout, [tall, wide]: Size, fill_value: number): Tensor {
  const [height, width] = x.shape.slice(rows) as [number, number]
  const above = Math.trunc((Math.max(height, Math.trunc((width * tall) / wide)) - height) / 2)
  const beside = above > 0 ? 0 : Math.trunc((Math.max(width, Math.trunc((height * wide) / tall)) - width) / 2)
  const pads = x.shape.map((_, axis): [number, number] => {
    const by = axis === rows ? above : axis === rows + 1 ? beside : 0
    return [by, by]
  })
  return like(padded(x, pads, fill_value), x)
}

const config = {
  size: null as Size | null,
  interpolation: 'bilinear' as ResizeInterpolation,
  antialias: false,
  crop_to_aspect_ratio: false,
  pad_to_aspect_ratio: false,
  fill_mode: 'constant',
  fill_value: 0,
  data_format: null as string | null,
}

/**
 * Images `[h, w, c]` or `[n, h, w, c]` in another `size`, `[height, width]`, of the same dtype; integers are rounded. `interpolation`: `bilinear` (default), `nearest`,
 * `bicubic`, `lanczos3`, `lanczos5`, `area`. `antialias` widens the weights where images become smaller. `crop_to_aspect_ratio` cuts the largest box of the new
 * proportions out of the middle first, `pad_to_aspect_ratio` puts `fill_value` around. Source: keras.ops.image.resize.
 * @throws ValueError for another rank, size or name, and for both ways to keep the proportions.
 *
 * ```ts
 * ops.image.resize([[[0.5], [2.5]]], [1, 4]) // [[[0.5], [1], [2], [2.5]]]
 * ```
 */
export const resize = /*#__PURE__*/ op1(
  { class_name: 'Resize', module: in_image, inputs: ['images'], config },
  (
    images: TensorLike,
    given_size: Size | null,
    interpolation: ResizeInterpolation,
    antialias: boolean,
    crop_to_aspect_ratio: boolean,
    pad_to_aspect_ratio: boolean,
    fill_mode: string,
    fill_value: number,
    data_format: string | null,
  ) => {
    const size = check_size(given_size)
    const x = as_tensor(images)
    const layout = layout_of(x, data_format)
    if (pad_to_aspect_ratio && crop_to_aspect_ratio)
      throw new ValueError('Only one of `pad_to_aspect_ratio` & `crop_to_aspect_ratio` can be `True`.')
    check_choice('interpolation', interpolation, interpolations)
    if (fill_mode !== 'constant')
      throw new ValueError(
        `Invalid value for argument \`fill_mode\`. Only \`'constant'\` is supported. Received: fill_mode=${repr(fill_mode)}`,
      )
    const dtype = tensor_dtype(x)
    if (interpolation === 'nearest' && !pad_to_aspect_ratio)
      return nearest(crop_to_aspect_ratio ? cropped(x, layout, size) : x, layout.rows, size)
    const values = store_as(x, 'float32')
    const framed = crop_to_aspect_ratio
      ? cropped(values, layout, size)
      : pad_to_aspect_ratio
        ? bordered(values, layout, size, Number(fill_value))
        : values
    const result =
      interpolation === 'nearest'
        ? nearest(framed, layout.rows, size)
        : resized(framed, layout.rows, size, { method: interpolation, antialias: Boolean(antialias) })
    if (is_float_dtype(dtype)) return finish(result, dtype)
    return saturate_cast(is_int_dtype(dtype) ? round(result) : result, { dtype })
  },
)
