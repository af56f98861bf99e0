import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { einsum } from '../../ops/numpy/einsum'
import { repeat } from '../../ops/numpy/shape'
import { Softmax } from '../activations/softmax'
import { required } from '../layer'
import { Dropout } from '../regularization/dropout'
import type { Resolved } from '../types'
import { ProjectedAttention, type ProjectedAttentionConfig } from './projected_attention'

export interface GroupQueryAttentionConfig extends ProjectedAttentionConfig {
  /** Size of each head. */
  head_dim: number
  num_query_heads: number
  /** A divisor of `num_query_heads`: so many heads of key and value are shared by the query heads. */
  num_key_value_heads: number
}
export interface GroupQueryAttention extends Resolved<Omit<GroupQueryAttentionConfig, 'flash_attention'>> {}

/** Attention in which several heads of the query share one head of key and value; called like `MultiHeadAttention`. Source: keras.layers.GroupQueryAttention. */
export class GroupQueryAttention extends ProjectedAttention {
  static override class_name = 'GroupQueryAttention'
  /** @internal The name of Keras's class. */
  static keras_name = 'GroupedQueryAttention'
  static override defaults: Record<string, unknown> = {
    head_dim: required,
    num_query_heads: required,
    num_key_value_heads: required,
  }

  /** @throws ValueError when the heads cannot be shared evenly. */
  constructor(config: GroupQueryAttentionConfig) {
    super(config)
    if (this.num_query_heads % this.num_key_value_heads !== 0)
      throw new ValueError('`num_query_heads` must be divisible by `num_key_value_heads`.')
  }

  override build(query_shape: Shape, value_shape: Shape, key_shape: Shape = value_shape): void {
    const { head_dim, num_query_heads, num_key_value_heads, dtype_policy: dtype } = this
    const query_heads = [null, num_query_heads, head_dim]
    const shared_heads = [null, num_key_value_heads, head_dim]
    this._query_dense = this.project('query', 'bqm,muh->bquh', query_heads, 'uh', query_shape)
    this._key_dense = this.project('key', 'bkm,mvh->bkvh', shared_heads, 'vh', key_shape)
    if (this.use_gate) this._gate_dense = this.project('gate', 'bqm,muh->bquh', query_heads, 'uh', query_shape, 'sigmoid')
    this._value_dense = this.project('value', 'bkm,mvh->bkvh', shared_heads, 'vh', value_shape)
    this._softmax = new Softmax({ axis: -1, dtype })
    this._dropout_layer = new Dropout({ rate: this.dropout, dtype, seed: this.seed })
    const inner = [null, null, num_query_heads, head_dim]
    this._output_dense = this.project('attention_output', 'bquh,uhm->bqm', [null, query_shape.at(-1)!], 'm', inner)
  }

  protected override get score_scale(): number {
    return 1 / Math.sqrt(this.head_dim)
  }

  protected override get head_axis(): number {
    return -3
  }

  private spread(x: Tensor): Tensor {
    return repeat(x, this.num_query_heads / this.num_key_value_heads, { axis: 2 })
  }

  protected override scores_of(query: Tensor, key: Tensor): Tensor {
    return einsum('bquh,bkuh->buqk', query, this.spread(key))
  }

  protected override combine(scores: Tensor, value: Tensor): Tensor {
    return einsum('buqk,bkuh->bquh', scores, this.spread(value))
  }

  protected override scores_shape(query: Shape, key: Shape): Shape {
    return [query[0]!, this.num_query_heads, query[1]!, key[1]!]
  }

  /** @throws ValueError when the shapes do not go together. */
  override compute_output_shape(query_shape: Shape, value_shape: Shape, key_shape?: Shape | null): any {
    if (query_shape.at(-1) !== value_shape.at(-1)) {
      throw new ValueError(
        `The last dimension of \`query_shape\` and \`value_shape\` must be equal, but are ${query_shape.at(-1)}, ${value_shape.at(-1)}. Received: query_shape=${shape_text(query_shape)}, value_shape=${shape_text(value_shape)}`,
      )
    }
    return super.compute_output_shape(query_shape, value_shape, key_shape)
  }

  override get_config(): Record<string, unknown> {
    return { activity_regularizer: null, ...super.get_config() }
  }
}
