import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../common/errors'
import { type_text } from '../../common/text'
import { expand_dims, tile } from '../../ops/numpy/shape'
import { InputSpec, Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'

export interface RepeatVectorConfig extends LayerConfig {
  /** How often. */
  n: number
}
export interface RepeatVector extends Resolved<RepeatVectorConfig> {}

/**
 * Repeats each vector: `[batch, features]` to `[batch, n, features]`. Source: keras.layers.RepeatVector.
 *
 * ```ts
 * new RepeatVector({ n: 3 })(Input({ shape: [32] })) // shape [null, 3, 32]
 * ```
 */
export class RepeatVector extends Layer {
  static override class_name = 'RepeatVector'
  static override defaults = { n: required }
  static override call_options = {}

  /** @throws TypeError when `n` is no integer, ValueError when it is not positive. */
  constructor(config: RepeatVectorConfig) {
    super(config)
    const { n } = this
    if (!Number.isInteger(n)) throw new TypeError(`Expected an integer value for \`n\`, got <class '${type_text(n)}'>.`)
    if (n <= 0) throw new ValueError(`Argument \`n\` should be a positive integer. Received: n=${n}`)
    this.input_spec = new InputSpec({ ndim: 2 })
  }

  override call(x: Tensor): Tensor {
    return tile(expand_dims(x, { axis: 1 }), [1, this.n, 1])
  }
}
