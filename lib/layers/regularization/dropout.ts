import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr, type_text } from '../../common/text'
import { dropout } from '../../random/random'
import { SeedGenerator } from '../../variables/seed_generator'
import { type CallOptions, Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'
import { check_unit_interval } from './unit_interval'

export interface DropoutConfig extends LayerConfig {
  /** Share of the values that become zero, 0 to 1. */
  rate: number
  /** Shape of the random mask; null entries are those of the input, 1 drops along the axis together. */
  noise_shape?: (number | null)[] | null
  /** Default: random. */
  seed?: number | null
}
export interface Dropout extends Resolved<DropoutConfig> {}

/**
 * Sets a random share of the values to zero when training and scales the others by `1 / (1 - rate)`. Source: keras.layers.Dropout.
 *
 * ```ts
 * const y = new Dropout({ rate: 0.5 })(ops.ones([2, 3]), { training: true }) // shape [2, 3]
 * ```
 */
export class Dropout extends Layer {
  static override class_name = 'Dropout'
  static override defaults: Record<string, unknown> = { rate: required, noise_shape: null, seed: null }
  static override call_options = { training: false }
  static override built_at_init = true
  declare seed_generator?: SeedGenerator

  /** @throws ValueError when `rate` is not in 0 to 1, or for a wrong `noise_shape`. */
  constructor(config: DropoutConfig) {
    super(config as unknown as Record<string, unknown>)
    check_unit_interval('rate', this.rate)
    if (this.noise_shape !== null && this.noise_shape !== undefined) check_noise_shape(this.noise_shape)
    if (this.rate > 0) this.seed_generator = new SeedGenerator({ seed: this.seed })
    this.supports_masking = true
  }

  /** The shape of the random mask, or null for that of the inputs. */
  protected mask_shape(_inputs: Tensor): (number | null)[] | null {
    return this.noise_shape
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (!training || this.rate === 0) return x
    return dropout(x, this.rate, { noise_shape: this.mask_shape(x), seed: this.seed_generator })
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}

function check_noise_shape(noise_shape: unknown): void {
  const start = 'Invalid value received for argument `noise_shape`.'
  if (!Array.isArray(noise_shape)) {
    throw new ValueError(`${start} Expected a tuple or list of integers. Received: noise_shape=${repr(noise_shape)}`)
  }
  noise_shape.forEach((d, i) => {
    if (d === null) return
    if (!Number.isInteger(d)) {
      throw new ValueError(
        `${start} Expected all elements to be integers or None. Received element at index ${i}: ${repr(d)} (type: ${type_text(d)})`,
      )
    }
    if (d <= 0) {
      throw new ValueError(
        `${start} Expected all dimensions to be positive integers or None. Received negative or zero value at index ${i}: ${d}`,
      )
    }
  })
}
