import type { Tensor } from '@tensorflow/tfjs-core'
import { tracing, unfilled_shape } from '../../backend/meta'
import { scoped } from '../../backend/scope'
import { ValueError } from '../../common/errors'
import { type RevivalOptions, revive_nested, serialized_form } from '../../common/serialized'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { flatten, map_structure } from '../../common/tree'
import { infer_output_spec } from '../../graph/infer'
import { revive } from '../../graph/operation'
import { cast } from '../../ops/core'
import { zeros, zeros_like } from '../../ops/numpy/creation'
import { is_tensor, nested_shape, to_tensor } from '../../variables/to_tensor'
import { Variable } from '../../variables/variable'
import { type CallOptions, Layer, type LayerConfig, required } from '../layer'
import { DropoutCell } from './dropout_cell'
import { type LoopResult, run_steps } from './loop'
import {
  as_list,
  has_method,
  has_state_size,
  initial_states,
  output_size_of,
  type RecurrentCell,
  run_cell,
  type StateSize,
  type States,
} from './recurrent_cell'
import { StackedRNNCells } from './stacked_rnn_cells'

/** What every recurrent layer takes. */
export interface RecurrentConfig extends LayerConfig {
  /** Whether the outputs of all steps come out, or the last one. Default false. */
  return_sequences?: boolean
  /** Whether the last states come out too, after the output. Default false. */
  return_state?: boolean
  /** From the last step to the first; the outputs of all steps are in that order. Default false. */
  go_backwards?: boolean
  /** Whether the last states are the first ones of the next call. The batch size must be known. Default false. */
  stateful?: boolean
  /** Changes only what masked steps give: the output of the step before, zeros for the first. Default false. */
  unroll?: boolean
  /** Whether the output of a masked step is zero; else, and with `unroll`, it is that of the step before. Default false. */
  zero_output_for_mask?: boolean
}

export interface RNNConfig extends RecurrentConfig {
  /** A cell, or a list of cells one on another. */
  cell: RecurrentCell | RecurrentCell[]
}

/**
 * Runs a cell over the steps of a sequence: `[batch, time, ...]` to `[batch, units]`, or `[batch, time, units]` with `return_sequences`; with `return_state` a list of that
 * and the last states. A cell is a layer, or an object, with `call(inputs, states)` that answers `[output, new_states]`, and a `state_size`: the size of its state or a
 * list with that of each; `output_size` and `get_initial_state(batch_size)` as wanted. Source: keras.layers.RNN.
 *
 * ```ts
 * const layer = new RNN({ cell: [new LSTMCell({ units: 4 }), new GRUCell({ units: 2 })], return_sequences: true })
 * const y = layer(ops.ones([1, 3, 5])) // shape [1, 3, 2]
 * ```
 */
export class RNN extends Layer {
  static override class_name = 'RNN'
  static override defaults: Record<string, unknown> = {
    return_sequences: false,
    return_state: false,
    go_backwards: false,
    stateful: false,
    unroll: false,
    zero_output_for_mask: false,
    cell: required,
  }
  static override call_arguments = ['sequences', 'initial_state']
  static override call_options = { mask: null, training: false }
  static build_arguments = ['sequences_shape']
  declare return_sequences: boolean
  declare return_state: boolean
  declare go_backwards: boolean
  declare unroll: boolean
  declare zero_output_for_mask: boolean
  declare cell: RecurrentCell
  /** Size of each state. */
  declare state_size: StateSize[]
  /** The states of a stateful layer, in the structure of the cell's; null before it is built. */
  declare states: any

  /** @throws ValueError for what is no cell. */
  constructor(config: RNNConfig | Record<string, unknown>) {
    const given = config as RNNConfig
    const cell = Array.isArray(given?.cell) ? new StackedRNNCells({ cells: given.cell }) : given?.cell
    if (cell !== undefined) check_cell(cell)
    super(cell === given?.cell ? config : { ...config, cell })
    const { stateful } = this
    delete (this as Partial<RNN>).stateful
    this.stateful = stateful
    for (const [key, value] of [
      ['states', null],
      ['state_size', [this.cell.state_size].flat(1)],
    ] as const)
      Object.defineProperty(this, key, { value, writable: true, configurable: true })
    this.supports_masking = true
  }

