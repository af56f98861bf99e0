import type { Tensor } from '@tensorflow/tfjs-core'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { tanh } from '../../ops/numpy/elementwise'
import { sum } from '../../ops/numpy/reduce'
import { expand_dims } from '../../ops/numpy/shape'
import { Attention, type AttentionConfig } from './attention'

export type AdditiveAttentionConfig = Omit<AttentionConfig, 'score_mode'>

/** Attention whose scores are sums over `scale * tanh(query + key)`; called like `Attention`. `use_scale` is true by default. Source: keras.layers.AdditiveAttention. */
export class AdditiveAttention extends Attention {
  static override class_name = 'AdditiveAttention'
  static override defaults: Record<string, unknown> = { use_scale: true }

  constructor(config: AdditiveAttentionConfig = {}) {
    super(config)
  }

  protected override add_scale(input_shape: any): void {
    const size = input_shape[0].at(-1)
    this.scale = this.use_scale ? this.add_weight({ name: 'scale', shape: [size], initializer: 'glorot_uniform' }) : null
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const bent = tanh(add(expand_dims(query, { axis: -2 }), expand_dims(key, { axis: -3 })))
    return sum(this.scale === null ? bent : multiply(this.scale, bent), { axis: -1 })
  }

  override get_config(): Record<string, unknown> {
    const { score_mode, ...config } = super.get_config()
    return config
  }
}
