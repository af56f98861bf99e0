import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import {
  random_bernoulli,
  random_categorical,
  random_int,
  random_normal,
  random_uniform,
  truncated_normal as truncated_draws,
} from '../backend/kernels/random/bits'
import { floatx } from '../common/config'
import { type DType, is_float_dtype, is_int_dtype, standardize_dtype } from '../common/dtypes'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { one_axis } from '../ops/axes'
import { as_float, as_tensor, binary, finish, float_scalar, store_as, unary } from '../ops/convert'
import { taped } from '../ops/custom'
import { op1 } from '../ops/declare'
import { gathered } from '../ops/numpy/shape'
import { largest } from '../ops/numpy/sort'
import { draw_seed, type SeedGenerator } from '../variables/seed_generator'
import { type TensorLike, tensor_dtype } from '../variables/to_tensor'

/** An integer, a generator, or null for the global generator. The same integer gives the same values at each call. */
export type Seed = number | SeedGenerator | null

const in_random = 'keras.src.random.random'

function float_type(dtype: DType | null, who: string): DType {
  const name = standardize_dtype(dtype, floatx())
  if (!is_float_dtype(name))
    throw new ValueError(`\`keras.random.${who}\` requires a floating point \`dtype\`. Received: dtype=${repr(dtype)} `)
  return name
}

type ShapeLike = readonly number[]

/** Draws from the normal distribution. Source: keras.random.normal. */
export const normal = /*#__PURE__*/ op1(
  {
    class_name: 'Normal',
    module: in_random,
    inputs: ['shape'],
    config: { mean: 0, stddev: 1, dtype: null as DType | null, seed: null as Seed },
  },
  (shape: ShapeLike, mean: number, stddev: number, dtype: DType | null, seed: Seed) => {
    const type = float_type(dtype, 'normal')
    return finish(random_normal(draw_seed(seed), [...shape], mean, stddev), type)
  },
)

/** Draws from [minval, maxval); integers where `dtype` is an integer type. Source: keras.random.uniform. */
export const uniform = /*#__PURE__*/ op1(
  {
    class_name: 'Uniform',
    module: in_random,
    inputs: ['shape'],
    config: { minval: 0, maxval: 1, dtype: null as DType | null, seed: null as Seed },
  },
  (shape: ShapeLike, minval: number, maxval: number, dtype: DType | null, seed: Seed) => {
    const type = float_type(dtype, 'uniform')
    return finish(random_uniform(draw_seed(seed), [...shape], minval, maxval), type)
  },
)

/** Integers from [minval, maxval). Source: keras.random.randint. */
export const randint = /*#__PURE__*/ op1(
  {
    class_name: 'RandInt',
    module: in_random,
    inputs: ['shape'],
    config: { minval: 0, maxval: 1, dtype: 'int32' as DType | null, seed: null as Seed },
  },
  (shape: ShapeLike, minval: number, maxval: number, dtype: DType | null, seed: Seed) => {
    const type = standardize_dtype(dtype, 'int32')
    if (!is_int_dtype(type))
      throw new ValueError(`\`keras.random.randint\` requires an integer \`dtype\`. Received: dtype=${repr(dtype)} `)
    return finish(random_int(draw_seed(seed), [...shape], minval, maxval), type)
  },
)

/** Draws from the normal distribution, none further than two standard deviations from the mean. Source: keras.random.truncated_normal. */
export const truncated_normal = /*#__PURE__*/ op1(
  {
    class_name: 'TruncatedNormal',
    module: in_random,
    inputs: ['shape'],
    config: { mean: 0, stddev: 1, dtype: null as DType | null, seed: null as Seed },
  },
  (shape: ShapeLike, mean: number, stddev: number, dtype: DType | null, seed: Seed) => {
    const type = float_type(dtype, 'truncated_normal')
    return finish(truncated_draws(draw_seed(seed), [...shape], mean, stddev), type)
  },
)

