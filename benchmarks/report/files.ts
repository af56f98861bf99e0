import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../suite/measure'
import type { Action } from '../suite/protocol'
import { html_page } from './html'
import type { Machine } from './machine'
import { markdown_page } from './markdown'

/** One case in Python Keras: milliseconds and the first answer. */
export interface PythonRow {
  model: string
  action: Action
  median: number
  quartiles: [number, number]
  outputs: number[]
}

/** What `results/latest.json` holds. */
export interface Results {
  version: string
  date: string
  machine: Machine
  rows: Row[]
  python: { versions: string; rows: PythonRow[] } | null
}

const folder = join(__dirname, '..', 'results')
const results_file = join(folder, 'latest.json')

/** The last results, or null. */
export function read_results(): Results | null {
  return existsSync(results_file) ? (JSON.parse(readFileSync(results_file, 'utf8')) as Results) : null
}

/** The last results with the new cases in the place of the old ones. */
export function merge_rows(last: Results | null, rows: Row[], about: Pick<Results, 'version' | 'date' | 'machine'>): Results {
  const key = (row: Row): string => [row.backend, row.model, row.action].join()
  const renewed = new Set(rows.map(key))
  return {
    ...about,
    rows: [...(last?.rows ?? []).filter((row) => !renewed.has(key(row))), ...rows],
    python: last?.python ?? null,
  }
}

/** Floats with the digits that matter, so that the file stays small. */
const short = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(8)) : value

/** Writes the results and the pages made from them. */
export function write_reports(results: Results): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(results_file, `${JSON.stringify(results, short)}\n`)
  writeFileSync(join(folder, 'report.html'), html_page(results))
  writeFileSync(join(__dirname, '..', '..', 'docs', 'benchmarks.md'), markdown_page(results))
}
