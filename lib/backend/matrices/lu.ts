/** Matrices here are row by row in double precision, and are changed in place. */

/** How the rows were exchanged: `pivots[k]` is the row that step k took, `parity` the sign of the permutation. */
export interface Exchanges {
  pivots: Int32Array
  parity: number
}

function swap_rows(a: Float64Array, columns: number, i: number, j: number): void {
  for (let c = 0; c < columns; c++) {
    const value = a[i * columns + c]
    a[i * columns + c] = a[j * columns + c]
    a[j * columns + c] = value
  }
}

function largest_below(a: Float64Array, m: number, n: number, k: number): number {
  let best = k
  let size = Math.abs(a[k * n + k])
  for (let i = k + 1; i < m; i++) {
    const candidate = Math.abs(a[i * n + k])
    if (candidate > size) {
      best = i
      size = candidate
    }
  }
  return best
}

/** P A = L U of an m by n matrix, with the largest of each column as its pivot: L below the diagonal, whose ones are not stored, and U. */
export function factor_lu(a: Float64Array, m: number, n: number): Exchanges {
  const steps = Math.min(m, n)
  const pivots = new Int32Array(steps)
  let parity = 1
  for (let k = 0; k < steps; k++) {
    const best = largest_below(a, m, n, k)
    pivots[k] = best
    if (best !== k) {
      swap_rows(a, n, k, best)
      parity = -parity
    }
    const pivot = a[k * n + k]
    if (pivot === 0) continue
    for (let i = k + 1; i < m; i++) {
      const row = i * n
      const factor = a[row + k] / pivot
      a[row + k] = factor
      for (let j = k + 1; j < n; j++) a[row + j] -= factor * a[k * n + j]
    }
  }
  return { pivots, parity }
}

/** The rows of `b`, n by `columns`, exchanged as those of the matrix were. */
export function exchange_rows(b: Float64Array, columns: number, { pivots }: Exchanges): void {
  for (let k = 0; k < pivots.length; k++) if (pivots[k] !== k) swap_rows(b, columns, k, pivots[k])
}

/** Which row of the matrix each row of L U is. */
export function permutation_of({ pivots }: Exchanges, rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i)
  for (let k = 0; k < pivots.length; k++) {
    const moved = order[k]
    order[k] = order[pivots[k]]
    order[pivots[k]] = moved
  }
  return order
}
