import { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { on_native } from '../../backend/native/backend'
import { values_at_hand } from '../../backend/values_at_hand'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { as_tensor, binary, like, reshaped, store_as } from '../convert'
import { convert_to_numpy } from '../core'
import { tape_on } from '../custom'
import { in_image, op2 } from '../declare'
import { to_first, to_last } from '../nn/windows'
import { broadcasted } from '../numpy/comparison'
import { joined, parted } from '../numpy/join'
import { as_batch, check_choice, from_batch, layout_of } from './images'
import { projected } from './projected'
import { type FillMode, fill_modes, orders } from './sampling'

/** Whether the last two of the eight numbers are known to be zeros; not where slopes by them may be asked for. */
function no_shift_by_channel(transform: TensorLike): boolean {
  const readable = !(transform instanceof Tensor) || (!tape_on() && (values_at_hand() || on_native()))
  if (!readable) return false
  const values = convert_to_numpy(transform) as Float32Array
  return values.every((value, i) => i % 8 < 6 || value === 0)
}

/** The last two of eight numbers `[count, 8]` set to zero. */
function plain_transforms(given: Tensor, count: number): Tensor {
  const first = run_kernel('Slice', { x: given }, { begin: [0, 0], size: [count, 6] })
  const paddings = [
    [0, 0],
    [0, 2],
  ]
  return run_kernel('PadV2', { x: first }, { paddings, constantValue: 0 })
}

/** The transforms `[n * channels, 8]` of single channels, of `[count, 8]`: the last two numbers become shifts by them times the number of the channel. */
function by_channel(given: Tensor, count: number, n: number, channels: number): Tensor {
  const numbers = parted(given, new Array(8).fill(1), 1)
  const counted = reshaped(run_kernel('Range', {}, { start: 0, stop: channels, step: 1, dtype: 'float32' }), [1, channels])
  const shift = (by: Tensor): Tensor => reshaped(binary('Multiply', by, counted), [count, channels, 1])
  const zeros = run_kernel('Fill', {}, { shape: [count, channels, 2], value: 0, dtype: 'float32' })
  const shifts = joined([zeros, shift(numbers[7]!), zeros, shift(numbers[6]!), zeros], 2)
  const all = binary('Add', reshaped(plain_transforms(given, count), [count, 1, 8]), shifts)
  return reshaped(broadcasted(all, [n, channels, 8]), [n * channels, 8])
}

/**
 * Images moved by `transform`, eight numbers `[a0, a1, a2, b0, b1, b2, c0, c1]` for all or for each of them: the pixel at (x, y) of channel k is the one that was at
 * `(a0 x + a1 y + a2 + c1 k, b0 x + b1 y + b2 + c0 k)`, the last two numbers as Keras on JAX takes them. `interpolation`: `bilinear` (default) or `nearest`; `fill_mode`:
 * `constant` (default, with `fill_value`), `nearest`, `wrap`, `mirror`, `reflect`. Source: keras.ops.image.affine_transform.
 * @throws ValueError for another rank or name.
 *
 * ```ts
 * ops.image.affine_transform([[[1], [2], [3]]], [1, 0, 1, 0, 1, 0, 0, 0]) // [[[2], [3], [0]]]
 * ```
 */
export const affine_transform = /*#__PURE__*/ op2(
  {
    class_name: 'AffineTransform',
    module: in_image,
    inputs: ['images', 'transform'],
    config: {
      interpolation: 'bilinear' as 'bilinear' | 'nearest',
      fill_mode: 'constant' as FillMode,
      fill_value: 0,
      data_format: null as string | null,
    },
  },
  (
    images: TensorLike,
    transform: TensorLike,
    interpolation: string,
    fill_mode: FillMode,
    fill_value: number,
    data_format: string | null,
  ) => {
    check_choice('interpolation', interpolation, Object.keys(orders))
    check_choice('fill_mode', fill_mode, fill_modes)
    const x = as_tensor(images)
    const layout = layout_of(x, data_format)
    const given = store_as(as_tensor(transform), 'float32')
    const rank = given.shape.length
    if (rank !== 1 && rank !== 2)
      throw new ValueError(
        `Invalid transform rank: expected rank 1 (single transform) or rank 2 (batch of transforms). Received input with shape: transform.shape=${shape_text(given.shape)}`,
      )
    const batch = as_batch(x, layout)
    const count = rank === 1 ? 1 : given.shape[0]!
    if (given.shape[rank - 1] !== 8 || (count !== 1 && count !== batch.shape[0]))
      throw new ValueError(
        `affine_transform: \`transform\` must have eight numbers, for all images or for each. Received: transform.shape=${shape_text(given.shape)}, images.shape=${shape_text(x.shape)}`,
      )
    const transforms = reshaped(given, [count, 8])
    const sampling = { order: orders[interpolation]!, fill_mode, fill_value: Number(fill_value) }
    const [n, height, width, channels] = batch.shape as [number, number, number, number]
    if (channels === 1 || no_shift_by_channel(transform))
      return from_batch(projected(batch, plain_transforms(transforms, count), sampling), layout)
    const planes = like(reshaped(to_first(batch), [n * channels, height, width, 1]), x)
    const moved = projected(planes, by_channel(transforms, count, n, channels), sampling)
    const result = like(reshaped(moved, [n, channels, height, width]), x)
    return from_batch(to_last(result), layout)
  },
)
