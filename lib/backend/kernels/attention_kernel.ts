import type { KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

/** The score of a place that may not be attended to. */
const lowest = -0.7 * 3.4028234663852886e38

/** `out[i] = x[from..] . y[from + i step..]` for `count` vectors of some size. */
function products(x: TypedArray, x0: number, y: TypedArray, y0: number, step: number, size: number, out: Float64Array): void {
  const count = out.length
  let j = 0
  for (; j + 3 < count; j += 4) {
    const a = y0 + j * step
    const [b, c, d] = [a + step, a + 2 * step, a + 3 * step]
    let [s, t, u, v] = [0, 0, 0, 0]
    for (let i = 0; i < size; i++) {
      const value = x[x0 + i]!
      s += value * y[a + i]!
      t += value * y[b + i]!
      u += value * y[c + i]!
      v += value * y[d + i]!
    }
    out[j] = s
    out[j + 1] = t
    out[j + 2] = u
    out[j + 3] = v
  }
  for (; j < count; j++) {
    let s = 0
    for (let i = 0; i < size; i++) s += x[x0 + i]! * y[y0 + j * step + i]!
    out[j] = s
  }
}

/** `out[from + i] = factor sum_j weights[j] y[start + j step + i]` for a vector of some size. */
function mixture(
  weights: Float64Array,
  factor: number,
  y: TypedArray,
  y0: number,
  step: number,
  out: TypedArray,
  o0: number,
  size: number,
): void {
  const count = weights.length
  let i = 0
  for (; i + 3 < size; i += 4) {
    let [s, t, u, v] = [0, 0, 0, 0]
    for (let j = 0, p = y0 + i; j < count; j++, p += step) {
      const weight = weights[j]!
      s += weight * y[p]!
      t += weight * y[p + 1]!
      u += weight * y[p + 2]!
      v += weight * y[p + 3]!
    }
    out[o0 + i] = s * factor
    out[o0 + i + 1] = t * factor
    out[o0 + i + 2] = u * factor
    out[o0 + i + 3] = v * factor
  }
  for (; i < size; i++) {
    let s = 0
    for (let j = 0, p = y0 + i; j < count; j++, p += step) s += weights[j]! * y[p]!
    out[o0 + i] = s * factor
  }
}

/** Makes scores `exp(scale score - largest)` and answers one over their sum. */
function exponentials(scores: Float64Array): number {
  let largest = -Infinity
  for (let j = 0; j < scores.length; j++) if (scores[j]! > largest) largest = scores[j]!
  let sum = 0
  for (let j = 0; j < scores.length; j++) {
    const value = Math.exp(scores[j]! - largest)
    scores[j] = value
    sum += value
  }
  return 1 / sum
}

/**
 * `softmax(query . key * scale) . value` of `[batch, length, heads, size]` in one pass. Key and value may have fewer heads, each for several of the query.
 * `allowed` (booleans `[batch, heads, rows, columns]`, any of them 1) is true where attention is allowed.
 */
export const attention_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const { query, key, value, allowed } = inputs as unknown as Record<'query' | 'key' | 'value', TensorInfo> & {
    allowed?: TensorInfo
  }
  const { scale, is_causal } = attrs as unknown as { scale: number; is_causal: boolean }
  const [batch, rows, heads, size] = query.shape as [number, number, number, number]
  const [, columns, own_heads, value_size] = value.shape as [number, number, number, number]
  const shared = heads / own_heads
  const steps = allowed === undefined ? [0, 0, 0, 0] : steps_of(allowed.shape)
  const given = [query, key, value, ...(allowed === undefined ? [] : [allowed])]
  const result = { shape: [batch, rows, heads, value_size], dtype: 'float32' as const }
  return run_loop(backend, given, [result], ([q, k, v, mask], [out]) => {
    const scores = new Float64Array(columns)
    for (let n = 0; n < batch; n++) {
      for (let h = 0; h < heads; h++) {
        const head = n * columns * own_heads + Math.floor(h / shared)
        for (let row = 0; row < rows; row++) {
          const place = (n * rows + row) * heads + h
          products(q!, place * size, k!, head * size, own_heads * size, size, scores)
          for (let j = 0; j < columns; j++) scores[j] = scores[j]! * scale
          if (is_causal) scores.fill(lowest, row + 1)
          if (mask !== undefined) {
            const from = n * steps[0]! + h * steps[1]! + row * steps[2]!
            for (let j = 0; j < columns; j++) if (!mask[from + j * steps[3]!]) scores[j] = lowest
          }
          const factor = exponentials(scores)
          mixture(scores, factor, v!, head * value_size, own_heads * value_size, out!, place * value_size, value_size)
        }
      }
    }
  })[0]!
}

/** How far apart neighbours along each axis lie; 0 where the axis is repeated. */
export function steps_of(shape: readonly number[]): number[] {
  return shape.map((d, axis) => (d === 1 ? 0 : shape.slice(axis + 1).reduce((a, b) => a * b, 1)))
}
