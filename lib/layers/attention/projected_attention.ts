import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text, shapes_equal } from '../../common/shape'
import { repr } from '../../common/text'
import { KerasTensor } from '../../graph/keras_tensor'
import { get_keras_mask, set_keras_mask } from '../../graph/masking'
import { dot_product_attention } from '../../ops/nn/attention'
import { multiply } from '../../ops/numpy/arithmetic'
import { expand_dims } from '../../ops/numpy/shape'
import type { Softmax } from '../activations/softmax'
import { EinsumDense } from '../core/einsum_dense'
import { type CallOptions, Layer, type LayerConfig } from '../layer'
import type { Dropout } from '../regularization/dropout'
import type { ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import { all_of, causal_mask, raised, window_mask } from './masks'

export interface ProjectedAttentionConfig extends LayerConfig {
  /** Share of the attention weights that become zero when training. Default 0. */
  dropout?: number
  /** Default true. */
  use_bias?: boolean
  /** Whether the result is multiplied by a sigmoid of the query. Default false. */
  use_gate?: boolean
  /** How many steps to each side, its own included, a step attends to. Default: all. */
  sliding_window?: number | null
  /** Accepted; there is one implementation. Refuses dropout and scores, as it would. */
  flash_attention?: boolean | null
  kernel_initializer?: InitializerLike
  bias_initializer?: InitializerLike
  kernel_regularizer?: RegularizerLike
  bias_regularizer?: RegularizerLike
  kernel_constraint?: ConstraintLike
  bias_constraint?: ConstraintLike
  /** Default: random. */
  seed?: number | null
}
export interface ProjectedAttention extends Resolved<Omit<ProjectedAttentionConfig, 'flash_attention'>> {}

/** What `_compute_attention` needs beside query, key and value. */
export interface AttentionOptions {
  attention_mask: Tensor | null
  training: boolean | null
  return_attention_scores: boolean
  use_causal_mask: boolean
}

/** Attention between learned projections of query, key and value. */
export abstract class ProjectedAttention extends Layer {
  static override defaults: Record<string, unknown> = {
    dropout: 0,
    use_bias: true,
    use_gate: false,
    sliding_window: null,
    kernel_initializer: 'glorot_uniform',
    bias_initializer: 'zeros',
    kernel_regularizer: null,
    bias_regularizer: null,
    kernel_constraint: null,
    bias_constraint: null,
    seed: null,
  }
  static override call_arguments = ['query', 'value', 'key']
  static override call_options = {
    query_mask: null,
    value_mask: null,
    key_mask: null,
    attention_mask: null,
    return_attention_scores: false,
    training: null,
    use_causal_mask: false,
  }
  declare readonly _flash_attention: boolean
  declare _query_dense: EinsumDense
  declare _key_dense: EinsumDense
  declare _gate_dense?: EinsumDense
  declare _value_dense: EinsumDense
  declare _softmax: Softmax
  declare _dropout_layer: Dropout
  declare _output_dense: EinsumDense

  /** @throws ValueError that names the argument. */
  constructor({ flash_attention, ...config }: ProjectedAttentionConfig) {
    super(config)
    const { sliding_window } = this
    if (sliding_window !== null && (!Number.isInteger(sliding_window) || (sliding_window as number) <= 0))
      throw new ValueError(
        `\`sliding_window\` must be \`None\` or a positive integer. Received: sliding_window=${repr(sliding_window)}`,
      )
    if (flash_attention && this.dropout > 0) {
      throw new ValueError(
        'Dropout is not supported when flash attention is enabled. Please set dropout to 0.0 to use flash attention.',
      )
    }
    Object.defineProperty(this, '_flash_attention', { value: Boolean(flash_attention) })
    this.supports_masking = true
  }

  /** What the scores are multiplied by. */
  protected abstract get score_scale(): number
  /** The shapes of query, key and value products; the scores come first. */
  protected abstract scores_of(query: Tensor, key: Tensor): Tensor
  protected abstract combine(scores: Tensor, value: Tensor): Tensor
  /** The axis at which a mask gets an axis for the heads. */
  protected abstract get head_axis(): number
  /** Shape of the attention scores. */
  protected abstract scores_shape(query: Shape, key: Shape): Shape

  /** A projection with the settings of this layer, built. @internal */
  protected project(
    name: string,
    equation: string,
    output_shape: Shape,
    bias_axes: string,
    shape: Shape,
    activation?: string,
  ): EinsumDense {
    const { kernel_regularizer, bias_regularizer, kernel_constraint, bias_constraint, dtype_policy } = this
    const layer = new EinsumDense({
      name,
      equation,
      output_shape,
      bias_axes: this.use_bias ? bias_axes : null,
      activation: activation ?? null,
      kernel_initializer: fresh(this.kernel_initializer),
      bias_initializer: fresh(this.bias_initializer),
      kernel_regularizer,
      bias_regularizer,
      kernel_constraint,
      bias_constraint,
      activity_regularizer: this.inner_activity_regularizer,
      dtype: dtype_policy,
    })
    layer.build(shape)
    return layer
  }

  /** The regularizer of the outputs of the projections. */
  protected get inner_activity_regularizer(): unknown {
    return this.activity_regularizer
  }

  /** The mask of the query that counts. */
  protected query_mask(_query: Tensor, given: Tensor | null): Tensor | null {
    return given
  }

  override call(query: Tensor, value: Tensor, given_key: Tensor | null | undefined, given: CallOptions): Tensor | Tensor[] {
    const options: CallOptions = { ...given, query_mask: this.query_mask(query, given.query_mask) }
    const key = given_key ?? value
    const inputs = [query, value, key]
    const masks = inputs.map(get_keras_mask)
    for (const input of inputs) set_keras_mask(input, null)
    try {
      const { training, return_attention_scores, use_causal_mask } = options
      const only_causal = use_causal_mask && all_given(options) === 0 && this.sliding_window === null
      const attention_mask = only_causal ? null : this.attention_mask(query, value, options)
      const gate = this.use_gate ? (this._gate_dense as any)(query) : null
      const [q, k, v] = [(this._query_dense as any)(query), (this._key_dense as any)(key), (this._value_dense as any)(value)]
      const settings = { attention_mask, training, return_attention_scores, use_causal_mask: only_causal }
      const [result, scores] = this._compute_attention(q, k, v, settings)
      const output = (this._output_dense as any)(gate === null ? result : multiply(result, gate))
      return return_attention_scores ? [output, scores!] : output
    } finally {
      for (const [i, input] of inputs.entries()) set_keras_mask(input, masks[i])
    }
  }

  /** All masks as one, `[batch, query steps, value steps]`. */
  private attention_mask(query: Tensor, value: Tensor, options: CallOptions): Tensor | null {
    const { query_mask, value_mask, key_mask, attention_mask, use_causal_mask } = options
    const [rows, columns] = [query.shape[1]!, value.shape[1]!]
    const along = (mask: Tensor | null, axis: number): Tensor | null => (mask === null ? null : expand_dims(mask, { axis }))
    return all_of(
      attention_mask,
      along(query_mask, -1),
      along(value_mask, -2),
      along(key_mask, -2),
      use_causal_mask ? causal_mask(rows, columns) : null,
      this.sliding_window === null ? null : window_mask(rows, columns, this.sliding_window!),
    )
  }

  /** Attention between projected tensors: `[output, scores]`; the scores are null where they are not needed. */
  _compute_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    options: AttentionOptions,
  ): [output: Tensor, scores: Tensor | null] {
    const { training, return_attention_scores, use_causal_mask } = options
    if (this._flash_attention && return_attention_scores) {
      throw new ValueError(
        'Returning attention scores is not supported when flash attention is enabled. Please disable flash attention to access attention scores.',
      )
    }
    let mask = options.attention_mask
    if (this.dropout === 0 && !return_attention_scores && query.shape.length === 4) {
      const wide = mask === null ? null : raised(mask, 4, this.head_axis)
      const settings = { mask: wide, scale: this.score_scale, is_causal: use_causal_mask }
      return [dot_product_attention(query, key, value, settings), null]
    }
    if (use_causal_mask) mask = all_of(mask, causal_mask(query.shape[1]!, value.shape[1]!))
    const raw = this.scores_of(multiply(query, this.score_scale), key)
    const scores = (this._softmax as any)(raw, { mask: mask === null ? null : raised(mask, raw.shape.length, this.head_axis) })
    const kept = this.dropout > 0 ? (this._dropout_layer as any)(scores, { training }) : scores
    return [this.combine(kept, value), scores]
  }

  /** @throws ValueError when value and key differ in more than their last axis. */
  override compute_output_shape(query_shape: Shape, value_shape: Shape, key_shape?: Shape | null): any {
    check_value_and_key(value_shape, key_shape ?? value_shape)
    return query_shape
  }

  override compute_output_spec(query: KerasTensor, value: KerasTensor, ...rest: any[]): any {
    const options = (rest.at(-1) ?? {}) as Partial<CallOptions>
    const key = rest[0] instanceof KerasTensor ? rest[0] : value
    const spec = (shape: Shape): KerasTensor => new KerasTensor(shape, { dtype: this.compute_dtype })
    const output = spec(this.compute_output_shape(query.shape, value.shape, key.shape))
    return options.return_attention_scores ? [output, spec(this.scores_shape(query.shape, key.shape))] : output
  }
}

/** @throws ValueError when the shapes differ in more than their last axis. */
export function check_value_and_key(value_shape: Shape, key_shape: Shape): void {
  if (shapes_equal(value_shape.slice(1, -1), key_shape.slice(1, -1))) return
  throw new ValueError(
    `All dimensions of \`value\` and \`key\`, except the last one, must be equal. Received: value_shape=${shape_text(value_shape)} and key_shape=${shape_text(key_shape)}`,
  )
}

function all_given({ query_mask, value_mask, key_mask, attention_mask }: CallOptions): number {
  return [query_mask, value_mask, key_mask, attention_mask].filter((mask) => mask !== null && mask !== undefined).length
}

/** An initializer of the same settings that draws values of its own. */
function fresh(initializer: any): any {
  return typeof initializer?.get_config === 'function'
    ? initializer.constructor.from_config(initializer.get_config())
    : initializer
}
