import * as tf from '@tensorflow/tfjs-core'
import { Bars } from './bars'
import { make } from './dom'
import { shape_text } from './model_graph'

/** More numbers than this are not written out. */
const most_written = 400

/** So many shares have bars, the largest first when there are more. */
const most_bars = 12

/** The tensors in what `predict` answers. */
export function tensors_in(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(tensors_in) : []
}

function is_shares(values: ArrayLike<unknown>, shape: readonly number[]): boolean {
  const numbers = Array.from(values)
  if (shape.at(-1) !== numbers.length || numbers.length < 2) return false
  if (!numbers.every((value) => typeof value === 'number' && value >= 0)) return false
  return Math.abs((numbers as number[]).reduce((a, b) => a + b, 0) - 1) < 1e-3
}

function bars_of(shares: readonly number[]): HTMLElement {
  const list = make('ol', { className: 'bars' })
  const places = shares.map((_, i) => i)
  const shown = shares.length <= most_bars ? places : places.sort((a, b) => shares[b]! - shares[a]!).slice(0, most_bars)
  new Bars(list, shown.map(String)).show(shown.map((i) => shares[i]!))
  return list
}

const number_text = (value: unknown): string => (typeof value === 'number' ? String(Number(value.toPrecision(7))) : String(value))

/** Shows what a model answers: numbers, and bars where they are shares of one. */
export async function show_answers(place: HTMLElement, answers: readonly tf.Tensor[], names: readonly string[]): Promise<void> {
  const parts: HTMLElement[] = []
  for (const [i, answer] of answers.entries()) {
    const values: ArrayLike<unknown> = await answer.data()
    const written = Array.from(values).slice(0, most_written).map(number_text).join(', ')
    const more = values.length > most_written ? `, and ${values.length - most_written} more` : ''
    const title = make('p', { className: 'hint' }, make('strong', {}, names[i] ?? 'output'), ` – ${shape_text(answer.shape)}`)
    const part = make('div', { className: 'output' }, title)
    if (is_shares(values, answer.shape)) part.append(bars_of(Array.from(values) as number[]))
    part.append(make('output', { className: 'numbers' }, written + more))
    parts.push(part)
  }
  place.replaceChildren(...parts)
}
