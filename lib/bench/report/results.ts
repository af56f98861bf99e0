import type { Effort, Row } from '../measure'
import type { ModelName, Phase } from '../protocol'
import type { Machine } from './machine'

/** One case in Python Keras, in milliseconds. */
export interface PythonRow {
  model: ModelName
  phase: Phase
  median: number
  quartiles: [number, number]
  rounds: number
  /** The largest difference of the answer to that of the first backend here. */
  difference: number | null
}

/** The suite in Python Keras on one of its backends. */
export interface PythonRun {
  name: string
  versions: string
  rows: PythonRow[]
}

/** All that a run of the benchmark found; what the reports are made from. */
export interface Results {
  version: string
  date: string
  machine: Machine
  effort: Effort
  minutes: number
  /** What was not measured, and why. */
  left_out: { what: string; why: string }[]
  rows: Row[]
  /** What the first backend answered, by model and phase. */
  answers: Record<string, number[]>
  python: PythonRun[]
}

/** Floats with the digits that matter, so that the file stays small. */
const short = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(8)) : value

/** The key of a case in `answers`. */
export const case_of = ({ model, phase }: { model: ModelName; phase: Phase }): string => `${model} ${phase}`

/** The largest difference of two answers, or null when they cannot be compared. */
export function difference(a: ArrayLike<number> | undefined, b: ArrayLike<number> | undefined): number | null {
  if (a === undefined || b === undefined || a.length !== b.length) return null
  let largest = 0
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!))
  return largest
}

const library_titles = { keras: '', raw: ' by hand', layers: ' with Layers' }

/** Compares the answers of all rows to each case, and keeps those of one backend. */
export function compare_answers(rows: readonly Row[]): Results['answers'] {
  const answers: Results['answers'] = {}
  for (const row of rows) {
    for (const other of rows.filter((one) => case_of(one) === case_of(row))) {
      for (const [library, answer] of Object.entries(other.answers) as [keyof typeof library_titles, number[]][]) {
        const apart = difference(row.answers.keras, answer)
        if (apart === null || (other === row && library === 'keras')) continue
        if (row.difference === null || apart > row.difference.largest)
          row.difference = { largest: apart, to: `${other.backend}${library_titles[library]}` }
      }
    }
    if (row.answers.keras !== undefined) answers[case_of(row)] ??= row.answers.keras
  }
  return answers
}

/** The results as the text of a JSON file. */
export function json_of(results: Results): string {
  const rows = results.rows.map(({ answers: _, ...row }) => row)
  return `${JSON.stringify({ ...results, rows }, short)}\n`
}
