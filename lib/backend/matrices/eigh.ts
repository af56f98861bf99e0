import { column_from, type Reflection, reflect_columns, reflect_rows, reflect_vector } from './householder'
import { ordered_rows, rotate_rows } from './rotations'
import { all_finite, unit_matrix } from './triangular'

/** Eigenvalues, ascending, and their eigenvectors, one a row. */
export interface SymmetricEigen {
  values: Float64Array
  vectors: Float64Array
}

const most_turns = 60

/** The symmetric n by n matrix becomes Qᵀ A Q with three diagonals: the middle one, the one beside it, and the rows of Qᵀ. */
function tridiagonal(a: Float64Array, n: number): { middle: Float64Array; beside: Float64Array; rows: Float64Array } {
  const middle = new Float64Array(n)
  const beside = new Float64Array(n)
  const reflections: Reflection[] = []
  for (let k = 0; k + 2 < n; k++) {
    const { reflection, beta } = reflect_vector(column_from(a, n, n, k + 1, k), k + 1)
    beside[k] = beta
    reflect_rows(a, n, reflection, k + 1)
    reflect_columns(a, n, n, reflection, k + 1)
    reflections.push(reflection)
  }
  for (let i = 0; i < n; i++) middle[i] = a[i * n + i]
  if (n > 1) beside[n - 2] = a[(n - 1) * n + n - 2]
  const rows = unit_matrix(n, n)
  for (let k = reflections.length - 1; k >= 0; k--) reflect_columns(rows, n, n, reflections[k], k + 1)
  return { middle, beside, rows }
}

/** The end of the block that starts at `first`: the value beside it counts for nothing. */
function block_end(middle: Float64Array, beside: Float64Array, first: number): number {
  let last = first
  while (last + 1 < middle.length) {
    const size = Math.abs(middle[last]) + Math.abs(middle[last + 1])
    if (Math.abs(beside[last]) <= Number.EPSILON * size) break
    last++
  }
  return last
}

/** One step of the implicit QL method on the block from `first` to `last`, the vectors turned along. */
function turn_block(middle: Float64Array, beside: Float64Array, rows: Float64Array, first: number, last: number): void {
  const n = middle.length
  const half = (middle[first + 1] - middle[first]) / (2 * beside[first])
  const radius = Math.hypot(half, 1)
  let bulge = middle[last] - middle[first] + beside[first] / (half + (half < 0 ? -radius : radius))
  let [c, s, shift] = [1, 1, 0]
  for (let i = last - 1; i >= first; i--) {
    const off = s * beside[i]
    const along = c * beside[i]
    const r = Math.hypot(off, bulge)
    beside[i + 1] = r
    if (r === 0) {
      middle[i + 1] -= shift
      beside[last] = 0
      return
    }
    s = off / r
    c = bulge / r
    const base = middle[i + 1] - shift
    const change = (middle[i] - base) * s + 2 * c * along
    shift = s * change
    middle[i + 1] = base + shift
    bulge = c * change - along
    rotate_rows(rows, n, i + 1, i, c, s)
  }
  middle[first] -= shift
  beside[first] = bulge
  beside[last] = 0
}

/** The eigenvalues and eigenvectors of a symmetric n by n matrix, by Householder's reflections and the implicit QL method. Not a number where A is not finite. */
export function symmetric_eigen(a: Float64Array, n: number): SymmetricEigen {
  if (!all_finite(a)) return { values: new Float64Array(n).fill(Number.NaN), vectors: new Float64Array(n * n).fill(Number.NaN) }
  const { middle, beside, rows } = tridiagonal(a, n)
  for (let first = 0; first < n; first++) {
    for (let turns = 0; turns < most_turns; turns++) {
      const last = block_end(middle, beside, first)
      if (last === first) break
      turn_block(middle, beside, rows, first, last)
    }
  }
  const order = Array.from(middle, (_, i) => i).sort((i, j) => middle[i] - middle[j])
  return { values: Float64Array.from(order, (i) => middle[i]), vectors: ordered_rows(rows, n, order) }
}
