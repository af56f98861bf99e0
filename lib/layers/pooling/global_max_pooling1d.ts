import type { Tensor } from '@tensorflow/tfjs-core'
import { max } from '../../ops/numpy/reduce'
import { BaseGlobalPooling, type GlobalPoolingConfig } from './base_global_pooling'

/** The largest value of each channel: `[batch, steps, channels]` to `[batch, channels]`. Source: keras.layers.GlobalMaxPooling1D. */
export class GlobalMaxPooling1D extends BaseGlobalPooling {
  static override class_name = 'GlobalMaxPooling1D'

  constructor(config: GlobalPoolingConfig = {}) {
    super(config, 1)
  }

  override call(x: Tensor): Tensor {
    return max(x, { axis: this.spatial_axes, keepdims: this.keepdims })
  }
}
