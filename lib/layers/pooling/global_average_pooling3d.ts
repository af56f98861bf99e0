import type { Tensor } from '@tensorflow/tfjs-core'
import { mean } from '../../ops/numpy/reduce'
import { BaseGlobalPooling, type GlobalPoolingConfig } from './base_global_pooling'

/** The mean of each channel: `[batch, d1, d2, d3, channels]` to `[batch, channels]`. Source: keras.layers.GlobalAveragePooling3D. */
export class GlobalAveragePooling3D extends BaseGlobalPooling {
  static override class_name = 'GlobalAveragePooling3D'

  constructor(config: GlobalPoolingConfig = {}) {
    super(config, 3)
  }

  override call(x: Tensor): Tensor {
    return mean(x, { axis: this.spatial_axes, keepdims: this.keepdims })
  }
}
