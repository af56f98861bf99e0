import { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'

/**
 * The parts of a batch `x`, `[x]`, `[x, y]` or `[x, y, sample_weight]`; missing ones are null. Source: keras.utils.unpack_x_y_sample_weight.
 * @throws ValueError for more than three parts.
 */
export function unpack_x_y_sample_weight(data: any): [x: any, y: any, sample_weight: any] {
  if (data instanceof Tensor || !Array.isArray(data)) return [data, null, null]
  if (data.length < 1 || data.length > 3) {
    throw new ValueError(
      `Data is expected to be in format \`x\`, \`(x,)\`, \`(x, y)\`, or \`(x, y, sample_weight)\`, found: ${repr(data)}`,
    )
  }
  return [data[0], data[1] ?? null, data[2] ?? null]
}

/** The parts as one list, without trailing nulls; `x` alone stays as it is. Source: keras.utils.pack_x_y_sample_weight. */
export function pack_x_y_sample_weight(x: any, y: any = null, sample_weight: any = null): any {
  if (y === null) return Array.isArray(x) ? [x] : x
  return sample_weight === null ? [x, y] : [x, y, sample_weight]
}