  override build(sequences_shape: Shape): void {
    const { cell } = this
    if (cell instanceof Layer && !cell.built) cell.build([sequences_shape[0]!, ...sequences_shape.slice(2)])
    if (!this.stateful) return
    if (this.states !== null) this.reset_state()
    else {
      const batch_size = sequences_shape[0]
      if (batch_size === null || batch_size === undefined) {
        throw new ValueError(
          `When using \`stateful=True\` in a RNN, the batch size must be static. Found dynamic batch size: sequence.shape=${shape_text(sequences_shape)}`,
        )
      }
      this._make_states(batch_size)
    }
  }

  private _make_states(batch_size: number): void {
    const first = (): States => this.get_initial_state(batch_size)
    const specs = tracing() ? first() : infer_output_spec([], first)
    let count = 0
    this.states = map_structure((spec: { shape: Shape }) => {
      const i = count++
      return new Variable(() => flatten<Tensor>(first())[i]!, { ...this._state_config(), shape: spec.shape })
    }, specs)
  }

  private _state_config() {
    return { trainable: false, dtype: this.variable_dtype, name: 'rnn_state' }
  }

  /** The first states for a batch: what the cell says, else zeros. */
  get_initial_state(batch_size: number): States {
    return initial_states(this.cell, batch_size, this.cell.compute_dtype ?? this.compute_dtype)
  }

  /**
   * Puts the states of a stateful layer back to zeros, or to the given values: one for each state, or the only one.
   * @throws ValueError when there are more or less of them.
   */
  reset_state(states: unknown = null): void {
    if (this.states === null) return
    const variables = flatten<Variable>(this.states)
    const single = is_tensor(states) || (variables.length === 1 && nested_shape(states).length === variables[0]!.shape.length)
    const values = states === null ? null : single ? [states] : (states as unknown[])
    if (values !== null && values.length !== variables.length) {
      throw new ValueError(
        `Layer ${this.name} expects ${variables.length} state(s), but it received ${values.length} state value(s). Received: ${repr(states)}`,
      )
    }
    scoped(() => {
      variables.forEach((variable, i) => {
        variable.assign(values === null ? (zeros_like(variable) as Tensor) : to_tensor(values[i]))
      })
    })
  }

  /** The same as `reset_state`. */
  reset_states(states: unknown = null): void {
    this.reset_state(states)
  }

  override call(sequences: Tensor, initial_state: unknown, { mask, training }: CallOptions): any {
    if (this.stateful) this._check_batch_size(sequences.shape[0]!)
    const given = initial_state ?? (this.stateful ? this.states : this.get_initial_state(sequences.shape[0]!))
    const dtype = this.cell.compute_dtype ?? this.compute_dtype
    const initial: States = map_structure((state) => cast(to_tensor(state), dtype), as_list(given))
    this._check_states(initial, sequences.shape[0]!)
    const step_mask = (Array.isArray(mask) ? mask[0] : mask) ?? null
    let result: LoopResult
    try {
      result =
        tracing() && unfilled_shape(sequences.shape)[1] === null
          ? this._traced(sequences, initial, training)
          : this.inner_loop(sequences, initial, step_mask, training)
    } finally {
      reset_masks(this.cell)
    }
    const [last_output, outputs] = result
    const states = map_structure((state) => cast(state, this.compute_dtype), result[2])
    if (this.stateful) {
      const values = flatten<Tensor>(states)
      flatten<Variable>(this.states).forEach((variable, i) => {
        variable.assign(values[i]!)
      })
    }
    const output = cast(this.return_sequences ? outputs! : last_output, this.compute_dtype)
    return this.return_state ? [output, ...states] : output
  }

  private _check_batch_size(received: number): void {
    const expected = flatten<Variable>(this.states)[0]!.shape[0]!
    if (received === expected) return
    throw new ValueError(
      `If an RNN is stateful, the batch size of the input sequences must be the same as the batch size of the initial state. \n- Expected batch size: ${expected}\n- Received batch size: ${received}`,
    )
  }

  /** @throws ValueError when states do not fit the cell. */
  private _check_states(states: States, batch_size: number): void {
    const { state_size } = this
    const fits = states.length === state_size.length && states.every((state, i) => fits_size(state, state_size[i]!, batch_size))
    if (fits) return
    throw new ValueError(
      `An \`initial_state\` was passed that is not compatible with \`cell.state_size\`. Received: shapes ${repr(map_structure((state) => shape_text(state.shape), states))}, state_size=${repr(state_size)}`,
    )
  }

