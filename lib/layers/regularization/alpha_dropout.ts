import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { cast, dtype } from '../../ops/core'
import { add, multiply, subtract } from '../../ops/numpy/arithmetic'
import { greater_equal } from '../../ops/numpy/comparison'
import { uniform } from '../../random/random'
import { SeedGenerator } from '../../variables/seed_generator'
import { type CallOptions, Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'
import { check_unit_interval } from './unit_interval'

export interface AlphaDropoutConfig extends LayerConfig {
  /** Share of the values that are replaced, 0 to 1. */
  rate: number
  /** Shape of the random mask; null entries are those of the input. */
  noise_shape?: (number | null)[] | null
  /** Default: random. */
  seed?: number | null
}
export interface AlphaDropout extends Resolved<AlphaDropoutConfig> {}

/** What selu tends to for very negative values: minus the product of its two constants. */
const lowest = -1.6732632423543772 * 1.0507009873554805

/** Dropout that keeps mean and variance of what `selu` answers: dropped values become its lowest one. Source: keras.layers.AlphaDropout. */
export class AlphaDropout extends Layer {
  static override class_name = 'AlphaDropout'
  static override defaults = { rate: required, noise_shape: null, seed: null }
  static override call_options = { training: false }
  static override built_at_init = true
  declare seed_generator?: SeedGenerator

  /** @throws ValueError when `rate` is not in 0 to 1. */
  constructor(config: AlphaDropoutConfig) {
    super(config)
    check_unit_interval('rate', this.rate)
    if (this.rate > 0) this.seed_generator = new SeedGenerator({ seed: this.seed })
    this.supports_masking = true
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    const { rate } = this
    if (!training || rate === 0) return x
    const shape = (this.noise_shape ?? x.shape).map((d, i) => d ?? x.shape[i]!)
    const kept = cast(greater_equal(uniform(shape, { seed: this.seed_generator }), rate), dtype(x))
    const scale = ((1 - rate) * (1 + rate * lowest ** 2)) ** -0.5
    const mixed = add(multiply(x, kept), multiply(subtract(1, kept), lowest))
    return add(multiply(mixed, scale), -scale * lowest * rate)
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
