import type { Tensor } from '@tensorflow/tfjs-core'
import { AttributeError, ValueError } from '../../common/errors'
import { repr, type_text } from '../../common/text'
import { cast, dtype } from '../../ops/core'
import { not_equal } from '../../ops/numpy/comparison'
import { take } from '../../ops/numpy/indexing'
import type { Variable } from '../../variables/variable'
import type { OwnWeights } from '../base/own_store'
import { Layer, type LayerConfig, required } from '../layer'
import type { ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import { adapted, add_lora, check_lora, type LoraConfig, lora_options, stored_adapted, without_unused_lora } from './lora'

export interface EmbeddingConfig extends Omit<LayerConfig, 'input_dim' | 'weights'>, LoraConfig {
  /** Number of rows: the largest index plus one. */
  input_dim: number
  /** Size of the vectors. */
  output_dim: number
  /** Default `uniform`. */
  embeddings_initializer?: InitializerLike
  embeddings_regularizer?: RegularizerLike
  embeddings_constraint?: ConstraintLike
  /** Whether index 0 means padding: the output gets a mask. Default false. */
  mask_zero?: boolean
  /** The first table, or a list of it. The layer is then built at once. */
  weights?: unknown
  /** Accepted and ignored. */
  input_length?: number | null
  /** Kept in the config; only null has an effect. */
  quantization_config?: object | null
}
export interface Embedding extends Resolved<Omit<EmbeddingConfig, 'input_length'>> {
  input_dim: number
}

/**
 * A vector for each index: integers `[...]` to floats `[..., output_dim]`. Source: keras.layers.Embedding.
 *
 * ```ts
 * const layer = new Embedding({ input_dim: 1000, output_dim: 64, mask_zero: true })
 * ```
 */
export class Embedding extends Layer {
  static override class_name = 'Embedding'
  static override defaults = {
    input_dim: required,
    output_dim: required,
    embeddings_initializer: 'uniform',
    embeddings_regularizer: null,
    embeddings_constraint: null,
    mask_zero: false,
    lora_rank: null,
    lora_alpha: null,
    quantization_config: null,
  }
  static override call_options = {}
  declare _embeddings: Variable
  declare lora_enabled: boolean
  declare lora_embeddings_a: Variable
  declare lora_embeddings_b: Variable

  /** @throws ValueError when a size is no positive integer. */
  constructor(config: EmbeddingConfig) {
    const { input_length, weights, ...rest } = config ?? {}
    super(config === undefined ? config : rest)
    for (const key of ['input_dim', 'output_dim'] as const) {
      const value = this[key]
      if (Number.isInteger(value) && value > 0) continue
      throw new ValueError(
        `\`${key}\` must be a positive integer. Received: ${key}=${repr(value)} (of type ${type_text(value)}).`,
      )
    }
    this._state.autocast = false
    this.lora_alpha ??= this.lora_rank
    this.lora_enabled = false
    this.supports_masking = this.mask_zero
    if (weights === undefined || weights === null) return
    this.build()
    this.set_weights(Array.isArray(weights) && weights.length === 1 ? weights : [weights])
  }

  override build(): void {
    if (this.built) return
    this._embeddings = this.add_weight({ name: 'embeddings', shape: [this.input_dim, this.output_dim] })
    this.built = true
    if (this.lora_rank) this.enable_lora(this.lora_rank)
  }

  /** The table in effect. With LoRA a new tensor that belongs to the caller. @throws AttributeError before the layer is built. */
  get embeddings(): Tensor {
    if (!this.built) throw new AttributeError('You must build the layer before accessing `embeddings`.')
    return this.lora_enabled ? adapted(this, this._embeddings, this.lora_embeddings_a, this.lora_embeddings_b) : this._embeddings
  }

  override call(x: Tensor): Tensor {
    const indices = dtype(x) === 'int32' ? x : cast(x, 'int32')
    return cast(take(this.embeddings, indices, { axis: 0 }), this.compute_dtype)
  }

  override compute_mask(inputs: Tensor): Tensor | null {
    return this.mask_zero ? not_equal(inputs, 0) : null
  }

  /**
   * Freezes the table and trains a change of it of rank `rank`. `rest` is `{ lora_alpha, a_initializer, b_initializer }`, or these by position.
   * @throws ValueError before the layer is built, with a constraint, or the second time.
   */
  enable_lora(rank: number, ...rest: unknown[]): void {
    check_lora(this, 'embeddings', this.embeddings_constraint)
    const target = {
      name: 'embeddings',
      weight: this._embeddings,
      regularizer: this.embeddings_regularizer,
      a_shape: [this.input_dim, rank],
      b_shape: [rank, this.output_dim],
    }
    const [a, b] = add_lora(this, target, rank, lora_options(rest))
    this.lora_embeddings_a = a
    this.lora_embeddings_b = b
  }

  /** @internal */
  override _own_weights(): OwnWeights {
    const own = super._own_weights()
    return this.lora_enabled ? stored_adapted(own, () => this.embeddings, [this.lora_embeddings_a, this.lora_embeddings_b]) : own
  }

  override get_config(): Record<string, unknown> {
    return without_unused_lora({ activity_regularizer: null, ...super.get_config() })
  }
}
