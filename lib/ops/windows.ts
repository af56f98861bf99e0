import { ValueError } from '../common/errors'
import { repr } from '../common/text'

/** Coefficients of the cosine sums behind the windows. */
const cosine_sums: Record<string, readonly number[]> = {
  hann: [0.5, 0.5],
  hanning: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  boxcar: [1],
  ones: [1],
}

/**
 * The values of a window by its name: hann, hamming, blackman, boxcar, bartlett. A periodic one is what a symmetric one of one value more has in front.
 * @throws ValueError for other names.
 */
export function window_values(name: string, length: number, periodic: boolean): Float32Array {
  const span = periodic ? length : length - 1
  if (name === 'bartlett') return Float32Array.from({ length }, (_, i) => (span === 0 ? 1 : 1 - Math.abs((2 * i) / span - 1)))
  const sums = cosine_sums[name]
  if (sums === undefined) throw new ValueError(`Unknown window. Received: window=${repr(name)}`)
  const value = (i: number): number =>
    sums.reduce((total, a, k) => total + (k % 2 === 0 ? a : -a) * Math.cos((2 * Math.PI * k * i) / span), 0)
  return Float32Array.from({ length }, (_, i) => (span === 0 ? 1 : value(i)))
}
