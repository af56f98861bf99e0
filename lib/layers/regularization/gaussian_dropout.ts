import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { multiply } from '../../ops/numpy/arithmetic'
import { normal } from '../../random/random'
import { SeedGenerator } from '../../variables/seed_generator'
import { type CallOptions, Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'
import { check_unit_interval } from './unit_interval'

export interface GaussianDropoutConfig extends LayerConfig {
  /** The noise has the deviation `sqrt(rate / (1 - rate))`. 0 to 1. */
  rate: number
  /** Default: random. */
  seed?: number | null
}
export interface GaussianDropout extends Resolved<GaussianDropoutConfig> {}

/** Multiplies by normal noise around 1 when training. Source: keras.layers.GaussianDropout. */
export class GaussianDropout extends Layer {
  static override class_name = 'GaussianDropout'
  static override defaults = { rate: required, seed: null }
  static override call_options = { training: false }
  static override built_at_init = true
  declare seed_generator?: SeedGenerator

  /** @throws ValueError when `rate` is not in 0 to 1. */
  constructor(config: GaussianDropoutConfig) {
    super(config)
    check_unit_interval('rate', this.rate)
    if (this.rate > 0) this.seed_generator = new SeedGenerator({ seed: this.seed })
    this.supports_masking = true
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (!training || this.rate === 0) return x
    const stddev = Math.sqrt(this.rate / (1 - this.rate))
    return multiply(x, normal(x.shape, { mean: 1, stddev, dtype: this.compute_dtype, seed: this.seed_generator }))
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
