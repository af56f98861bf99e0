import type { DataType, KernelFunc, TensorInfo, TypedArray } from '@tensorflow/tfjs-core'
import { run_loop } from '../memory'
import * as fill from './floats'
import type { Key } from './threefry'

/** Attributes of every random kernel: the key, unless it comes as the input `seed`, the shape, and the parameters of the draw. */
export interface RandomAttrs {
  shape: number[]
  seed_values?: Key
  minval?: number
  maxval?: number
  p?: number
}

type Fill = (key: Key, out: never, attrs: Required<RandomAttrs>) => void

function key_of(inputs: { seed?: TensorInfo }, attrs: RandomAttrs, backend: object): Key {
  if (attrs.seed_values) return attrs.seed_values
  const words = (backend as unknown as { readSync(id: object): TypedArray }).readSync(inputs.seed!.dataId)
  return [words[0]!, words[1]!]
}

/** Dtype and loop of every random kernel. */
const draws: Record<string, [DataType, Fill]> = {
  KerasRandomBits: ['int32', (key, out) => fill.fill_bits(key, out)],
  KerasRandomUniform: ['float32', (key, out, { minval, maxval }) => fill.fill_uniform(key, out, minval, maxval)],
  KerasRandomNormal: ['float32', (key, out) => fill.fill_normal(key, out)],
  KerasTruncatedNormal: ['float32', (key, out, { minval, maxval }) => fill.fill_truncated_normal(key, out, minval, maxval)],
  KerasRandomInt: ['int32', (key, out, { minval, maxval }) => fill.fill_int(key, out, minval, maxval)],
  KerasBernoulli: ['bool', (key, out, { p }) => fill.fill_bernoulli(key, out, p)],
  KerasGumbel: ['float32', (key, out) => fill.fill_gumbel(key, out)],
}

function random_kernel(dtype: DataType, draw: Fill): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const own = attrs as unknown as Required<RandomAttrs>
    const key = key_of(inputs as { seed?: TensorInfo }, own, backend)
    return run_loop(backend, [], [{ shape: own.shape, dtype }], (_, [out]) => draw(key, out as never, own))[0]!
  }
}

/** The random kernels, the same on every backend. Their gradient is none: nothing flows into a seed. */
export const random_kernels: Record<string, KernelFunc> = Object.fromEntries(
  Object.entries(draws).map(([name, [dtype, draw]]) => [name, random_kernel(dtype, draw)]),
)

/** Dtypes of what the random kernels give. */
export const random_dtypes: Record<string, DataType> = Object.fromEntries(
  Object.entries(draws).map(([name, [dtype]]) => [name, dtype]),
)
