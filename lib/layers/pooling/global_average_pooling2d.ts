import type { Tensor } from '@tensorflow/tfjs-core'
import { mean } from '../../ops/numpy/reduce'
import { BaseGlobalPooling, type GlobalPoolingConfig } from './base_global_pooling'

/** The mean of each channel: `[batch, height, width, channels]` to `[batch, channels]`. Source: keras.layers.GlobalAveragePooling2D. */
export class GlobalAveragePooling2D extends BaseGlobalPooling {
  static override class_name = 'GlobalAveragePooling2D'

  constructor(config: GlobalPoolingConfig = {}) {
    super(config, 2)
  }

  override call(x: Tensor): Tensor {
    return mean(x, { axis: this.spatial_axes, keepdims: this.keepdims })
  }
}
