import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { type_text } from '../../common/text'
import { repeat } from '../../ops/numpy/shape'
import { InputSpec, Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface UpSampling1DConfig extends LayerConfig {
  /** How often each step is repeated. Default 2. */
  size?: number
}
export interface UpSampling1D extends Resolved<UpSampling1DConfig> {}

/** Repeats each step: `[batch, steps, features]` to `[batch, steps * size, features]`. Source: keras.layers.UpSampling1D. */
export class UpSampling1D extends Layer {
  static override class_name = 'UpSampling1D'
  static override defaults = { size: 2 }
  static override call_options = {}

  /** @throws TypeError when `size` is no integer, ValueError when it is not positive. */
  constructor(config: UpSampling1DConfig = {}) {
    super(config)
    const { size } = this
    if (!Number.isInteger(size)) throw new TypeError(`Expected an integer value for \`size\`, got <class '${type_text(size)}'>.`)
    if (size <= 0) throw new ValueError(`Argument \`size\` should be a positive integer. Received: size=${size}`)
    this.input_spec = new InputSpec({ ndim: 3 })
  }

  override call(x: Tensor): Tensor {
    return repeat(x, this.size, { axis: 1 })
  }

  override compute_output_shape([batch, steps, features]: Shape): Shape {
    return [batch!, steps === null ? null : steps! * this.size, features!]
  }
}
