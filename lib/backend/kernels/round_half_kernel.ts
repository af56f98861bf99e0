import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { run_loop } from './memory'

export type HalfType = 'float16' | 'bfloat16'

/** Rounds float32 bits in place to the bfloat16 grid: ties to even, NaN stays NaN. */
function to_bfloat16(bits: Uint32Array): void {
  for (let i = 0; i < bits.length; i++) {
    const b = bits[i]!
    bits[i] = (b & 0x7fffffff) > 0x7f800000 ? b | 0x00400000 : (b + 0x7fff + ((b >>> 16) & 1)) & 0xffff0000
  }
}

const infinity = 0x7f800000
const smallest_normal = 0x38800000
const two_to_16 = 0x47800000

/** Rounds float32 values in place to the float16 grid: ties to even, subnormals kept, infinity from 65520 on. */
function to_float16(values: Float32Array, bits: Uint32Array): void {
  for (let i = 0; i < bits.length; i++) {
    const b = bits[i]!
    const magnitude = b & 0x7fffffff
    if (magnitude >= infinity) continue
    if (magnitude < smallest_normal) {
      values[i] = Math.fround(values[i]! + 0.75) - 0.75
      bits[i] = (bits[i]! & 0x7fffffff) | (b & 0x80000000)
      continue
    }
    const rounded = (magnitude + 0x0fff + ((magnitude >>> 13) & 1)) & 0xffffe000
    bits[i] = (rounded >= two_to_16 ? infinity : rounded) | (b & 0x80000000)
  }
}

/** KerasRoundHalf. */
export const round_half_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const x = inputs.x as TensorInfo
  return run_loop(backend, [x], [{ shape: x.shape, dtype: 'float32' }], ([from], [to]) => {
    const out = to as Float32Array
    out.set(from!)
    const bits = new Uint32Array(out.buffer, out.byteOffset, out.length)
    if ((attrs!.dtype as unknown as HalfType) === 'bfloat16') to_bfloat16(bits)
    else to_float16(out, bits)
  })[0]!
}
