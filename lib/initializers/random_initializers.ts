import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { random_normal, random_uniform, truncated_normal } from '../backend/kernels/random/bits'
import type { DType } from '../common/dtypes'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { cast_tensor } from '../variables/to_tensor'
import { RandomInitializer, type SeedLike } from './initializer'

export interface RandomNormalConfig {
  mean: number
  stddev: number
  seed: SeedLike
}
export interface RandomNormal extends RandomNormalConfig {}

/** Normally distributed values. Defaults: mean 0, stddev 0.05. Source: keras.initializers.RandomNormal. */
export class RandomNormal extends RandomInitializer<RandomNormalConfig> {
  static override class_name = 'RandomNormal'

  constructor(config?: Partial<RandomNormalConfig>) {
    super(config, { mean: 0, stddev: 0.05, seed: null })
  }

  override make(shape: readonly number[], dtype: DType): Tensor {
    return cast_tensor(random_normal(this.draw(), [...shape], this.mean, this.stddev), dtype)
  }
}

export interface TruncatedNormal extends RandomNormalConfig {}

/** Normally distributed values, none further than two standard deviations from the mean. Defaults: mean 0, stddev 0.05. Source: keras.initializers.TruncatedNormal. */
export class TruncatedNormal extends RandomInitializer<RandomNormalConfig> {
  static override class_name = 'TruncatedNormal'

  constructor(config?: Partial<RandomNormalConfig>) {
    super(config, { mean: 0, stddev: 0.05, seed: null })
  }

  override make(shape: readonly number[], dtype: DType): Tensor {
    return cast_tensor(truncated_normal(this.draw(), [...shape], this.mean, this.stddev), dtype)
  }
}

export interface RandomUniformConfig {
  minval: number
  maxval: number
  seed: SeedLike
}
export interface RandomUniform extends RandomUniformConfig {}

/** Values evenly spread from `minval` to `maxval`. Defaults: -0.05 and 0.05. Source: keras.initializers.RandomUniform. */
export class RandomUniform extends RandomInitializer<RandomUniformConfig> {
  static override class_name = 'RandomUniform'

  constructor(config?: Partial<RandomUniformConfig>) {
    super(config, { minval: -0.05, maxval: 0.05, seed: null })
  }

  override make(shape: readonly number[], dtype: DType): Tensor {
    return cast_tensor(random_uniform(this.draw(), [...shape], this.minval, this.maxval), dtype)
  }
}

type Mode = 'fan_in' | 'fan_out' | 'fan_avg'
type Distribution = 'normal' | 'truncated_normal' | 'untruncated_normal' | 'uniform'

export interface VarianceScalingConfig {
  scale: number
  mode: Mode
  distribution: Distribution
  seed: SeedLike
  /** The axes of the shape that count as input; null: by the usual layout of kernels. */
  input_axes: number | readonly number[] | null
  output_axes: number | readonly number[] | null
}
export interface VarianceScaling extends VarianceScalingConfig {}

const modes = ['fan_in', 'fan_out', 'fan_avg']
const distributions = ['uniform', 'truncated_normal', 'untruncated_normal']
/** Standard deviation of a normal distribution cut off at two standard deviations. */
const truncated_stddev = 0.87962566103423978

/** Values whose variance is `scale` divided by the number of inputs, of outputs, or their mean. Source: keras.initializers.VarianceScaling. */
export class VarianceScaling extends RandomInitializer<VarianceScalingConfig> {
  static override class_name = 'VarianceScaling'

  /** @throws ValueError for a scale that is not positive, an unknown mode or distribution. */
  constructor(config?: Partial<VarianceScalingConfig>) {
    super(config, { scale: 1, mode: 'fan_in', distribution: 'truncated_normal', seed: null, input_axes: null, output_axes: null })
    check_scaling(this)
  }

  override make(shape: readonly number[], dtype: DType): Tensor {
    return scaled(this.draw(), shape, dtype, this)
  }
}

function check_scaling(config: VarianceScalingConfig): void {
  if (!(config.scale > 0))
    throw new ValueError(`Argument \`scale\` must be positive float. Received: scale=${repr(config.scale)}`)
  if (!modes.includes(config.mode)) {
    throw new ValueError(`Invalid \`mode\` argument: ${config.mode}. Please use one of ${repr(modes)}`)
  }
  if (config.distribution === 'normal') config.distribution = 'truncated_normal'
  if (!distributions.includes(config.distribution)) {
    throw new ValueError(`Invalid \`distribution\` argument: ${config.distribution}. Please use one of ${repr(distributions)}`)
  }
}

function axes_size(shape: readonly number[], axes: number | readonly number[]): number {
  return (typeof axes === 'number' ? [axes] : axes).reduce((size, axis) => size * shape.at(axis)!, 1)
}

