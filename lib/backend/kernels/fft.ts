import {
  complex,
  imag,
  type KernelFunc,
  real,
  type Tensor,
  type TensorInfo,
  type TypedArray,
  tidy,
  util,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { run_loop } from './memory'

/** Radix-2 transform in place; the length is a power of two. `sign` -1 is forward. Not scaled. */
function radix2(re: Float64Array, im: Float64Array, sign: number): void {
  const n = re.length
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i < j) {
      ;[re[i], re[j]] = [re[j]!, re[i]!]
      ;[im[i], im[j]] = [im[j]!, im[i]!]
    }
  }
  const [cos, sin] = turns(n, sign)
  for (let length = 2; length <= n; length <<= 1) {
    const half = length >> 1
    const step = n / length
    for (let start = 0; start < n; start += length) {
      for (let k = 0; k < half; k++) {
        const a = start + k
        const b = a + half
        const c = cos[k * step]!
        const s = sin[k * step]!
        const br = re[b]! * c - im[b]! * s
        const bi = re[b]! * s + im[b]! * c
        re[b] = re[a]! - br
        im[b] = im[a]! - bi
        re[a]! += br
        im[a]! += bi
      }
    }
  }
}

const known_turns = new Map<number, [Float64Array, Float64Array]>()

/** Cosines and sines of `sign * 2 pi k / n`. The latest tables are kept. */
function turns(n: number, sign: number): [Float64Array, Float64Array] {
  const found = known_turns.get(n * sign)
  if (found) return found
  if (known_turns.size > 8) known_turns.clear()
  const angle = (k: number) => (sign * 2 * Math.PI * k) / n
  const table: [Float64Array, Float64Array] = [
    Float64Array.from({ length: n }, (_, k) => Math.cos(angle(k))),
    Float64Array.from({ length: n }, (_, k) => Math.sin(angle(k))),
  ]
  known_turns.set(n * sign, table)
  return table
}

/** Bluestein's form for any length: the transform as a convolution of a power-of-two length. */
function any_length(re: Float64Array, im: Float64Array, sign: number): void {
  const n = re.length
  let m = 1
  while (m < 2 * n) m <<= 1
  const [cos, sin] = turns(2 * n, sign)
  const at = (k: number) => (k * k) % (2 * n)
  const ar = new Float64Array(m)
  const ai = new Float64Array(m)
  const br = new Float64Array(m)
  const bi = new Float64Array(m)
  for (let k = 0; k < n; k++) {
    const c = cos[at(k)]!
    const s = sin[at(k)]!
    ar[k] = re[k]! * c - im[k]! * s
    ai[k] = re[k]! * s + im[k]! * c
    br[k] = br[(m - k) % m] = c
    bi[k] = bi[(m - k) % m] = -s
  }
  radix2(ar, ai, -1)
  radix2(br, bi, -1)
  for (let k = 0; k < m; k++) {
    const r = ar[k]! * br[k]! - ai[k]! * bi[k]!
    ai[k] = ar[k]! * bi[k]! + ai[k]! * br[k]!
    ar[k] = r
  }
  radix2(ar, ai, 1)
  for (let k = 0; k < n; k++) {
    const c = cos[at(k)]! / m
    const s = sin[at(k)]! / m
    re[k] = ar[k]! * c - ai[k]! * s
    im[k] = ar[k]! * s + ai[k]! * c
  }
}

function transform_rows(
  re_in: TypedArray,
  im_in: TypedArray,
  re_out: TypedArray,
  im_out: TypedArray,
  n: number,
  inverse: boolean,
): void {
  const re = new Float64Array(n)
  const im = new Float64Array(n)
  const sign = inverse ? 1 : -1
  const scale = inverse ? 1 / n : 1
  const transform = (n & (n - 1)) === 0 ? radix2 : any_length
  for (let row = 0; row < re_in.length; row += n) {
    for (let k = 0; k < n; k++) {
      re[k] = re_in[row + k]!
      im[k] = im_in[row + k]!
    }
    transform(re, im, sign)
    for (let k = 0; k < n; k++) {
      re_out[row + k] = re[k]! * scale
      im_out[row + k] = im[k]! * scale
    }
  }
}

/** FFT and IFFT of complex rows (the last axis), in double precision, for any length. */
export function fft_kernel(inverse: boolean): KernelFunc {
  return ({ inputs, backend }) => {
    const input = inputs.input as Tensor
    const n = input.shape[input.shape.length - 1]!
    return tidy(() => {
      const specs = [0, 1].map(() => ({ shape: input.shape, dtype: 'float32' as const }))
      const parts = run_loop(backend, [real(input), imag(input)], specs, ([re, im], [re_out, im_out]) => {
        if (util.sizeFromShape(input.shape) > 0) transform_rows(re!, im!, re_out!, im_out!, n, inverse)
      })
      const [re, im] = parts.map((info: TensorInfo) => engine().makeTensorFromTensorInfo(info))
      return complex(re!, im!)
    })
  }
}