  /** Shapes alone, for a number of steps that is not known: one step stands for all. */
  private _traced(sequences: Tensor, initial: States, training: boolean | null): LoopResult {
    const [batch_size, steps, ...rest] = sequences.shape
    const input = zeros([batch_size!, ...rest], { dtype: sequences.dtype }) as Tensor
    const [output, states] = run_cell(this.cell, input, initial, training)
    const outputs = zeros([batch_size!, steps!, ...output.shape.slice(1)], { dtype: this.compute_dtype }) as Tensor
    return [output, outputs, as_list(states)]
  }

  /** Runs the cell over all steps: `[last output, outputs, states]`. */
  inner_loop(sequences: Tensor, initial_state: States, mask: Tensor | null, training: boolean | null): LoopResult {
    const { cell, go_backwards, unroll, zero_output_for_mask, return_sequences } = this
    const step = (inputs: Tensor, states: States): [Tensor, States] => {
      const [output, new_states] = run_cell(cell, inputs, states, training)
      return [output, as_list(new_states)]
    }
    const output_state = (states: States): Tensor | null => {
      const first = cell instanceof StackedRNNCells ? states[states.length - 1] : states[0]
      return (Array.isArray(first) ? first[0] : first) as Tensor
    }
    return run_steps(step, sequences, initial_state, {
      go_backwards,
      mask,
      unroll,
      zero_output_for_mask,
      return_sequences,
      output_state,
    })
  }

  override compute_output_shape(sequences_shape: Shape, _initial_state_shape?: unknown): any {
    const [batch_size, steps] = sequences_shape as [number | null, number | null]
    const output_size = output_size_of(this.cell)
    if (typeof output_size !== 'number')
      throw new ValueError(`output_size must be an integer. Received: output_size=${repr(output_size)}`)
    const output = this.return_sequences ? [batch_size, steps, output_size] : [batch_size, output_size]
    const shape_of = (size: StateSize): any => (typeof size === 'number' ? [batch_size, size] : size.map(shape_of))
    return this.return_state ? [output, ...this.state_size.map(shape_of)] : output
  }

  override compute_mask(_inputs: any, mask?: any): any {
    const output_mask = this.return_sequences ? (flatten(mask)[0] ?? null) : null
    return this.return_state ? [output_mask, ...this.state_size.map(() => null)] : output_mask
  }

  override get_config(): Record<string, unknown> {
    const config = super.get_config()
    config.cell = serialized_form(this.cell, (this.cell as unknown as Layer).get_config())
    return config
  }

  static override from_config(
    this: new (
      config: any,
    ) => any,
    config: Record<string, unknown>,
    options: RevivalOptions = {},
  ): any {
    return 'cell' in config ? new this({ ...config, cell: revive_nested(config.cell, options) }) : revive(this, config)
  }

  /** @internal */
  override _dispose_own(): void {
    super._dispose_own()
    for (const variable of flatten<Variable | null>(this.states)) variable?.dispose()
  }
}

function fits_size(state: Tensor | States, size: StateSize, batch_size: number): boolean {
  if (Array.isArray(state)) {
    const sizes = Array.isArray(size) ? size : [size]
    return state.length === sizes.length && state.every((each, i) => fits_size(each, sizes[i]!, batch_size))
  }
  if (typeof size !== 'number') return false
  const { shape } = state
  return size < 0 || (shape.length === 2 && shape[1] === size && (shape[0] === batch_size || shape[0] === 1))
}

function check_cell(cell: unknown): void {
  if (!has_method(cell, 'call'))
    throw new ValueError(`Argument \`cell\` should have a \`call\` method. Received: cell=${repr(cell)}`)
  if (!has_state_size(cell)) {
    throw new ValueError(
      `The RNN cell should have a \`state_size\` attribute (single integer or list of integers, one integer per RNN state). Received: cell=${repr(cell)}`,
    )
  }
}

/** Lets the next call draw new dropout masks. */
function reset_masks(cell: RecurrentCell): void {
  if (cell instanceof DropoutCell) {
    cell.reset_dropout_mask()
    cell.reset_recurrent_dropout_mask()
  } else if (cell instanceof StackedRNNCells) for (const each of cell.cells) reset_masks(each)
}
