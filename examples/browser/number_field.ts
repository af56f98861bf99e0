import * as tf from '@tensorflow/tfjs-core'
import { make } from './dom'
import { shape_text } from './model_graph'

/** What a model takes in one place. */
export interface InputKind {
  name: string
  shape: readonly (number | null)[]
  dtype: string
}

/** Zeros beyond this many are not written out: an empty field means zeros. */
const most_written = 10_000

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)

/** A field for the numbers (or texts) of one input. */
export class NumberField {
  readonly place: HTMLElement
  private readonly area: HTMLTextAreaElement
  private readonly count: number

  constructor(
    private readonly input: InputKind,
    index: number,
  ) {
    const { name, shape, dtype } = input
    this.count = product(this.sizes().map((size) => size ?? 1))
    const id = `field-${index}`
    const what = dtype === 'string' ? 'texts' : 'numbers'
    this.area = make('textarea', { id, rows: 3, spellcheck: false })
    this.area.placeholder = 'zeros'
    if (dtype !== 'string' && this.count <= most_written) this.area.value = new Array<number>(this.count).fill(0).join(', ')
    const open = this.sizes().includes(null)
    const label = make(
      'label',
      { htmlFor: id },
      make('strong', {}, name),
      ` – ${open ? 'any multiple of ' : ''}${this.count} ${what}`,
    )
    const hint = make('span', { className: 'hint' }, `${shape_text(shape)}, ${dtype}`)
    this.place = make('div', { className: 'field' }, label, this.area, hint)
  }

  /** The sizes of what is asked: one sample, unless the model settles how many. */
  private sizes(): (number | null)[] {
    const [batch = null, ...rest] = this.input.shape
    return this.input.shape.length === 0 ? [] : [batch ?? 1, ...rest]
  }

  /** What is typed in, as a tensor. Throws when it is not the right number of numbers. */
  tensor(): tf.Tensor {
    const { name, dtype } = this.input
    const texts = this.area.value.split(dtype === 'string' ? /\s*[,\n]\s*/ : /[\s,;[\]]+/).filter((text) => text !== '')
    const values = texts.length === 0 && dtype !== 'string' ? new Array<number>(this.count).fill(0) : texts
    const shape = this.filled(values.length)
    if (dtype === 'string') return tf.tensor(values as string[], shape, 'string')
    const numbers = values.map(Number)
    const wrong = numbers.findIndex(Number.isNaN)
    if (wrong >= 0) throw new Error(`${name}: “${values[wrong]}” is no number.`)
    return tf.tensor(numbers, shape, /int|bool/.test(dtype) ? 'int32' : 'float32')
  }

  /** The shape of so many values: a size that is open takes what there is. */
  private filled(given: number): number[] {
    const sizes = this.sizes()
    const open = sizes.lastIndexOf(null)
    const shape = sizes.map((size) => size ?? 1)
    if (open >= 0 && given > 0) shape[open] = Math.floor(given / this.count)
    if (product(shape) !== given) {
      throw new Error(
        `${this.input.name}: ${open >= 0 ? 'a multiple of ' : ''}${this.count} values are needed, and ${given} are there.`,
      )
    }
    return shape
  }
}
