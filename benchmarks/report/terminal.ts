import type { Row } from '../suite/measure'
import { cells, headings } from './cells'

/** The results as aligned columns. */
export function summary_table(rows: readonly Row[]): string {
  const lines = [headings, ...rows.map((row) => cells(row, rows))]
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map((line) => line.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
    .join('\n')
}
