import type { Tensor } from '@tensorflow/tfjs-core'
import type { Shape } from '../../common/shape'
import { L1L2 } from '../../regularizers/regularizers'
import { Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface ActivityRegularizationConfig extends LayerConfig {
  /** Weight of the sum of the absolute values. Default 0. */
  l1?: number
  /** Weight of the sum of the squares. Default 0. */
  l2?: number
}
export interface ActivityRegularization extends Resolved<ActivityRegularizationConfig> {}

/** Answers its input and adds a loss on it. Source: keras.layers.ActivityRegularization. */
export class ActivityRegularization extends Layer {
  static override class_name = 'ActivityRegularization'
  static override defaults = { l1: 0, l2: 0 }
  static override call_options = {}
  static override built_at_init = true

  constructor(config: ActivityRegularizationConfig = {}) {
    super(config)
    this.activity_regularizer = new L1L2({ l1: this.l1, l2: this.l2 })
    this.supports_masking = true
  }

  override call(x: Tensor): Tensor {
    return x
  }

  override get_config(): Record<string, unknown> {
    const { activity_regularizer, ...config } = super.get_config()
    return config
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}
