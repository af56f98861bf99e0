import { headings, letter, table_of } from './cells'
import type { Results } from './results'

/** The results as aligned columns. */
export function summary_table(results: Results): string {
  const { lines, notes } = table_of(results.rows, results)
  const all = [headings, ...lines]
  const widths = headings.map((_, column) => Math.max(...all.map((line) => line[column]!.length)))
  const text = all.map((line) => line.map((cell, i) => (i < 3 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join('  '))
  return [...text, ...notes.map((note, i) => `(${letter(i)}) ${note}`)].join('\n')
}
