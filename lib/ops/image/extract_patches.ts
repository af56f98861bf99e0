import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { TypeError, ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr, type_text } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import type { TensorLike } from '../../variables/to_tensor'
import { range, size_of } from '../axes'
import { as_tensor, like, reshaped, store_as } from '../convert'
import { as_op, in_image, op1 } from '../declare'
import { channels_first, type PerAxis, padded, padding_name, per_axis, same_padding, to_first, to_last } from '../nn/windows'
import { gathered, permuted } from '../numpy/shape'

type Size = number | readonly number[] | null

function window_of(size: Size): number[] {
  if (typeof size === 'number') return [size, size]
  if (!Array.isArray(size))
    throw new TypeError(
      `Invalid \`size\` argument. Expected an int or a tuple. Received: size=${repr(size)} of type ${type_text(size)}`,
    )
  if (size.length !== 2 && size.length !== 3)
    throw new ValueError(
      `Invalid \`size\` argument. Expected a tuple of length 2 or 3. Received: size=${repr(size)} with length ${size.length}`,
    )
  return size
}

/** An axis in place of which stand the windows along it and the places in a window. */
function windowed(x: Tensor, axis: number, window: number, stride: number, dilation: number): Tensor {
  const count = Math.floor((x.shape[axis]! - (window - 1) * dilation - 1) / stride) + 1
  const shape = [...x.shape.slice(0, axis), count, window, ...x.shape.slice(axis + 1)]
  if (stride === window && dilation === 1) {
    const size = x.shape.map((d, a) => (a === axis ? count * window : d))
    const used = size[axis] === x.shape[axis] ? x : run_kernel('Slice', { x }, { begin: size.map(() => 0), size })
    return reshaped(used, shape)
  }
  const places = range(count).flatMap((i) => range(window).map((j) => i * stride + j * dilation))
  return reshaped(gathered(x, as_tensor(Int32Array.from(places)), axis), shape)
}

/**
 * The windows of images `[h, w, c]` or `[n, h, w, c]` (or, with three numbers as `size`, of volumes) as the channels of a smaller image, `[..., rows, columns, window * c]`.
 * `size` is a number or one for each axis, `strides` the size by default, `padding` `valid` or `same`. Source: keras.ops.image.extract_patches.
 * @throws TypeError, ValueError for another size or rank.
 *
 * ```ts
 * ops.image.extract_patches([[[1], [2]], [[3], [4]]], 2) // [[[1, 2, 3, 4]]]
 * ```
 */
export const extract_patches = /*#__PURE__*/ op1(
  {
    class_name: 'ExtractPatches',
    module: in_image,
    inputs: ['images'],
    config: {
      size: null as Size,
      strides: null as PerAxis | null,
      dilation_rate: 1 as PerAxis,
      padding: 'valid',
      data_format: null as string | null,
    },
  },
  (
    images: TensorLike,
    size: Size,
    strides: PerAxis | null,
    dilation_rate: PerAxis,
    padding: string,
    data_format: string | null,
  ) => {
    const window = window_of(size)
    const count = window.length
    const steps = strides === null ? window : per_axis(strides, count, 'strides')
    const dilations = per_axis(dilation_rate, count, 'dilation_rate')
    const same = padding_name(padding) === 'same'
    const first = channels_first(data_format)
    const x = as_tensor(images)
    const rank = x.shape.length
    if (rank !== count + 1 && rank !== count + 2)
      throw new ValueError(
        `Invalid images rank: expected rank ${count + 1} (single image) or rank ${count + 2} (batch of images). Received input with shape: images.shape=${shape_text(x.shape)}`,
      )
    const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
    const batch = rank === count + 2 ? plain : reshaped(plain, [1, ...x.shape])
    const last = first ? to_last(batch) : batch
    const pads = window.map((length, i): [number, number] =>
      same ? same_padding(last.shape[i + 1]!, length, steps[i]!, dilations[i]!) : [0, 0],
    )
    let result = padded(last, [[0, 0], ...pads, [0, 0]])
    check_window(window, dilations, result.shape)
    window.forEach((length, i) => {
      result = windowed(result, 1 + 2 * i, length, steps[i]!, dilations[i]!)
    })
    const order = [0, ...window.map((_, i) => 1 + 2 * i), ...window.map((_, i) => 2 + 2 * i), 2 * count + 1]
    const places = order.slice(0, count + 1).map((axis) => result.shape[axis]!)
    const patches = reshaped(permuted(result, order), [...places, size_of(window) * last.shape[count + 1]!])
    const formed = first ? to_first(patches) : patches
    const whole = rank === count + 2 ? formed : reshaped(formed, formed.shape.slice(1))
    return like(store_as(whole, x.dtype as 'float32'), x)
  },
)

function check_window(window: number[], dilations: number[], shape: number[]): void {
  if (window.some((length, i) => !Number.isInteger(length) || length < 1 || (length - 1) * dilations[i]! >= shape[i + 1]!))
    throw new ValueError(
      `extract_patches: a window does not fit into the images. Received: size=${shape_text(window)}, images.shape=${shape_text(shape)}`,
    )
}

const cube = (size: unknown): unknown => (typeof size === 'number' ? [size, size, size] : size)

/**
 * `extract_patches` of volumes `[d, h, w, c]` or `[n, d, h, w, c]`. Source: keras.ops.image.extract_patches_3d.
 *
 * ```ts
 * ops.image.extract_patches_3d([[[[1]]], [[[2]]]], [2, 1, 1]) // [[[[1, 2]]]]
 * ```
 */
export const extract_patches_3d = /*#__PURE__*/ as_op(extract_patches, ((
  volumes: TensorLike,
  size: unknown,
  ...rest: unknown[]
) =>
  is_plain_object(size)
    ? extract_patches(volumes, { ...size, size: cube(size.size) })
    : extract_patches(volumes, cube(size), ...rest)) as unknown as typeof extract_patches)
