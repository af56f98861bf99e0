import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError, ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { multiply } from '../../ops/numpy/arithmetic'
import { ones_like, zeros } from '../../ops/numpy/creation'
import { concatenate, split } from '../../ops/numpy/join'
import { matmul } from '../../ops/numpy/linear'
import { dropout } from '../../random/random'
import { SeedGenerator } from '../../variables/seed_generator'
import type { Variable } from '../../variables/variable'
import { Layer, type LayerConfig, required } from '../layer'
import type { ActivationLike, ConstraintLike, InitializerLike, RegularizerLike, Resolved } from '../types'
import type { StateSize, States } from './recurrent_cell'

/** What the cells with matrices take. */
export interface RecurrentCellConfig extends LayerConfig {
  /** Size of the output and of each state. */
  units: number
  /** Default `tanh`. */
  activation?: ActivationLike
  /** Default true. */
  use_bias?: boolean
  /** Of the weights of the input. Default `glorot_uniform`. */
  kernel_initializer?: InitializerLike
  /** Of the weights of the state. Default `orthogonal`. */
  recurrent_initializer?: InitializerLike
  /** Default `zeros`. */
  bias_initializer?: InitializerLike
  kernel_regularizer?: RegularizerLike
  recurrent_regularizer?: RegularizerLike
  bias_regularizer?: RegularizerLike
  kernel_constraint?: ConstraintLike
  recurrent_constraint?: ConstraintLike
  bias_constraint?: ConstraintLike
  /** Share of the inputs that is dropped when training, 0 to 1; the same ones at each step. Default 0. */
  dropout?: number
  /** Share of the state that is dropped for the recurrent product when training. Default 0. */
  recurrent_dropout?: number
  /** Of the dropout. Default: random. */
  seed?: number | null
}

/** The masks of one dropout: one for each part of the product, or one for all. */
type Masks = Tensor | Tensor[]

/** A cell whose dropout masks stay the same from step to step. Source: keras's DropoutRNNCell. */
export abstract class DropoutCell extends Layer {
  static override call_arguments: readonly string[] = ['inputs', 'states']
  static override call_options: Readonly<Record<string, unknown>> = { training: false }
  static build_arguments = ['input_shape']
  declare dropout: number
  declare recurrent_dropout: number
  declare seed: number | null
  declare seed_generator: SeedGenerator
  /** How many masks a dropout has: one for each part of the product. Null: one for all. */
  declare dropout_mask_count: number | null
  declare _masks: { dropout: Masks | null; recurrent_dropout: Masks | null }

  constructor(config: LayerConfig | Record<string, unknown>) {
    super(config)
    const clipped = (rate: number): number => Math.min(1, Math.max(0, rate))
    this.dropout = clipped(this.dropout)
    this.recurrent_dropout = clipped(this.recurrent_dropout)
    this.seed_generator = new SeedGenerator({ seed: this.seed })
    this.dropout_mask_count = null
    Object.defineProperty(this, '_masks', { value: { dropout: null, recurrent_dropout: null } })
  }

  private _mask_of(kind: 'dropout' | 'recurrent_dropout', like: Tensor): Masks | null {
    const rate = this[kind]
    if (rate <= 0) return null
    const present = this._masks[kind]
    if (present !== null && ![present].flat().some((mask) => mask.isDisposed)) return present
    const draw = (): Tensor => dropout(ones_like(like), rate, { seed: this.seed_generator }) as Tensor
    const masks = this.dropout_mask_count === null ? draw() : Array.from({ length: this.dropout_mask_count }, draw)
    this._masks[kind] = masks
    return masks
  }

  /** The mask of the inputs for `step_input`, drawn at the first use after a reset; null without dropout. */
  get_dropout_mask(step_input: Tensor): Masks | null {
    return this._mask_of('dropout', step_input)
  }

  /** The mask of the state, drawn at the first use after a reset; null without dropout. */
  get_recurrent_dropout_mask(step_input: Tensor): Masks | null {
    return this._mask_of('recurrent_dropout', step_input)
  }

