import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { normalize } from '../../ops/nn/normalization'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface UnitNormalizationConfig extends LayerConfig {
  /** The axis or axes over which to normalise. Default -1. */
  axis?: number | number[]
}
export interface UnitNormalization extends Resolved<UnitNormalizationConfig> {}

/** Divides by the Euclidean length over `axis`. Source: keras.layers.UnitNormalization. */
export class UnitNormalization extends Layer {
  static override class_name = 'UnitNormalization'
  static override defaults = { axis: -1 }
  static override call_options = {}
  static override built_at_init = true

  /** @throws TypeError when `axis` is neither an integer nor a list. */
  constructor(config: UnitNormalizationConfig = {}) {
    super(config)
    if (!Number.isInteger(this.axis) && !Array.isArray(this.axis)) {
      throw new TypeError(
        `Invalid value for \`axis\` argument: expected an int or a list/tuple of ints. Received: axis=${repr(this.axis)}`,
      )
    }
    this.supports_masking = true
  }

  override call(x: Tensor): Tensor {
    return normalize(x, { axis: this.axis, order: 2, epsilon: 1e-12 })
  }

  /** @throws ValueError when the input has no such axis. */
  override compute_output_shape(input_shape: Shape): Shape {
    const rank = input_shape.length
    if ([this.axis].flat().some((axis) => axis >= rank || axis < -rank))
      throw new ValueError(`Axis ${repr(this.axis)} is out of bounds for input shape ${shape_text(input_shape)}.`)
    return input_shape
  }
}
