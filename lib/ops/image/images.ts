import type { Tensor } from '@tensorflow/tfjs-core'
import { standardize_data_format } from '../../common/config'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { reshaped } from '../convert'
import { to_first, to_last } from '../nn/windows'

/** Where the axes of an image, or of a batch of images, stand. */
export interface Layout {
  /** Whether the channels come before the pixels. */
  first: boolean
  batched: boolean
  /** The axis of the rows; that of the columns follows. */
  rows: number
  channels: number
}

/** @throws ValueError unless `x` has three or four axes. */
export function layout_of(x: { shape: readonly number[] }, data_format: string | null, name = 'images'): Layout {
  const first = standardize_data_format(data_format) === 'channels_first'
  const rank = x.shape.length
  if (rank !== 3 && rank !== 4)
    throw new ValueError(
      `Invalid ${name} rank: expected rank 3 (single image) or rank 4 (batch of images). Received input with shape: ${name}.shape=${shape_text(x.shape)}`,
    )
  return { first, batched: rank === 4, rows: first ? rank - 2 : rank - 3, channels: first ? rank - 3 : rank - 1 }
}

/** The images as a batch `[n, h, w, c]`. */
export function as_batch(x: Tensor, { first, batched }: Layout): Tensor {
  const batch = batched ? x : reshaped(x, [1, ...x.shape])
  return first ? to_last(batch) : batch
}

/** A batch `[n, h, w, c]` in the form that the images had. */
export function from_batch(x: Tensor, { first, batched }: Layout): Tensor {
  const batch = first ? to_first(x) : x
  return batched ? batch : reshaped(batch, batch.shape.slice(1))
}

/** @throws ValueError unless `value` is one of `known`. */
export function check_choice(name: string, value: unknown, known: readonly string[]): void {
  if (known.includes(value as string)) return
  const list = known.map((choice) => `'${choice}'`).join(', ')
  throw new ValueError(`Invalid value for argument \`${name}\`. Expected of one (${list}). Received: ${name}=${repr(value)}`)
}