/** The numbers of inputs and outputs of a kernel. */
export function compute_fans(
  shape: readonly number[],
  input_axes: number | readonly number[] | null = null,
  output_axes: number | readonly number[] | null = null,
): [fan_in: number, fan_out: number] {
  const size = shape.reduce((product, d) => product * d, 1)
  if (input_axes !== null || output_axes !== null) {
    const inputs = input_axes === null ? null : axes_size(shape, input_axes)
    const outputs = output_axes === null ? null : axes_size(shape, output_axes)
    if (inputs === null) return [size / outputs!, outputs!]
    if (outputs === null) return [inputs, size / inputs]
    const field = size / (inputs * outputs)
    return [inputs * field, outputs * field]
  }
  if (shape.length === 0) return [1, 1]
  if (shape.length === 1) return [shape[0]!, shape[0]!]
  const field = shape.slice(0, -2).reduce((product, d) => product * d, 1)
  return [shape.at(-2)! * field, shape.at(-1)! * field]
}

function scaled(
  seed: [number, number],
  shape: readonly number[],
  dtype: DType,
  config: Omit<VarianceScalingConfig, 'seed'>,
): Tensor {
  const [fan_in, fan_out] = compute_fans(shape, config.input_axes, config.output_axes)
  const fan = config.mode === 'fan_in' ? fan_in : config.mode === 'fan_out' ? fan_out : (fan_in + fan_out) / 2
  const scale = config.scale / Math.max(1, fan)
  const size = [...shape]
  if (size.includes(0)) return cast_tensor(run_kernel('Fill', {}, { shape: size, value: 0, dtype: 'float32' }), dtype)
  if (config.distribution === 'uniform') {
    const limit = Math.sqrt(3 * scale)
    return cast_tensor(random_uniform(seed, size, -limit, limit), dtype)
  }
  if (config.distribution === 'untruncated_normal') return cast_tensor(random_normal(seed, size, 0, Math.sqrt(scale)), dtype)
  return cast_tensor(truncated_normal(seed, size, 0, Math.sqrt(scale) / truncated_stddev), dtype)
}

export interface FanConfig {
  seed: SeedLike
  input_axes: number | readonly number[] | null
  output_axes: number | readonly number[] | null
}

const fan_defaults: FanConfig = { seed: null, input_axes: null, output_axes: null }

/** The initializers that are a variance scaling with fixed settings. */
export abstract class FixedScaling extends RandomInitializer<FanConfig> {
  /** @internal */ abstract readonly _settings: readonly [scale: number, mode: Mode, distribution: Distribution]

  constructor(config?: Partial<FanConfig>) {
    super(config, fan_defaults)
  }

  override make(shape: readonly number[], dtype: DType): Tensor {
    const [scale, mode, distribution] = this._settings
    const { input_axes, output_axes } = this._config
    return scaled(this.draw(), shape, dtype, { scale, mode, distribution, input_axes, output_axes })
  }
}

/** Uniform, `±sqrt(6 / (fan_in + fan_out))`. Source: X. Glorot, Y. Bengio, 2010; keras.initializers.GlorotUniform. */
export class GlorotUniform extends FixedScaling {
  static override class_name = 'GlorotUniform'
  get _settings() {
    return [1, 'fan_avg', 'uniform'] as const
  }
}

/** Truncated normal, variance `2 / (fan_in + fan_out)`. Source: X. Glorot, Y. Bengio, 2010; keras.initializers.GlorotNormal. */
export class GlorotNormal extends FixedScaling {
  static override class_name = 'GlorotNormal'
  get _settings() {
    return [1, 'fan_avg', 'truncated_normal'] as const
  }
}

/** Uniform, `±sqrt(6 / fan_in)`. Source: K. He et al., 2015; keras.initializers.HeUniform. */
export class HeUniform extends FixedScaling {
  static override class_name = 'HeUniform'
  get _settings() {
    return [2, 'fan_in', 'uniform'] as const
  }
}

/** Truncated normal, variance `2 / fan_in`. Source: K. He et al., 2015; keras.initializers.HeNormal. */
export class HeNormal extends FixedScaling {
  static override class_name = 'HeNormal'
  get _settings() {
    return [2, 'fan_in', 'truncated_normal'] as const
  }
}

/** Uniform, `±sqrt(3 / fan_in)`. Source: G. Klambauer et al., 2017; keras.initializers.LecunUniform. */
export class LecunUniform extends FixedScaling {
  static override class_name = 'LecunUniform'
  get _settings() {
    return [1, 'fan_in', 'uniform'] as const
  }
}

/** Truncated normal, variance `1 / fan_in`. Source: G. Klambauer et al., 2017; keras.initializers.LecunNormal. */
export class LecunNormal extends FixedScaling {
  static override class_name = 'LecunNormal'
  get _settings() {
    return [1, 'fan_in', 'truncated_normal'] as const
  }
}
