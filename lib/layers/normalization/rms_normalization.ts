import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { rms_normalization } from '../../ops/nn/normalization'
import type { Variable } from '../../variables/variable'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface RMSNormalizationConfig extends LayerConfig {
  /** The axis or axes over which to normalise. Default -1. */
  axis?: number | number[]
  /** Added to the mean of the squares. Default 1e-6. */
  epsilon?: number
}
export interface RMSNormalization extends Resolved<RMSNormalizationConfig> {}

/** `x / sqrt(mean(x^2) + epsilon) * scale` over `axis`, with a learned scale. Source: keras.layers.RMSNormalization. */
export class RMSNormalization extends Layer {
  static override class_name = 'RMSNormalization'
  static override defaults = { axis: -1, epsilon: 1e-6 }
  static override call_options = {}
  declare scale: Variable

  constructor(config: RMSNormalizationConfig = {}) {
    super(config)
  }

  private get axes(): number[] {
    return [this.axis].flat().sort((a, b) => a - b)
  }

  override build(input_shape: Shape): void {
    this.compute_output_shape(input_shape)
    this.scale = this.add_weight({ name: 'scale', shape: this.axes.map((axis) => input_shape.at(axis)!), initializer: 'ones' })
  }

  override call(x: Tensor): Tensor {
    return rms_normalization(x, { scale: this.scale, axis: this.axes, epsilon: this.epsilon })
  }

  /** @throws ValueError when the input has no such axis. */
  override compute_output_shape(input_shape: Shape): Shape {
    for (const axis of this.axes) {
      if (axis < input_shape.length && axis >= -input_shape.length) continue
      throw new ValueError(
        `Axis ${axis} is out of bounds for input shape ${shape_text(input_shape)}. Received: axis=${repr(this.axis)}`,
      )
    }
    return input_shape
  }
}
