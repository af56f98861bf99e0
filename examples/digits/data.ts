import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Images as [n, 8, 8, 1] lists of 0 to 16, and their digits. */
export interface Digits {
  images: number[][][][]
  labels: number[]
}

function read_rows(): number[][] {
  const text = gunzipSync(readFileSync(join(__dirname, 'digits.csv.gz'))).toString('utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number))
}

function to_digits(rows: number[][]): Digits {
  const images = rows.map((row) => Array.from({ length: 8 }, (_, y) => Array.from({ length: 8 }, (_, x) => [row[8 * y + x]!])))
  return { images, labels: rows.map((row) => row[64]!) }
}

/** The 1,797 digits of the UCI set: every fifth row (index % 5 == 0) is kept apart for the test. */
export function load_digits(): { train: Digits; test: Digits } {
  const rows = read_rows()
  return {
    train: to_digits(rows.filter((_, i) => i % 5 !== 0)),
    test: to_digits(rows.filter((_, i) => i % 5 === 0)),
  }
}
