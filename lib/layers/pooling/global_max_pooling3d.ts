import type { Tensor } from '@tensorflow/tfjs-core'
import { max } from '../../ops/numpy/reduce'
import { BaseGlobalPooling, type GlobalPoolingConfig } from './base_global_pooling'

/** The largest value of each channel: `[batch, d1, d2, d3, channels]` to `[batch, channels]`. Source: keras.layers.GlobalMaxPooling3D. */
export class GlobalMaxPooling3D extends BaseGlobalPooling {
  static override class_name = 'GlobalMaxPooling3D'

  constructor(config: GlobalPoolingConfig = {}) {
    super(config, 3)
  }

  override call(x: Tensor): Tensor {
    return max(x, { axis: this.spatial_axes, keepdims: this.keepdims })
  }
}
