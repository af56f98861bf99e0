import type { Ratio, Row } from '../measure'
import { phase_titles } from '../protocol'
import { case_of, type Results } from './results'
import { plain_reason } from './words'

export const headings = [
  'backend',
  'model',
  'phase',
  'ms',
  'middle half',
  'rounds',
  'kernels',
  'memory, peak',
  'x by hand',
  'Layers x',
  'x fastest',
  'largest difference',
]

/** A table as text, with the reasons of what is missing below it. */
export interface Table {
  lines: string[][]
  /** The reasons in the order of their letters. */
  notes: string[]
}

export const milliseconds = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

const bytes = (value: number): string => `${(value / 2 ** 20).toFixed(1)} MB`

const ratio_text = ({ ratio, low, high }: Ratio): string => `${ratio.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`

/** The letter of a reason: a, b, ... */
export const letter = (place: number): string => String.fromCharCode(97 + place)

/** How many times as long this backend takes as the fastest one. */
export function over_fastest(row: Row, rows: readonly Row[]): number | null {
  const mine = row.libraries.keras?.median
  const others = rows.filter((other) => case_of(other) === case_of(row)).flatMap((other) => other.libraries.keras?.median ?? [])
  return mine === undefined ? null : mine / Math.min(...others)
}

/** The cells of some rows. A cell that is absent says why, by a letter. */
export function table_of(rows: readonly Row[], { rows: all }: Pick<Results, 'rows'>): Table {
  const notes: string[] = []
  const because = (word: string, reason: string | undefined): string => {
    const text = plain_reason(reason ?? 'no reason is known')
    if (!notes.includes(text)) notes.push(text)
    return `${word} (${letter(notes.indexOf(text))})`
  }
  const lines = rows.map((row) => {
    const { keras, raw, layers } = row.libraries
    const about = [row.backend, row.model, phase_titles[row.phase]]
    if (keras === undefined) return [...about, because('fails', row.errors.keras), ...Array(headings.length - 4).fill('fails')]
    const { largest, to } = row.difference ?? {}
    return [
      ...about,
      milliseconds(keras.median),
      keras.quartiles.map(milliseconds).join('-'),
      String(keras.rounds),
      String(keras.footprint.kernels),
      bytes(keras.footprint.peak_bytes),
      raw && row.over_raw ? ratio_text(row.over_raw) : because('none', row.errors.raw),
      layers && row.over_layers ? ratio_text(row.over_layers) : because('none', row.errors.layers),
      over_fastest(row, all)!.toFixed(2),
      largest === undefined ? because('none', 'There is no other answer to this case') : `${largest.toExponential(1)} (${to})`,
    ]
  })
  return { lines, notes }
}
