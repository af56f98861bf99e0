import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { get_keras_mask } from '../../graph/masking'
import { einsum } from '../../ops/numpy/einsum'
import { get as get_regularizer, serialize as serialize_regularizer } from '../../regularizers/get'
import { Softmax } from '../activations/softmax'
import { required } from '../layer'
import { Dropout } from '../regularization/dropout'
import type { Resolved } from '../types'
import { attention_equations, projection_equation } from './equations'
import { check_value_and_key, ProjectedAttention, type ProjectedAttentionConfig } from './projected_attention'

export interface MultiHeadAttentionConfig extends ProjectedAttentionConfig {
  num_heads: number
  /** Size of each head for query and key. */
  key_dim: number
  /** Size of each head for value. Default: `key_dim`. */
  value_dim?: number | null
  /** Shape of the last axes of the output. Default: the last axis of the query. */
  output_shape?: number | number[] | null
  /** The axes over which attention is applied. Default: all but batch, heads and features. */
  attention_axes?: number | number[] | null
}
export interface MultiHeadAttention
  extends Resolved<Omit<MultiHeadAttentionConfig, 'output_shape' | 'attention_axes' | 'flash_attention'>> {
  attention_axes: number[] | null
}

/**
 * Multi-head attention: `layer(query, value, key)`, each `[batch, steps, features]`; the key is the value by default. Call options: `query_mask`, `value_mask`, `key_mask`,
 * `attention_mask` (`[batch, query steps, value steps]`), `return_attention_scores`, `training`, `use_causal_mask`. Source: keras.layers.MultiHeadAttention.
 *
 * ```ts
 * const layer = new MultiHeadAttention({ num_heads: 2, key_dim: 16 })
 * const x = ops.ones([1, 3, 8])
 * const y = layer(x, x, { use_causal_mask: true }) // shape [1, 3, 8]
 * ```
 */
export class MultiHeadAttention extends ProjectedAttention {
  static override class_name = 'MultiHeadAttention'
  /** @internal Names in files of Keras 2. */
  static former_names = {
    query_dense: '_query_dense',
    key_dense: '_key_dense',
    value_dense: '_value_dense',
    output_dense: '_output_dense',
  }
  static override defaults: Record<string, unknown> = {
    num_heads: required,
    key_dim: required,
    value_dim: null,
    attention_axes: null,
  }
  declare readonly _output_shape: number[] | null
  declare readonly _activity_regularizer: unknown
  declare private _axes: number[]
  declare private _equations: { scores: string; combine: string; rank: number }

  /** @throws ValueError that names the argument. */
  constructor({ output_shape, activity_regularizer, ...config }: MultiHeadAttentionConfig) {
    super(config)
    for (const key of ['num_heads', 'key_dim', 'value_dim'] as const) {
      const value = this[key]
      if (Number.isInteger(value) && (value as number) > 0) continue
      if (key === 'value_dim' && value === null) continue
      throw new ValueError(
        `Received an invalid value for argument \`${key}\`, expected a positive integer${key === 'value_dim' ? ' or `None`' : ''}. Received: ${key}=${repr(value)}`,
      )
    }
    this.value_dim ??= this.key_dim
    const axes: unknown = this.attention_axes
    if (axes !== null && typeof axes !== 'number' && !Array.isArray(axes))
      throw new ValueError(`\`attention_axes\` must be an int, list, or tuple. Received: attention_axes=${repr(axes)}`)
    if (typeof axes === 'number') this.attention_axes = [axes]
    const shape = output_shape === undefined || output_shape === null ? null : [output_shape].flat()
    Object.defineProperty(this, '_output_shape', { value: shape })
    Object.defineProperty(this, '_activity_regularizer', { value: get_regularizer((activity_regularizer ?? null) as never) })
  }

  protected override get inner_activity_regularizer(): unknown {
    return this._activity_regularizer
  }

  /** @throws ValueError when value and key differ in more than their last axis. */
  override build(query_shape: Shape, value_shape: Shape, key_shape: Shape = value_shape): void {
    check_value_and_key(value_shape, key_shape)
    const { num_heads, key_dim, dtype_policy: dtype } = this
    const value_dim = this.value_dim!
    const heads = (name: string, shape: Shape, size: number, activation?: string) => {
      const [equation, bias_axes] = projection_equation(shape.length - 1, 1, 2)
      const free = new Array(shape.length - 2).fill(null)
      return this.project(name, equation, [...free, num_heads, size], bias_axes, shape, activation)
    }
    this._query_dense = heads('query', query_shape, key_dim)
    this._key_dense = heads('key', key_shape, key_dim)
    if (this.use_gate) this._gate_dense = heads('gate', query_shape, value_dim, 'sigmoid')
    this._value_dense = heads('value', value_shape, value_dim)
    const rank = value_shape.length + 1
    const axes = this.attention_axes?.map((axis) => (axis < 0 ? axis + rank - 1 : axis))
    const used = axes ?? Array.from({ length: rank - 3 }, (_, i) => i + 1)
    Object.defineProperty(this, '_axes', { value: used, configurable: true })
    Object.defineProperty(this, '_equations', { value: attention_equations(rank, used), configurable: true })
    const scores_rank = this._equations.rank
    this._softmax = new Softmax({ axis: used.map((_, i) => scores_rank - used.length + i), dtype })
    this._dropout_layer = new Dropout({ rate: this.dropout, dtype, seed: this.seed })
    const output = this._output_shape ?? [query_shape.at(-1)!]
    const [equation, bias_axes] = projection_equation(query_shape.length - 1, 2, output.length)
    const free = new Array(query_shape.length - 2).fill(null)
    const inner = [...query_shape.slice(0, -1), num_heads, value_dim]
    this._output_dense = this.project('attention_output', equation, [...free, ...output], bias_axes, inner)
  }

  /** The one that the query carries; one that is only passed has no effect, as in Keras. */
  protected override query_mask(query: Tensor): Tensor | null {
    return get_keras_mask(query)
  }

  protected override get score_scale(): number {
    return 1 / Math.sqrt(this.key_dim)
  }

  protected override get head_axis(): number {
    return -2 * this._axes.length - 1
  }

  protected override scores_of(query: Tensor, key: Tensor): Tensor {
    return einsum(this._equations.scores, key, query)
  }

  protected override combine(scores: Tensor, value: Tensor): Tensor {
    return einsum(this._equations.combine, scores, value)
  }

  protected override scores_shape(query: Shape): Shape {
    return [query[0]!, this.num_heads, query[1]!, query[1]!]
  }

  /** @throws ValueError when value and key differ in more than their last axis. */
  override compute_output_shape(query_shape: Shape, value_shape: Shape, key_shape?: Shape | null): any {
    super.compute_output_shape(query_shape, value_shape, key_shape)
    return this._output_shape === null ? query_shape : [...query_shape.slice(0, -1), ...this._output_shape]
  }

  /** @internal */
  _saved_attributes(): Record<string, unknown> {
    const { _query_dense, _key_dense, _value_dense, _output_dense } = this
    return { query_dense: _query_dense, key_dense: _key_dense, value_dense: _value_dense, output_dense: _output_dense }
  }

  override get_config(): Record<string, unknown> {
    const activity_regularizer = this._activity_regularizer
    return {
      ...super.get_config(),
      output_shape: this._output_shape,
      activity_regularizer: activity_regularizer === null ? null : serialize_regularizer(activity_regularizer as never),
    }
  }
}
