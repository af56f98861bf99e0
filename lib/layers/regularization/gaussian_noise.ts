import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { add } from '../../ops/numpy/arithmetic'
import { normal } from '../../random/random'
import { SeedGenerator } from '../../variables/seed_generator'
import { type CallOptions, Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'
import { check_unit_interval } from './unit_interval'

export interface GaussianNoiseConfig extends LayerConfig {
  /** Deviation of the noise, 0 to 1. */
  stddev: number
  /** Default: random. */
  seed?: number | null
}
export interface GaussianNoise extends Resolved<GaussianNoiseConfig> {}

/** Adds normal noise around 0 when training. Source: keras.layers.GaussianNoise. */
export class GaussianNoise extends Layer {
  static override class_name = 'GaussianNoise'
  static override defaults = { stddev: required, seed: null }
  static override call_options = { training: false }
  static override built_at_init = true
  declare seed_generator?: SeedGenerator

  /** @throws ValueError when `stddev` is not in 0 to 1. */
  constructor(config: GaussianNoiseConfig) {
    super(config)
    check_unit_interval('stddev', this.stddev)
    if (this.stddev > 0) this.seed_generator = new SeedGenerator({ seed: this.seed })
    this.supports_masking = true
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    const { stddev, compute_dtype } = this
    if (!training || stddev === 0) return x
    return add(x, normal(x.shape, { mean: 0, stddev, dtype: compute_dtype, seed: this.seed_generator }))
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