  reset_dropout_mask(): void {
    this._masks.dropout = null
  }

  reset_recurrent_dropout_mask(): void {
    this._masks.recurrent_dropout = null
  }
}

/** `x * mask`, each with its mask. */
export function masked_by(x: Tensor, masks: Masks | null): Tensor | Tensor[] {
  if (masks === null) return x
  return Array.isArray(masks) ? masks.map((mask) => multiply(x, mask) as Tensor) : (multiply(x, masks) as Tensor)
}

export interface MatrixCell extends Resolved<RecurrentCellConfig> {}

/** A cell with `kernel`, `recurrent_kernel` and `bias`. */
export abstract class MatrixCell extends DropoutCell {
  static override defaults: Record<string, unknown> = {
    units: required,
    activation: 'tanh',
    use_bias: true,
    kernel_initializer: 'glorot_uniform',
    recurrent_initializer: 'orthogonal',
    bias_initializer: 'zeros',
    kernel_regularizer: null,
    recurrent_regularizer: null,
    bias_regularizer: null,
    kernel_constraint: null,
    recurrent_constraint: null,
    bias_constraint: null,
    dropout: 0,
    recurrent_dropout: 0,
    seed: null,
  }
  declare kernel: Variable
  declare recurrent_kernel: Variable
  declare bias: Variable | null
  /** 1: a mask for each part of the product; 2: one for all. */
  declare implementation: number

  /** @throws TypeError, ValueError for `units` that are no positive integer. */
  constructor(config: RecurrentCellConfig) {
    super(config)
    check_units(this.units)
    const { implementation = 2 } = config
    this.implementation = implementation
  }

  /** Size of the state, or one for each state. */
  get state_size(): StateSize {
    return this.units
  }

  get output_size(): number {
    return this.units
  }

  /** Makes the two kernels for `parts` products side by side. */
  protected build_kernels(input_size: number, parts: number): void {
    this.kernel = this.add_weight({ name: 'kernel', shape: [input_size, this.units * parts] })
    this.recurrent_kernel = this.add_weight({
      name: 'recurrent_kernel',
      shape: [this.units, this.units * parts],
      initializer: this.recurrent_initializer,
      regularizer: this.recurrent_regularizer,
      constraint: this.recurrent_constraint,
    })
  }

  /** `inputs @ kernel`, with dropout when training. */
  protected project(inputs: Tensor, training: boolean | null): Tensor {
    const drops = training === true && this.dropout > 0 && this.dropout < 1
    return gated_product(drops ? masked_by(inputs, this.get_dropout_mask(inputs)) : inputs, this.kernel)
  }

  /** The state for the recurrent product, with dropout when training: one for all parts, or one for each. */
  protected dropped_state(state: Tensor, training: boolean | null): Tensor | Tensor[] {
    const drops = training === true && this.recurrent_dropout > 0 && this.recurrent_dropout < 1
    return drops ? masked_by(state, this.get_recurrent_dropout_mask(state)) : state
  }

  /** Zeros. */
  get_initial_state(batch_size: number): States {
    const sizes = [this.state_size].flat() as number[]
    return sizes.map((size) => zeros([batch_size, size], { dtype: this.compute_dtype }) as Tensor)
  }
}

/** `x @ kernel`; of several `x`, each with its equal part of the kernel's columns, side by side. */
export function gated_product(x: Tensor | Tensor[], kernel: Tensor): Tensor {
  if (!Array.isArray(x)) return matmul(x, kernel) as Tensor
  const parts = split(kernel, x.length, { axis: 1 }) as Tensor[]
  return concatenate(
    x.map((each, i) => matmul(each, parts[i]!)),
    { axis: 1 },
  ) as Tensor
}

/** @throws TypeError, ValueError */
export function check_units(units: unknown): void {
  if (typeof units !== 'number') throw new TypeError(`\`units\` must be a positive integer. Received: units=${repr(units)}`)
  if (!Number.isInteger(units) || units <= 0)
    throw new ValueError(`Received an invalid value for argument \`units\`, expected a positive integer, got ${units}.`)
}
