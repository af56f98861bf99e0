import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { class_name_of } from '../../graph/operation'
import { check_config, check_keys, defaults_of } from '../base/config'
import { InputSpec, type LayerConfig } from '../layer'
import type { RecurrentCell } from './recurrent_cell'
import { RNN } from './rnn'

type CellClass = (new (config: any) => RecurrentCell) & { class_name: string }

/** A recurrent layer that makes its cell from its own arguments, and shows the cell's attributes as its own. */
export abstract class CellLayer extends RNN {
  /** Rank of the inputs. */
  static input_rank = 3

  /** @throws ValueError for unknown keys and those of the cell. */
  constructor(config: LayerConfig | Record<string, unknown>, cell_class: CellClass, cell_name: string) {
    const constructor = new.target
    check_config(constructor, config)
    const given = config as Record<string, unknown>
    check_keys(constructor, given)
    if (given.cell !== undefined)
      throw new ValueError(
        `Unrecognized keyword arguments passed to ${class_name_of(constructor)}: ${repr({ cell: given.cell })}`,
      )
    const keys = [...defaults_of(cell_class).keys()]
    const cell_config: Record<string, unknown> = { name: cell_name }
    for (const key of [...keys, 'dtype', 'trainable', 'implementation'])
      if (given[key] !== undefined) cell_config[key] = given[key]
    super({ ...given, cell: new cell_class(cell_config) })
    const cell = this.cell as unknown as Record<string, unknown>
    for (const key of keys)
      Object.defineProperty(this, key, { value: cell[key], writable: true, enumerable: true, configurable: true })
    this.input_spec = new InputSpec({ ndim: (constructor as unknown as typeof CellLayer).input_rank })
  }

  override get_config(): Record<string, unknown> {
    const { cell: _cell, use_cudnn: _use_cudnn, ...config } = super.get_config()
    return { activity_regularizer: null, ...config }
  }
}
