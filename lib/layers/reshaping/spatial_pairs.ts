import type { DataFormat } from '../../common/config'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { standardize_tuple } from '../arguments'

/** One number, one for each spatial axis, or a pair for each. */
export type SpatialPairs = number | number[] | number[][]

const ordinals = ['1st', '2nd', '3rd']

/** A pair for each of `rank` spatial axes. @throws ValueError that names the argument. */
export function standardize_pairs(value: unknown, rank: number, name: string): number[][] {
  const received = Array.isArray(value) ? shape_text(value) : typeof value === 'string' ? value : repr(value)
  if (typeof value === 'number') {
    if (value < 0) throw new ValueError(`\`${name}\` cannot be negative. Received: ${name}=${received}.`)
    return Array.from({ length: rank }, () => [value, value])
  }
  if (!Array.isArray(value) || value.length !== rank) {
    throw new ValueError(`\`${name}\` should have ${rank === 2 ? 'two' : rank} elements. Received: ${name}=${received}.`)
  }
  return value.map((item, i) => standardize_tuple(item, 2, `${ordinals[i]} entry of ${name}`, true))
}

/** The first spatial axis. */
export function first_spatial_axis(data_format: DataFormat | null): number {
  return data_format === 'channels_first' ? 2 : 1
}
