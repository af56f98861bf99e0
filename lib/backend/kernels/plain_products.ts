import type { TypedArray } from '@tensorflow/tfjs-core'

/** Writes the values of a row of the left operand, as many as the right operand has rows. */
export type ReadRow = (row: number, out: Float64Array, at: number) => void

/** The right operand, `[inner, columns]`, by the distances between its neighbours. */
export interface RightOperand {
  values: TypedArray
  first: number
  inner: number
  columns: number
  inner_step: number
  column_step: number
}

/** Rows that are read at once. */
const tile = 64
/** Up to so many rows, packing the right operand costs more than it saves. */
const few = 2

/** Two rows times four packed columns. */
function two_by_four(rows: Float64Array, a: number, b: number, packed: Float64Array, inner: number, sums: Float64Array): void {
  let [s0, s1, s2, s3, t0, t1, t2, t3] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let k = 0, p = 0; k < inner; k++, p += 4) {
    const x = rows[a + k]!
    const y = rows[b + k]!
    const w0 = packed[p]!
    const w1 = packed[p + 1]!
    const w2 = packed[p + 2]!
    const w3 = packed[p + 3]!
    s0 += x * w0
    s1 += x * w1
    s2 += x * w2
    s3 += x * w3
    t0 += y * w0
    t1 += y * w1
    t2 += y * w2
    t3 += y * w3
  }
  sums[0] = s0
  sums[1] = s1
  sums[2] = s2
  sums[3] = s3
  sums[4] = t0
  sums[5] = t1
  sums[6] = t2
  sums[7] = t3
}

/** Four columns from `column` on, side by side; zeros where there are fewer. */
function pack({ values, first, inner, columns, inner_step, column_step }: RightOperand, column: number, out: Float64Array): void {
  const count = Math.min(4, columns - column)
  if (count < 4) out.fill(0)
  const start = first + column * column_step
  for (let k = 0, p = 0; k < inner; k++, p += 4) {
    const from = start + k * inner_step
    for (let j = 0; j < count; j++) out[p + j] = values[from + j * column_step]!
  }
}

/** A few rows, one after the other: four rows of the right operand at a time. */
function row_by_row(count: number, read: ReadRow, right: RightOperand, out: TypedArray, out_first: number): void {
  const { values, first, inner, columns, inner_step, column_step } = right
  const row = new Float64Array(inner)
  const sums = new Float64Array(columns)
  for (let i = 0; i < count; i++) {
    read(i, row, 0)
    sums.fill(0)
    let k = 0
    for (; k + 3 < inner; k += 4) {
      const [a, b, c, d] = [row[k]!, row[k + 1]!, row[k + 2]!, row[k + 3]!]
      const p = first + k * inner_step
      const [q, r, s] = [p + inner_step, p + 2 * inner_step, p + 3 * inner_step]
      for (let j = 0, o = 0; j < columns; j++, o += column_step)
        sums[j] = sums[j]! + (a * values[p + o]! + b * values[q + o]! + (c * values[r + o]! + d * values[s + o]!))
    }
    for (; k < inner; k++) {
      const a = row[k]!
      const p = first + k * inner_step
      for (let j = 0, o = 0; j < columns; j++, o += column_step) sums[j] = sums[j]! + a * values[p + o]!
    }
    out.set(sums, out_first + i * columns)
  }
}

/** The product of a matrix of `count` rows with the right operand, into `[count, columns]` of `out`. Sums are kept in double precision. */
export function multiply_rows(count: number, read: ReadRow, right: RightOperand, out: TypedArray, out_first: number): void {
  if (count <= few && right.column_step === 1) {
    row_by_row(count, read, right, out, out_first)
    return
  }
  const { inner, columns } = right
  const rows = new Float64Array(Math.min(tile, count + (count & 1)) * inner)
  const packed = new Float64Array(4 * inner)
  const sums = new Float64Array(8)
  for (let start = 0; start < count; start += tile) {
    const present = Math.min(tile, count - start)
    for (let i = 0; i < present; i++) read(start + i, rows, i * inner)
    for (let column = 0; column < columns; column += 4) {
      pack(right, column, packed)
      const wide = Math.min(4, columns - column)
      for (let i = 0; i < present; i += 2) {
        const paired = i + 1 < present
        two_by_four(rows, i * inner, (paired ? i + 1 : i) * inner, packed, inner, sums)
        const place = out_first + (start + i) * columns + column
        for (let j = 0; j < wide; j++) {
          out[place + j] = sums[j]!
          if (paired) out[place + columns + j] = sums[4 + j]!
        }
      }
    }
  }
}
