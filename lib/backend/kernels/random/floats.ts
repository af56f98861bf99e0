import { type Key, random_bits, split_key } from './threefry'

const f32 = Math.fround

/** Largest float32 below 1, negated: where the normal's uniform draw starts. */
const after_minus_one = -0.9999999403953552
const sqrt2 = f32(Math.SQRT2)

/** A float32 in [minval, maxval) from raw bits: 23 of them fill the mantissa of a number in [1, 2). */
function uniform_from(bits: number, minval: number, span: number): number {
  const unit = (bits >>> 9) * 1.1920928955078125e-7
  return Math.max(minval, f32(unit * span + minval))
}

const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727,
  1.50140941,
].map(f32)
const tails = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406,
  2.83297682,
].map(f32)

/** Inverse of the error function in float32, by the polynomial of Giles (2012) that XLA uses. */
export function erf_inv(x: number): number {
  const w = f32(-f32(Math.log1p(f32(-f32(x * x)))))
  const inner = w < 5
  const t = inner ? f32(w - 2.5) : f32(f32(Math.sqrt(w)) - 3)
  const coefficients = inner ? central : tails
  let p = coefficients[0]!
  for (let i = 1; i < 9; i++) p = f32(coefficients[i]! + p * t)
  return Math.abs(x) === 1 ? x * Infinity : f32(p * x)
}

/** The error function to float32 accuracy (series, and a continued fraction for large values). */
export function erf(x: number): number {
  if (x < 0) return -erf(-x)
  if (x > 4) return 1
  let sum = 0
  let term = x
  for (let n = 0; Math.abs(term) > 1e-18 * Math.abs(sum) || n < 2; n++) {
    sum += term / (2 * n + 1)
    term *= -(x * x) / (n + 1)
    if (n > 200) break
  }
  return f32((2 / Math.sqrt(Math.PI)) * sum)
}

/** The float32 next to `x`, upwards or downwards. */
function next_float(x: number, up: boolean): number {
  const bits = new Int32Array(1)
  const float = new Float32Array(bits.buffer)
  float[0] = x
  if (float[0] === 0) return up ? 1.401298464324817e-45 : -1.401298464324817e-45
  bits[0]! += float[0]! > 0 === up ? 1 : -1
  return float[0]!
}

/** Writes raw bits. */
export function fill_bits(key: Key, out: Int32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = random_bits(key, i)
}

/** Writes float32 draws from [minval, maxval). */
export function fill_uniform(key: Key, out: Float32Array, minval: number, maxval: number): void {
  const low = f32(minval)
  const span = f32(f32(maxval) - low)
  for (let i = 0; i < out.length; i++) out[i] = uniform_from(random_bits(key, i), low, span)
}

/** Writes draws from the normal distribution with mean 0 and deviation 1. */
export function fill_normal(key: Key, out: Float32Array): void {
  const span = f32(1 - after_minus_one)
  for (let i = 0; i < out.length; i++) out[i] = sqrt2 * erf_inv(uniform_from(random_bits(key, i), after_minus_one, span))
}

/** Writes draws from the normal distribution cut to (lower, upper). */
export function fill_truncated_normal(key: Key, out: Float32Array, lower: number, upper: number): void {
  const low = erf(f32(f32(lower) / sqrt2))
  const span = f32(erf(f32(f32(upper) / sqrt2)) - low)
  const smallest = next_float(lower, true)
  const largest = next_float(upper, false)
  for (let i = 0; i < out.length; i++) {
    const value = f32(sqrt2 * erf_inv(uniform_from(random_bits(key, i), low, span)))
    out[i] = Math.min(largest, Math.max(smallest, value))
  }
}

/** Writes integers from [minval, maxval): two draws, of which the higher one counts in powers of the range. */
export function fill_int(key: Key, out: Int32Array, minval: number, maxval: number): void {
  const [higher_key, lower_key] = split_key(key) as [Key, Key]
  const span = maxval > minval ? (maxval - minval) >>> 0 : 1
  const half = 65536 % span
  const multiplier = (Math.imul(half, half) >>> 0) % span
  for (let i = 0; i < out.length; i++) {
    const higher = (random_bits(higher_key, i) >>> 0) % span
    const lower = (random_bits(lower_key, i) >>> 0) % span
    const offset = ((Math.imul(higher, multiplier) >>> 0) + lower) >>> 0
    out[i] = (minval + (offset % span)) | 0
  }
}

/** Writes 1 with probability `p`, else 0. */
export function fill_bernoulli(key: Key, out: Uint8Array, p: number): void {
  const limit = f32(p)
  for (let i = 0; i < out.length; i++) out[i] = uniform_from(random_bits(key, i), 0, 1) < limit ? 1 : 0
}

/** Writes draws from the standard Gumbel distribution. */
export function fill_gumbel(key: Key, out: Float32Array): void {
  const tiny = 1.1754943508222875e-38
  const span = f32(1 - tiny)
  for (let i = 0; i < out.length; i++) out[i] = -f32(Math.log(-f32(Math.log(uniform_from(random_bits(key, i), tiny, span)))))
}
