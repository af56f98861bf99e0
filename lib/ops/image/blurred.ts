import type { Tensor } from '@tensorflow/tfjs-core'
import { range } from '../axes'
import { as_tensor, reshaped } from '../convert'
import { depthwise_convolved } from '../nn/conv'

/** The weights of `size` pixels around a middle, by the normal distribution; their sum is one. */
export function bell(size: number, sigma: number): number[] {
  const weights = range(size).map((i) => Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2))
  const total = weights.reduce((a, b) => a + b, 0)
  return weights.map((weight) => weight / total)
}

/** Float32 images `[n, h, w, c]`, each pixel the weighted sum of those around it: `down` a column, then `across` a row. */
export function blurred(x: Tensor, down: readonly number[], across: readonly number[], padding: 'same' | 'valid'): Tensor {
  const channels = x.shape[3]!
  const along = (images: Tensor, weights: readonly number[], shape: number[]): Tensor => {
    const kernel = weights.flatMap((weight) => new Array<number>(channels).fill(weight))
    return depthwise_convolved(images, reshaped(as_tensor(Float32Array.from(kernel)), shape), {
      strides: [1, 1],
      padding,
      dilations: [1, 1],
    })
  }
  return along(along(x, down, [down.length, 1, channels, 1]), across, [1, across.length, channels, 1])
}
