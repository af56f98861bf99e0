import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { KerasTensor } from '../../graph/keras_tensor'
import { class_name_of } from '../../graph/operation'
import { dtype } from '../../ops/core'
import { lowest_score } from '../../ops/float_range'
import { softmax } from '../../ops/nn/activations'
import { add, multiply } from '../../ops/numpy/arithmetic'
import { where } from '../../ops/numpy/comparison'
import { tanh } from '../../ops/numpy/elementwise'
import { matmul } from '../../ops/numpy/linear'
import { sum } from '../../ops/numpy/reduce'
import { expand_dims, swapaxes } from '../../ops/numpy/shape'
import { dropout } from '../../random/random'
import { SeedGenerator } from '../../variables/seed_generator'
import type { Variable } from '../../variables/variable'
import { type CallOptions, Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'
import { all_of, causal_mask, raised } from './masks'

export interface AttentionConfig extends LayerConfig {
  /** Whether the scores are multiplied by a learned number. Default false. */
  use_scale?: boolean
  /** `dot` (default): products of query and key; `concat`: the sum of tanh(query + key). */
  score_mode?: 'dot' | 'concat'
  /** Share of the attention weights that become zero when training. Default 0. */
  dropout?: number
  /** Default: random. */
  seed?: number | null
}
export interface Attention extends Resolved<AttentionConfig> {}

/**
 * `softmax(scores) @ value` of a list `[query, value]` or `[query, value, key]`, each `[batch, steps, dim]`. Call options: `mask` (`[query_mask, value_mask]`), `training`,
 * `return_attention_scores`, `use_causal_mask`. Source: keras.layers.Attention.
 *
 * ```ts
 * const y = new Attention()([ops.ones([1, 2, 4]), ops.ones([1, 3, 4])]) // shape [1, 2, 4]
 * ```
 */
export class Attention extends Layer {
  static override class_name = 'Attention'
  static override defaults: Record<string, unknown> = { use_scale: false, score_mode: 'dot', dropout: 0, seed: null }
  static override call_options = { mask: null, training: false, return_attention_scores: false, use_causal_mask: false }
  declare scale: Variable | null
  declare concat_score_weight: Variable | null
  declare seed_generator?: SeedGenerator

  /** @throws ValueError for another `score_mode`. */
  constructor(config: AttentionConfig = {}) {
    super(config)
    if (this.dropout > 0) this.seed_generator = new SeedGenerator({ seed: this.seed })
    if (this.score_mode !== 'dot' && this.score_mode !== 'concat') {
      throw new ValueError(
        `Invalid value for argument score_mode. Expected one of {'dot', 'concat'}. Received: score_mode=${this.score_mode}`,
      )
    }
  }

  override build(input_shape: any): void {
    this.check_inputs(Array.isArray(input_shape[0]) ? input_shape : null)
    this.add_scale(input_shape)
  }

  /** Makes the weights of the scores. */
  protected add_scale(_input_shape: any): void {
    this.scale = this.use_scale ? this.add_weight({ name: 'scale', shape: [], initializer: 'ones' }) : null
    const concat = this.score_mode === 'concat'
    this.concat_score_weight = concat ? this.add_weight({ name: 'concat_score_weight', shape: [], initializer: 'ones' }) : null
  }

  /** Scores `[batch, query steps, key steps]`. */
  protected scores(query: Tensor, key: Tensor): Tensor {
    if (this.score_mode === 'dot') {
      const products = matmul(query, swapaxes(key, -2, -1))
      return this.scale === null ? products : multiply(products, this.scale)
    }
    const sums = add(expand_dims(query, { axis: -2 }), expand_dims(key, { axis: -3 }))
    const scaled = this.scale === null ? sums : multiply(this.scale, sums)
    return multiply(this.concat_score_weight!, sum(tanh(scaled), { axis: -1 }))
  }

  override call(inputs: Tensor[], { mask, training, return_attention_scores, use_causal_mask }: CallOptions): Tensor | Tensor[] {
    this.check_inputs(inputs, mask)
    const [query, value, key = value] = inputs as [Tensor, Tensor, Tensor?]
    const [query_mask, value_mask] = mask ?? [null, null]
    const scores = this.scores(query, key)
    const [rows, columns] = scores.shape.slice(-2) as [number, number]
    const allowed = all_of(
      value_mask === null ? null : raised(value_mask, 3, -2),
      use_causal_mask ? causal_mask(rows, columns) : null,
    )
    const lowest = dtype(scores) === 'float16' ? -65504 : lowest_score()
    let weights = softmax(allowed === null ? scores : where(allowed, scores, add(scores, lowest)))
    if (training && this.dropout > 0) weights = dropout(weights, this.dropout, { seed: this.seed_generator })
    const result = matmul(weights, value)
    const output = query_mask === null ? result : where(expand_dims(query_mask, { axis: -1 }), result, 0)
    return return_attention_scores ? [output, weights] : output
  }

  override compute_mask(inputs: any, mask: any = null): any {
    this.check_inputs(inputs, mask)
    return mask === null ? null : mask[0]
  }

  override compute_output_shape([query, value]: Shape[]): any {
    return [...query!.slice(0, -1), value!.at(-1)!]
  }

  override compute_output_spec(
    inputs: KerasTensor[],
    { mask = null, return_attention_scores = false }: Partial<CallOptions> = {},
  ): any {
    this.check_inputs(inputs, mask)
    const [query, value, key = value] = inputs as [KerasTensor, KerasTensor, KerasTensor?]
    const spec = (shape: Shape): KerasTensor => new KerasTensor(shape, { dtype: this.compute_dtype })
    const output = spec(this.compute_output_shape([query.shape, value.shape]))
    return return_attention_scores ? [output, spec([...query.shape.slice(0, -1), key.shape.at(-2)!])] : output
  }

  /** @throws ValueError when inputs or masks are no lists of two or three. */
  private check_inputs(inputs: unknown, mask: unknown = null): void {
    const name = class_name_of(this.constructor)
    if (!Array.isArray(inputs)) {
      throw new ValueError(
        `${name} layer must be called on a list of inputs, namely [query, value] or [query, value, key]. Received: inputs=${repr(inputs)}.`,
      )
    }
    if (inputs.length < 2 || inputs.length > 3) {
      throw new ValueError(
        `${name} layer accepts inputs list of length 2 or 3, namely [query, value] or [query, value, key]. Received length: ${inputs.length}.`,
      )
    }
    if (mask === null) return
    if (!Array.isArray(mask))
      throw new ValueError(`${name} layer mask must be a list, namely [query_mask, value_mask]. Received: mask=${repr(mask)}.`)
    if (mask.length < 2 || mask.length > 3)
      throw new ValueError(`${name} layer accepts mask list of length 2 or 3. Received: mask=${repr(mask)}.`)
  }
}
