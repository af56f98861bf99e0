import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type RevivalOptions, revive_nested, serialized_form } from '../../common/serialized'
import type { Shape } from '../../common/shape'
import { repr } from '../../common/text'
import { is_nested } from '../../common/tree'
import { type CallOptions, Layer, type LayerConfig, required } from '../layer'
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

export interface StackedRNNCellsConfig extends LayerConfig {
  /** The cells, the first one first. */
  cells: RecurrentCell[]
}

/**
 * Cells one on another as one cell: each gets the output of the one before. The states are a list with those of each cell. Source: keras.layers.StackedRNNCells.
 *
 * ```ts
 * const layer = new RNN({ cell: new StackedRNNCells({ cells: [new LSTMCell({ units: 4 }), new LSTMCell({ units: 2 })] }) })
 * const y = layer(ops.ones([1, 3, 5])) // shape [1, 2]
 * ```
 */
export class StackedRNNCells extends Layer {
  static override class_name = 'StackedRNNCells'
  static override defaults: Record<string, unknown> = { cells: required }
  static override call_arguments = ['inputs', 'states']
  static override call_options = { training: false }
  static build_arguments = ['input_shape']
  declare cells: RecurrentCell[]

  /** @throws ValueError for what is no cell. */
  constructor(config: StackedRNNCellsConfig) {
    for (const cell of Array.from(config?.cells ?? [])) {
      if (!has_method(cell, 'call'))
        throw new ValueError(`All cells must have a \`call\` method. Received cell without a \`call\` method: ${repr(cell)}`)
      if (!has_state_size(cell))
        throw new ValueError(
          `All cells must have a \`state_size\` attribute. Received cell without a \`state_size\`: ${repr(cell)}`,
        )
    }
    super(config)
  }

  get state_size(): StateSize[] {
    return this.cells.map((cell) => cell.state_size)
  }

  get output_size(): unknown {
    return output_size_of(this.cells[this.cells.length - 1]!)
  }

  /** The first states of each cell. */
  get_initial_state(batch_size: number): States {
    return this.cells.map((cell) => {
      const states = initial_states(cell, batch_size, this.compute_dtype)
      return Array.isArray(cell.state_size) || has_method(cell, 'get_initial_state') ? states : states[0]!
    })
  }

  override build(input_shape: Shape): void {
    let shape = input_shape
    for (const cell of this.cells) {
      if (cell instanceof Layer && !cell.built) cell.build(shape)
      shape = [shape[0]!, output_size_of(cell) as number]
    }
  }

  override call(inputs: Tensor, states: States, { training }: CallOptions): [Tensor, unknown] {
    let output = inputs
    const new_states = this.cells.map((cell, i) => {
      const own = states[i]
      const [next, result] = run_cell(cell, output, as_list(own), training)
      output = next
      return is_nested(own) || !Array.isArray(result) || result.length !== 1 ? result : result[0]
    })
    return [output, new_states.length === 1 ? new_states[0] : new_states]
  }

  override get_config(): Record<string, unknown> {
    const cells = this.cells.map((cell) => serialized_form(cell, (cell as unknown as Layer).get_config()))
    return { ...super.get_config(), cells }
  }

  static override from_config(
    this: new (
      config: any,
    ) => any,
    config: Record<string, unknown>,
    options: RevivalOptions = {},
  ): any {
    return new this({ ...config, cells: (config.cells as unknown[]).map((cell) => revive_nested(cell, options)) })
  }
}
