import type { Tensor } from '@tensorflow/tfjs-core'
import { binary, float_scalar, like, reshaped } from '../convert'
import { broadcasted } from '../numpy/comparison'
import { pixel_places, type Sampling, sampled } from './sampling'

/**
 * Images `[n, h, w, c]`, where the pixel at (x, y) is read at `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)`, `k = c0 x + c1 y + 1`. `numbers` are a0, a1, a2, b0, b1, b2,
 * c0, c1, each `[n, 1]` or `[1, 1]`; no c0 and c1 are zeros.
 */
export function projected(images: Tensor, numbers: readonly Tensor[], sampling: Sampling): Tensor {
  const [n, height, width, channels] = images.shape as [number, number, number, number]
  const [y, x] = pixel_places(height, width)
  const line = (from: number, shift: Tensor): Tensor =>
    binary('Add', binary('Add', binary('Multiply', numbers[from]!, x), binary('Multiply', numbers[from + 1]!, y)), shift)
  const depth = numbers.length > 6 ? line(6, float_scalar(1)) : null
  const [columns, rows] = [0, 3].map((from) => {
    const place = line(from, numbers[from + 2]!)
    return broadcasted(depth === null ? place : binary('RealDiv', place, depth), [n, height * width])
  }) as [Tensor, Tensor]
  return like(reshaped(sampled(images, [rows, columns], sampling), [n, height, width, channels]), images)
}
