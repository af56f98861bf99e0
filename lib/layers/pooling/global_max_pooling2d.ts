import type { Tensor } from '@tensorflow/tfjs-core'
import { max } from '../../ops/numpy/reduce'
import { BaseGlobalPooling, type GlobalPoolingConfig } from './base_global_pooling'

/** The largest value of each channel: `[batch, height, width, channels]` to `[batch, channels]`. Source: keras.layers.GlobalMaxPooling2D. */
export class GlobalMaxPooling2D extends BaseGlobalPooling {
  static override class_name = 'GlobalMaxPooling2D'

  constructor(config: GlobalPoolingConfig = {}) {
    super(config, 2)
  }

  override call(x: Tensor): Tensor {
    return max(x, { axis: this.spatial_axes, keepdims: this.keepdims })
  }
}