/** Classes drawn by unnormalised log-probabilities `[batch, classes]`: `[batch, num_samples]`. Source: keras.random.categorical. */
export const categorical = /*#__PURE__*/ op1(
  {
    class_name: 'Categorical',
    module: in_random,
    inputs: ['logits'],
    config: { num_samples: 1, dtype: 'int32' as DType | null, seed: null as Seed },
  },
  (logits: TensorLike, num_samples: number, dtype: DType | null, seed: Seed) => {
    const x = as_float(logits)
    if (x.shape.length !== 2)
      throw new ValueError(`\`logits\` should be a 2-D tensor with shape [batch_size, num_classes]. Received: logits=${repr(x)}`)
    return finish(
      store_as(random_categorical(draw_seed(seed), store_as(x, 'float32'), num_samples), 'int32'),
      standardize_dtype(dtype, 'int32'),
    )
  },
)

/**
 * Each value is 0 with probability `rate`, else divided by `1 - rate`. `noise_shape` says along which axes the choice is shared (1) and where it is the input's own
 * (null). One entry of the tape. Source: keras.random.dropout.
 */
export const dropout = /*#__PURE__*/ op1(
  {
    class_name: 'Dropout',
    module: in_random,
    inputs: ['inputs'],
    config: { rate: 0.5, noise_shape: null as readonly (number | null)[] | null, seed: null as Seed },
  },
  (inputs: TensorLike, rate: number, noise_shape: readonly (number | null)[] | null, seed: Seed) => {
    const x = as_float(inputs)
    const pair = draw_seed(seed)
    if (rate >= 1) return finish(unary('ZerosLike', x), tensor_dtype(x))
    const shape = noise_shape === null || noise_shape === undefined ? x.shape : noise_shape.map((d, i) => d ?? x.shape[i]!)
    const [result] = taped(
      [x],
      (save) => {
        const kept = store_as(random_bernoulli(pair, shape, 1 - rate), 'float32')
        const mask = binary('Multiply', kept, float_scalar(1 / (1 - rate)))
        save(mask)
        return [binary('Multiply', x, mask)]
      },
      ([dy], [mask]) => [() => binary('Multiply', dy!, mask!)],
      [],
    )
    return finish(result!, tensor_dtype(x))
  },
)

/** The slices along an axis in random order. Source: keras.random.shuffle. */
export const shuffle = /*#__PURE__*/ op1(
  { class_name: 'Shuffle', module: in_random, inputs: ['x'], config: { axis: 0, seed: null as Seed } },
  (input: TensorLike, axis: number, seed: Seed) => {
    const x = as_tensor(input)
    const place = one_axis(axis, x.shape.length)
    const count = x.shape[place]!
    return gathered(x, largest(random_uniform(draw_seed(seed), [count]), count)[1], place)
  },
)

/** Rounds of trials for a gamma draw: the chance that none is accepted is below 1e-20. */
const gamma_rounds = 16

