import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import type { TensorLike } from '../../variables/to_tensor'
import { as_tensor, like, store_as } from '../convert'
import { in_image, op1 } from '../declare'
import { padded } from '../nn/windows'
import { type Layout, layout_of } from './images'

type Maybe = number | null

/** What is given about one axis: what is put to or taken from its ends, and the size that results. */
type Ends = [before: Maybe, after: Maybe, target: Maybe]

function check_ends(names: readonly string[], ends: Ends): void {
  const received = names.map((name, i) => `${name}=${repr(ends[i])}`).join(', ')
  if (ends.filter((value) => value === null || value === undefined).length !== 1)
    throw new ValueError(`Must specify exactly two of ${names.join(', ')}. Received: ${received}`)
}

function check_amounts(names: readonly string[], amounts: readonly number[]): void {
  names.forEach((name, i) => {
    if (!(amounts[i]! >= 0)) throw new ValueError(`${name} must be >= 0. Received: ${name}=${amounts[i]}`)
  })
}

/** Both amounts and the size of an axis of `size`, of the two that are given; `sign` is 1 where they are put to it, -1 where they are taken away. */
function complete(names: readonly string[], [before, after, target]: Ends, size: number, sign: 1 | -1): [number, number, number] {
  check_ends(names, [before, after, target])
  const both = target === null ? 0 : sign * (target - size)
  const amounts: [number, number, number] = [
    before ?? both - after!,
    after ?? both - before!,
    target ?? size + sign * (before! + after!),
  ]
  check_amounts(names, amounts)
  return amounts
}

/** The names of the amounts and of the size, for the rows and for the columns. */
const names_of = (what: 'padding' | 'cropping'): readonly (readonly string[])[] => [
  [`top_${what}`, `bottom_${what}`, 'target_height'],
  [`left_${what}`, `right_${what}`, 'target_width'],
]

/** One entry for each axis: `pixels` for rows and columns, else what `other` says. */
const by_axis = <T>(shape: readonly number[], { rows }: Layout, pixels: readonly T[], other: (size: number) => T): T[] =>
  shape.map((size, axis) => (axis === rows || axis === rows + 1 ? pixels[axis - rows]! : other(size)))

/**
 * Zeros around images. Of `top_padding`, `bottom_padding` and `target_height` two are given, and of `left_padding`, `right_padding` and `target_width`.
 * Source: keras.ops.image.pad_images.
 * @throws ValueError for another rank, and where the arguments are too many, too few or not possible.
 *
 * ```ts
 * ops.image.pad_images([[[1]]], 0, 1, 0, 1) // [[[0], [1], [0]]]
 * ```
 */
export const pad_images = /*#__PURE__*/ op1(
  {
    class_name: 'PadImages',
    module: in_image,
    inputs: ['images'],
    config: {
      top_padding: null as Maybe,
      left_padding: null as Maybe,
      bottom_padding: null as Maybe,
      right_padding: null as Maybe,
      target_height: null as Maybe,
      target_width: null as Maybe,
      data_format: null as string | null,
    },
  },
  (
    images: TensorLike,
    top: Maybe,
    left: Maybe,
    bottom: Maybe,
    right: Maybe,
    target_height: Maybe,
    target_width: Maybe,
    data_format: string | null,
  ) => {
    const x = as_tensor(images)
    const layout = layout_of(x, data_format)
    const [of_rows, of_columns] = names_of('padding') as [string[], string[]]
    const [above, below] = complete(of_rows, [top, bottom, target_height], x.shape[layout.rows]!, 1)
    const [before, after] = complete(of_columns, [left, right, target_width], x.shape[layout.rows + 1]!, 1)
    const pads: [number, number][] = [
      [above, below],
      [before, after],
    ]
    const plain = x.dtype === 'bool' ? store_as(x, 'int32') : x
    const result = padded(
      plain,
      by_axis(x.shape, layout, pads, (): [number, number] => [0, 0]),
    )
    return like(result === x ? run_kernel('Identity', { x }) : store_as(result, x.dtype as 'float32'), x)
  },
)

/**
 * A box out of images. Of `top_cropping`, `bottom_cropping` and `target_height` two are given, and of `left_cropping`, `right_cropping` and `target_width`.
 * Source: keras.ops.image.crop_images.
 * @throws ValueError for another rank, and where the arguments are too many, too few or not possible.
 *
 * ```ts
 * ops.image.crop_images([[[1], [2], [3]]], 0, 1, 0, 1) // [[[2]]]
 * ```
 */
export const crop_images = /*#__PURE__*/ op1(
  {
    class_name: 'CropImages',
    module: in_image,
    inputs: ['images'],
    config: {
      top_cropping: null as Maybe,
      left_cropping: null as Maybe,
      bottom_cropping: null as Maybe,
      right_cropping: null as Maybe,
      target_height: null as Maybe,
      target_width: null as Maybe,
      data_format: null as string | null,
    },
  },
  (
    images: TensorLike,
    top: Maybe,
    left: Maybe,
    bottom: Maybe,
    right: Maybe,
    target_height: Maybe,
    target_width: Maybe,
    data_format: string | null,
  ) => {
    const x = as_tensor(images)
    const layout = layout_of(x, data_format)
    const [of_rows, of_columns] = names_of('cropping') as [string[], string[]]
    const [above, , height] = complete(of_rows, [top, bottom, target_height], x.shape[layout.rows]!, -1)
    const [before, , width] = complete(of_columns, [left, right, target_width], x.shape[layout.rows + 1]!, -1)
    const begin = by_axis(x.shape, layout, [above, before], () => 0)
    const size = by_axis(x.shape, layout, [height, width], (d) => d)
    return like(run_kernel('Slice', { x }, { begin, size }), x)
  },
)
