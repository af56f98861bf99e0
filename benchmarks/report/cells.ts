import type { Measurement, Ratio, Row } from '../suite/measure'
import { action_titles } from '../suite/protocol'

export const headings = [
  'backend',
  'model',
  'action',
  'ms',
  'middle half',
  'kernels',
  'memory, peak',
  'x by hand',
  'Layers x',
  'x fastest',
  'largest difference',
]

export const milliseconds = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))

const bytes = (value: number): string => `${(value / 2 ** 20).toFixed(1)} MB`

const ratio_text = (ratio: Ratio | null): string =>
  ratio === null ? '-' : `${ratio.ratio.toFixed(2)} (${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)})`

const same_case = (a: Row, b: Row): boolean => a.model === b.model && a.action === b.action

/** How many times as long this backend takes as the fastest one. */
export function over_fastest(row: Row, rows: readonly Row[]): number | null {
  const mine = row.libraries.keras?.median
  const others = rows.filter((other) => same_case(other, row)).flatMap((other) => other.libraries.keras?.median ?? [])
  return mine === undefined ? null : mine / Math.min(...others)
}

/** The largest difference of two libraries' first answers, or null when one has none. */
export function difference(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): number | null {
  if (a === undefined || b === undefined || a.length !== b.length) return null
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}

/** The largest difference between the answers of this library here and any other answer to the same case: other backends, other libraries. */
export function largest_difference(
  row: Row,
  rows: readonly Row[],
  python: ArrayLike<number> | undefined = undefined,
): number | null {
  const mine = row.libraries.keras?.outputs
  const others: (ArrayLike<number> | undefined)[] = rows
    .filter((other) => same_case(other, row))
    .flatMap((other) => Object.values(other.libraries) as Measurement[])
    .map(({ outputs }) => outputs)
  const found = [...others, python].flatMap((other) => difference(mine, other) ?? [])
  return found.length === 0 ? null : Math.max(...found)
}

/** The cells of a case, as text. */
export function cells(row: Row, rows: readonly Row[], python?: ArrayLike<number>): string[] {
  const keras = row.libraries.keras
  const fastest = over_fastest(row, rows)
  const apart = largest_difference(row, rows, python)
  return [
    row.backend,
    row.model,
    action_titles[row.action],
    keras ? milliseconds(keras.median) : 'fails',
    keras ? keras.quartiles.map(milliseconds).join('-') : '-',
    keras?.footprint ? String(keras.footprint.kernels) : '-',
    keras?.footprint ? bytes(keras.footprint.peak_bytes) : '-',
    ratio_text(row.over_raw),
    row.over_layers === null ? (row.errors.layers ? 'cannot' : '-') : ratio_text(row.over_layers),
    fastest === null ? '-' : fastest.toFixed(2),
    apart === null ? '-' : apart.toExponential(1),
  ]
}