/** Draws from the gamma distribution in the given shape; `alpha` broadcasts. Source: G. Marsaglia and W. Tsang, 2000. */
function gamma_draws(seed: [number, number], shape: number[], alpha: Tensor): Tensor {
  const key = (i: number): [number, number] => [
    (seed[0] ^ Math.imul(i + 1, 0x9e3779b9)) >>> 0,
    (seed[1] + Math.imul(i + 1, 0x85ebca6b)) >>> 0,
  ]
  const scalar = float_scalar
  const small = binary('Less', alpha, scalar(1))
  const boosted = binary('Add', alpha, store_as(small, 'float32'))
  const d = binary('Sub', boosted, scalar(1 / 3))
  const c = binary('RealDiv', scalar(1 / 3), unary('Sqrt', d))
  let result = binary('Add', run_kernel('Fill', {}, { shape, value: 0, dtype: 'float32' }), d)
  let open = run_kernel('Fill', {}, { shape, value: 1, dtype: 'bool' })
  for (let i = 0; i < gamma_rounds; i++) {
    const x = random_normal(key(2 * i), shape)
    const u = random_uniform(key(2 * i + 1), shape, 1e-38, 1)
    const base = binary('Add', scalar(1), binary('Multiply', c, x))
    const v = binary('Multiply', base, unary('Square', base))
    const positive = binary('Greater', base, scalar(0))
    const safe = binary('Maximum', v, scalar(1e-30))
    const bound = binary(
      'Add',
      binary('Multiply', unary('Square', x), scalar(0.5)),
      binary('Multiply', d, binary('Add', binary('Sub', scalar(1), safe), unary('Log', safe))),
    )
    const accepted = binary('LogicalAnd', binary('LogicalAnd', positive, binary('Less', unary('Log', u), bound)), open)
    result = run_kernel('Select', { condition: accepted, t: binary('Multiply', d, v), e: result })
    open = binary('LogicalAnd', open, unary('LogicalNot', accepted))
  }
  const lift = random_uniform(key(2 * gamma_rounds), shape, 1e-38, 1)
  const power = binary('Multiply', unary('Log', lift), binary('RealDiv', store_as(small, 'float32'), alpha))
  return binary('Multiply', result, unary('Exp', power))
}

/** Draws from the gamma distribution with rate 1. Source: keras.random.gamma. */
export const gamma = /*#__PURE__*/ op1(
  {
    class_name: 'Gamma',
    module: in_random,
    inputs: ['shape'],
    config: { alpha: 1 as TensorLike, dtype: null as DType | null, seed: null as Seed },
  },
  (shape: ShapeLike, alpha: TensorLike, dtype: DType | null, seed: Seed) => {
    const type = float_type(dtype, 'gamma')
    return finish(gamma_draws(draw_seed(seed), [...shape], as_tensor(alpha, 'float32')), type)
  },
)

/** Draws from the beta distribution. Source: keras.random.beta. */
export const beta = /*#__PURE__*/ op1(
  {
    class_name: 'Beta',
    module: in_random,
    inputs: ['shape'],
    config: { alpha: 1 as TensorLike, beta: 1 as TensorLike, dtype: null as DType | null, seed: null as Seed },
  },
  (shape: ShapeLike, alpha: TensorLike, beta_like: TensorLike, dtype: DType | null, seed: Seed) => {
    const type = float_type(dtype, 'beta')
    const [word, counter] = draw_seed(seed)
    const a = gamma_draws([word, counter], [...shape], as_tensor(alpha, 'float32'))
    const b = gamma_draws([word ^ 0x5bd1e995, counter], [...shape], as_tensor(beta_like, 'float32'))
    return finish(binary('RealDiv', a, binary('Add', a, b)), type)
  },
)

/** How many of `counts` trials succeed, as floats. The counts must be known. Source: keras.random.binomial. */
export const binomial = /*#__PURE__*/ op1(
  {
    class_name: 'Binomial',
    module: in_random,
    inputs: ['shape'],
    config: { counts: 1 as TensorLike, probabilities: 0.5 as TensorLike, dtype: null as DType | null, seed: null as Seed },
  },
  (shape: ShapeLike, counts: TensorLike, probabilities: TensorLike, dtype: DType | null, seed: Seed) => {
    const type = float_type(dtype, 'binomial')
    const trials = as_tensor(counts, 'float32')
    const most = Math.max(0, ...Array.from(trials.dataSync() as Float32Array))
    const draws = random_uniform(draw_seed(seed), [most, ...shape])
    const numbers = run_kernel(
      'Reshape',
      { x: run_kernel('Range', {}, { start: 0, stop: most, step: 1, dtype: 'float32' }) },
      { shape: [most, ...shape.map(() => 1)] },
    )
    const success = binary(
      'LogicalAnd',
      binary('Less', draws, as_tensor(probabilities, 'float32')),
      binary('Less', numbers, trials),
    )
    return finish(run_kernel('Sum', { x: store_as(success, 'float32') }, { axis: [0], keepDims: false }), type)
  },
)
