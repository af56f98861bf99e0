import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { is_float_dtype } from '../../common/dtypes'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_tensor, binary, like, reshaped, store_as } from '../convert'
import { cast_values } from '../core'
import { in_image, op1 } from '../declare'
import { add, divide, maximum, minimum, mod, multiply, subtract } from '../numpy/arithmetic'
import { equal, greater, less, where } from '../numpy/comparison'
import { abs, clip } from '../numpy/elementwise'
import { concatenate, parted } from '../numpy/join'
import { layout_of } from './images'

const config = { data_format: null as string | null }

/** What red, green and blue give to grey. */
const shares = [0.2989, 0.587, 0.114]

/**
 * Images with one channel of three, `0.2989 * red + 0.587 * green + 0.114 * blue`, of the same dtype; images that have one channel stay as they are.
 * Source: keras.ops.image.rgb_to_grayscale.
 * @throws ValueError for another rank or number of channels.
 *
 * ```ts
 * ops.image.rgb_to_grayscale([[[1, 0.5, 0]]]) // [[[0.5924]]]
 * ```
 */
export const rgb_to_grayscale = /*#__PURE__*/ op1(
  { class_name: 'RGBToGrayscale', module: in_image, inputs: ['images'], config },
  (images: TensorLike, data_format: string | null) => {
    const x = as_tensor(images)
    const { channels } = layout_of(x, data_format)
    const count = x.shape[channels]!
    if (count !== 1 && count !== 3)
      throw new ValueError(
        `Invalid channel size: expected 3 (RGB) or 1 (Grayscale). Received input with shape: images.shape=${shape_text(x.shape)}`,
      )
    if (count === 1) return like(run_kernel('Identity', { x }), x)
    const weights = reshaped(
      as_tensor(shares, 'float32'),
      x.shape.map((_, axis) => (axis === channels ? 3 : 1)),
    )
    const grey = run_kernel(
      'Sum',
      { x: binary('Multiply', store_as(x, 'float32'), weights) },
      { axis: [channels], keepDims: true },
    )
    return cast_values(grey, tensor_dtype(x))
  },
)

/** The three channels of float images, each with its axis, and that axis. */
function three_channels(images: TensorLike, data_format: string | null): [planes: Tensor[], axis: number] {
  const x = as_tensor(images)
  const { channels } = layout_of(x, data_format)
  const dtype = tensor_dtype(x)
  if (!is_float_dtype(dtype)) throw new ValueError(`Invalid images dtype: expected float dtype. Received: images.dtype=${dtype}`)
  if (x.shape[channels] !== 3)
    throw new ValueError(`Input images must have 3 channels. Received: images.shape=${shape_text(x.shape)}`)
  return [parted(x, [1, 1, 1], channels), channels]
}

/** Distances from zero that count as none. */
const smallest: Record<string, number> = { float16: 2 ** -10, bfloat16: 2 ** -7 }

/**
 * Hue, saturation and value (each from 0 to 1) of red, green and blue. Source: keras.ops.image.rgb_to_hsv.
 * @throws ValueError for another rank, dtype or number of channels.
 *
 * ```ts
 * ops.image.rgb_to_hsv([[[0, 0.5, 0]]]) // [[[1 / 3, 1, 0.5]]]
 * ```
 */
export const rgb_to_hsv = /*#__PURE__*/ op1(
  { class_name: 'RGBToHSV', module: in_image, inputs: ['images'], config },
  (images: TensorLike, data_format: string | null) => {
    const [planes, axis] = three_channels(images, data_format)
    const epsilon = smallest[tensor_dtype(planes[0]!)] ?? 2 ** -23
    const [r, g, b] = planes.map((plane) => where(less(abs(plane), epsilon), 0, plane)) as [Tensor, Tensor, Tensor]
    const value = maximum(maximum(r, g), b)
    const span = subtract(value, minimum(minimum(r, g), b))
    const [bright, colourful] = [greater(value, 0), greater(span, 0)]
    const saturation = where(bright, divide(span, where(bright, value, 1)), 0)
    const unit = divide(1 / 6, where(colourful, span, 1))
    const from_green = add(multiply(unit, subtract(b, r)), 2 / 6)
    const from_blue = add(multiply(unit, subtract(r, g)), 4 / 6)
    const from_red = multiply(unit, subtract(g, b))
    const turned = where(equal(value, r), from_red, where(equal(value, g), from_green, from_blue))
    const hue = where(colourful, where(less(turned, 0), add(turned, 1), turned), 0)
    return concatenate([hue, saturation, value], { axis })
  },
)

/**
 * Red, green and blue of hue, saturation and value. Source: keras.ops.image.hsv_to_rgb.
 * @throws ValueError for another rank, dtype or number of channels.
 *
 * ```ts
 * ops.image.hsv_to_rgb([[[0, 1, 0.5]]]) // [[[0.5, 0, 0]]]
 * ```
 */
export const hsv_to_rgb = /*#__PURE__*/ op1(
  { class_name: 'HSVToRGB', module: in_image, inputs: ['images'], config },
  (images: TensorLike, data_format: string | null) => {
    const [[hue, saturation, value], axis] = three_channels(images, data_format) as [[Tensor, Tensor, Tensor], number]
    const sixths = multiply(mod(hue, 1), 6)
    const away = (from: number): Tensor => abs(subtract(sixths, from))
    const amounts = [subtract(away(3), 1), subtract(2, away(2)), subtract(2, away(4))]
    const rest = subtract(1, saturation)
    const planes = amounts.map((amount) => multiply(value, add(rest, multiply(saturation, clip(amount, 0, 1)))))
    return concatenate(planes, { axis })
  },
)
