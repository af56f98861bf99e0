import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { standardize_data_format } from '../../common/config'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { range } from '../axes'
import { reshaped } from '../convert'
import { permuted } from '../numpy/shape'

export type Padding = 'valid' | 'same' | 'causal' | string
export type PerAxis = number | readonly number[]

/** One number for each spatial axis. @throws ValueError */
export function per_axis(value: PerAxis | null | undefined, count: number, name: string): number[] {
  if (typeof value === 'number') return new Array(count).fill(value)
  if (!Array.isArray(value) || (value.length !== count && value.length !== 1)) {
    throw new ValueError(
      `The \`${name}\` argument must be an integer or a tuple of ${count} integers. Received: ${name}=${repr(value)}`,
    )
  }
  return value.length === 1 ? new Array(count).fill(value[0]) : [...value]
}

/** Lower-case padding name. @throws ValueError */
export function padding_name(padding: string): 'valid' | 'same' | 'causal' {
  const name = String(padding).toLowerCase()
  if (name !== 'valid' && name !== 'same' && name !== 'causal')
    throw new ValueError(
      `The \`padding\` argument must be a list/tuple or one of {'valid', 'same', 'causal'}. Received: padding=${repr(padding)}`,
    )
  return name
}

/** True when the channel axis comes second. */
export function channels_first(data_format: string | null | undefined): boolean {
  return standardize_data_format(data_format) === 'channels_first'
}

/** [n, c, ...] as [n, ..., c]. */
export function to_last(x: Tensor): Tensor {
  const rank = x.shape.length
  return permuted(x, [0, ...range(rank).slice(2), 1])
}

/** [n, ..., c] as [n, c, ...]. */
export function to_first(x: Tensor): Tensor {
  const rank = x.shape.length
  return permuted(x, [0, rank - 1, ...range(rank).slice(1, -1)])
}

/** A sequence [n, w, c] as an image of height one. */
export function as_image(x: Tensor): Tensor {
  return reshaped(x, [x.shape[0]!, 1, x.shape[1]!, x.shape[2]!])
}

/** An image of height one as a sequence. */
export function as_sequence(x: Tensor): Tensor {
  return reshaped(x, [x.shape[0]!, x.shape[2]!, x.shape[3]!])
}

/** How much is added before and after an axis so that the result has `ceil(size / stride)` windows. */
export function same_padding(size: number, window: number, stride: number, dilation = 1): [number, number] {
  const extent = (window - 1) * dilation + 1
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + extent - size)
  return [Math.floor(total / 2), total - Math.floor(total / 2)]
}

/** Zeros (or another value) around the axes. */
export function padded(x: Tensor, paddings: [number, number][], constantValue = 0): Tensor {
  if (paddings.every(([a, b]) => a === 0 && b === 0)) return x
  return run_kernel('PadV2', { x }, { paddings, constantValue })
}
