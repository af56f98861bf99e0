/** Which triangle of a matrix counts, and whether its diagonal is all ones. */
export interface Triangle {
  lower: boolean
  unit?: boolean
}

/** Solves T X = B for a triangle T of the n by n matrix `a`; `b`, n by `columns`, becomes X. */
export function solve_triangle(a: Float64Array, n: number, b: Float64Array, columns: number, { lower, unit }: Triangle): void {
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step
    const [from, to] = lower ? [0, i] : [i + 1, n]
    const row = i * columns
    for (let j = from; j < to; j++) {
      const factor = a[i * n + j]
      for (let c = 0; c < columns; c++) b[row + c] -= factor * b[j * columns + c]
    }
    if (unit) continue
    const pivot = a[i * n + i]
    for (let c = 0; c < columns; c++) b[row + c] /= pivot
  }
}

/** The transpose of an m by n matrix. */
export function transposed(a: Float64Array, m: number, n: number): Float64Array {
  const result = new Float64Array(m * n)
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) result[j * m + i] = a[i * n + j]
  return result
}

/** Ones on the diagonal of an m by n matrix. */
export function unit_matrix(m: number, n: number): Float64Array {
  const result = new Float64Array(m * n)
  for (let i = 0; i < Math.min(m, n); i++) result[i * n + i] = 1
  return result
}

/** True when every value is finite. */
export function all_finite(a: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Number.isFinite(a[i])) return false
  return true
}
