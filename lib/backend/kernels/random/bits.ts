import { add, argMax, expandDims, mul, type Tensor, tidy } from '@tensorflow/tfjs-core'
import { engine } from '../../engine'
import { ensure_own_kernels } from '../own'
import type { RandomAttrs } from './kernels'

/** A random key: two 32-bit words, as numbers (no read-back from a device) or as an int32 tensor [2]. */
export type Seed = readonly [number, number] | Tensor

function draw(kernel: string, seed: Seed, attrs: Omit<RandomAttrs, 'seed_values'>): Tensor {
  ensure_own_kernels()
  const as_numbers = Array.isArray(seed)
  const all: RandomAttrs = as_numbers ? { ...attrs, seed_values: [seed[0]!, seed[1]!] } : attrs
  return engine().runKernel(kernel, as_numbers ? {} : { seed }, all)
}

/**
 * Raw random bits, int32 of the given shape, by Threefry-2x32 with 20 rounds. Bit for bit `jax.random.bits` with its partitionable scheme
 * for the raw key `seed`.
 */
export function random_bits(seed: Seed, shape: number[]): Tensor {
  return draw('KerasRandomBits', seed, { shape })
}

/** Draws from [minval, maxval). int32 draws are those of `random_int`. Source: jax.random.uniform. */
export function random_uniform(
  seed: Seed,
  shape: number[],
  minval = 0,
  maxval = 1,
  dtype: 'float32' | 'int32' = 'float32',
): Tensor {
  return dtype === 'int32' ? random_int(seed, shape, minval, maxval) : draw('KerasRandomUniform', seed, { shape, minval, maxval })
}

/** Draws from the normal distribution. Source: jax.random.normal. */
export function random_normal(seed: Seed, shape: number[], mean = 0, stddev = 1): Tensor {
  return scaled(() => draw('KerasRandomNormal', seed, { shape }), mean, stddev)
}

/** Draws from the normal distribution, cut at `lower` and `upper` standard deviations. Source: jax.random.truncated_normal. */
export function truncated_normal(seed: Seed, shape: number[], mean = 0, stddev = 1, lower = -2, upper = 2): Tensor {
  return scaled(() => draw('KerasTruncatedNormal', seed, { shape, minval: lower, maxval: upper }), mean, stddev)
}

function scaled(sample: () => Tensor, mean: number, stddev: number): Tensor {
  if (mean === 0 && stddev === 1) return sample()
  return tidy(() => {
    const wide = stddev === 1 ? sample() : mul(sample(), stddev)
    return mean === 0 ? wide : add(wide, mean)
  })
}

/** int32 draws from [minval, maxval). Source: jax.random.randint. */
export function random_int(seed: Seed, shape: number[], minval: number, maxval: number): Tensor {
  return draw('KerasRandomInt', seed, { shape, minval, maxval })
}

/** bool draws, true with probability `p`. Source: jax.random.bernoulli. */
export function random_bernoulli(seed: Seed, shape: number[], p = 0.5): Tensor {
  return draw('KerasBernoulli', seed, { shape, p })
}

/** Draws from the standard Gumbel distribution. Source: jax.random.gumbel. */
export function random_gumbel(seed: Seed, shape: number[]): Tensor {
  return draw('KerasGumbel', seed, { shape })
}

/**
 * int32 [batch, samples]: classes drawn by unnormalised log-probabilities [batch, classes], as the largest of each plus Gumbel noise.
 * Source: jax.random.categorical.
 */
export function random_categorical(seed: Seed, logits: Tensor, samples: number): Tensor {
  return tidy(() => argMax(add(expandDims(logits, 2), random_gumbel(seed, [...logits.shape, samples])), 1))
}
