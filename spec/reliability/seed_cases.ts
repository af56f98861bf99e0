import * as tf from '@tensorflow/tfjs-core'
import {
  random_bernoulli,
  random_bits,
  random_categorical,
  random_gumbel,
  random_int,
  random_normal,
  random_uniform,
  truncated_normal,
} from '../../lib/backend/kernels/random/bits'

type Key = readonly [number, number]

const keys: Key[] = [
  [0, 0],
  [1337, 3],
  [4000000000, 2147483653],
]

/** Kernels whose numbers are the same bits on every backend, and those that pass through logarithms and roots. */
const kernels: Record<string, { exact: boolean; make: (key: Key) => tf.Tensor }> = {
  bits: { exact: true, make: (key) => random_bits(key, [3, 5]) },
  uniform: { exact: true, make: (key) => random_uniform(key, [15], -2, 3) },
  int: { exact: true, make: (key) => random_int(key, [15], -5, 1000003) },
  bernoulli: { exact: true, make: (key) => random_bernoulli(key, [15], 0.3) },
  normal: { exact: false, make: (key) => random_normal(key, [15], 1, 2) },
  truncated_normal: { exact: false, make: (key) => truncated_normal(key, [15]) },
  gumbel: { exact: false, make: (key) => random_gumbel(key, [15]) },
  categorical: { exact: true, make: (key) => random_categorical(key, tf.tensor2d([[0.1, 1, -0.5]]), 15) },
}

export interface SeedCase {
  name: string
  exact: boolean
  numbers: () => number[]
}

/** Every random kernel with every key. */
export const seed_cases: SeedCase[] = Object.entries(kernels).flatMap(([kernel, { exact, make }]) =>
  keys.map((key) => ({
    name: `${kernel} of the key ${key.join(' ')}`,
    exact,
    numbers: () => tf.tidy(() => Array.from(make(key).dataSync())),
  })),
)
