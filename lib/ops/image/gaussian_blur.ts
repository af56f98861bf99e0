import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import { any_symbolic } from '../../graph/keras_tensor'
import { type TensorLike, tensor_dtype } from '../../variables/to_tensor'
import { as_tensor, finish, store_as } from '../convert'
import { as_op, in_image, op1 } from '../declare'
import { bell, blurred } from './blurred'
import { as_batch, from_batch, layout_of } from './images'

type Pair = readonly [number, number]

/** @throws ValueError */
function check_pair(name: string, value: unknown, whole: boolean): void {
  const fits = (n: unknown): boolean => typeof n === 'number' && n > 0 && (!whole || Number.isInteger(n))
  if (!Array.isArray(value) || value.length !== 2 || !value.every(fits))
    throw new ValueError(
      `gaussian_blur: \`${name}\` must be two positive ${whole ? 'integers' : 'numbers'}. Received: ${name}=${repr(value)}`,
    )
}

const blur = /*#__PURE__*/ op1(
  {
    class_name: 'GaussianBlur',
    module: in_image,
    inputs: ['images'],
    config: { kernel_size: [3, 3] as Pair, sigma: [1, 1] as Pair, data_format: null as string | null },
  },
  (images: TensorLike, kernel_size: Pair, sigma: Pair, data_format: string | null) => {
    const x = as_tensor(images)
    const layout = layout_of(x, data_format)
    check_pair('kernel_size', kernel_size, true)
    check_pair('sigma', Array.isArray(sigma) ? sigma.map(Number) : sigma, false)
    const [across, down] = kernel_size.map((size, i) => bell(size, Number(sigma[i]))) as [number[], number[]]
    const result = blurred(as_batch(store_as(x, 'float32'), layout), down, across, 'same')
    return finish(from_batch(result, layout), tensor_dtype(x))
  },
)

/**
 * Images blurred with a bell of `kernel_size` pixels and `sigma`, each `[along the columns, along the rows]`; zeros stand around the images.
 * Without a `data_format` the channels of tensors with values come first, as in Keras on JAX, and those of symbolic tensors where `image_data_format()` says. Source: keras.ops.image.gaussian_blur.
 * @throws ValueError for another rank, size or sigma.
 *
 * ```ts
 * const dot = [[[0], [0], [0]], [[0], [1], [0]], [[0], [0], [0]]]
 * ops.image.gaussian_blur(ops.cast(dot, 'float32'), [1, 3], [1, 0.5], 'channels_last') // [[[0], [0.1065], [0]], [[0], [0.787], [0]], [[0], [0.1065], [0]]]
 * ```
 */
export const gaussian_blur = /*#__PURE__*/ as_op(blur, ((images: TensorLike, ...rest: unknown[]) => {
  const [kernel_size, sigma, data_format] = rest.filter((value) => !is_plain_object(value))
  const named = rest.find(is_plain_object) as { data_format?: string | null } | undefined
  const settings = { kernel_size, sigma, data_format, ...named }
  if (!any_symbolic(images)) settings.data_format ??= 'channels_first'
  return blur(images, settings as object)
}) as unknown as typeof blur)
