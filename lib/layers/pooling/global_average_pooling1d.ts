import type { Tensor } from '@tensorflow/tfjs-core'
import { cast, dtype } from '../../ops/core'
import { divide } from '../../ops/numpy/arithmetic'
import { where } from '../../ops/numpy/comparison'
import { mean, sum } from '../../ops/numpy/reduce'
import { expand_dims } from '../../ops/numpy/shape'
import type { CallOptions } from '../layer'
import { BaseGlobalPooling, type GlobalPoolingConfig } from './base_global_pooling'

/** The mean over the steps: `[batch, steps, features]` to `[batch, features]`. Masked steps do not count. Source: keras.layers.GlobalAveragePooling1D. */
export class GlobalAveragePooling1D extends BaseGlobalPooling {
  static override class_name = 'GlobalAveragePooling1D'
  static override call_arguments = ['inputs']
  static override call_options = { mask: null }

  constructor(config: GlobalPoolingConfig = {}) {
    super(config, 1)
    this.supports_masking = true
  }

  override call(x: Tensor, { mask }: CallOptions): Tensor {
    const axis = this.data_format === 'channels_last' ? 1 : 2
    const { keepdims } = this
    if (mask === null) return mean(x, { axis, keepdims })
    const kept = cast(expand_dims(mask, { axis: 3 - axis }), 'bool')
    const total = sum(where(kept, x, 0), { axis, keepdims })
    return divide(total, sum(cast(kept, dtype(x)), { axis, keepdims }))
  }

  override compute_mask(): null {
    return null
  }
}
