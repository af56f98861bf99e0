import { type Bidiagonal, diagonalize } from './bidiagonal'
import { column_from, type Reflection, reflect_columns, reflect_rows, reflect_vector } from './householder'
import { ordered_rows } from './rotations'
import { all_finite, transposed, unit_matrix } from './triangular'

/** Singular values, descending, and vectors, one a row. */
export interface SingularParts {
  values: Float64Array
  left: Float64Array | null
  right: Float64Array | null
}

/** Rows of the product of reflections, from the first on: `rows` of them, of length `size`. */
function rows_of(reflections: Reflection[], rows: number, size: number): Float64Array {
  const result = unit_matrix(rows, size)
  for (let k = reflections.length - 1; k >= 0; k--) reflect_columns(result, rows, size, reflections[k], Math.min(k, rows))
  return result
}

/** An m by n matrix, m >= n, becomes bidiagonal. */
function bidiagonal(a: Float64Array, m: number, n: number, left_rows: number, vectors: boolean): Bidiagonal {
  const diagonal = new Float64Array(n)
  const beside = new Float64Array(n)
  const lefts: Reflection[] = []
  const rights: Reflection[] = []
  for (let k = 0; k < n; k++) {
    const of_column = reflect_vector(column_from(a, m, n, k, k), k)
    diagonal[k] = of_column.beta
    reflect_rows(a, n, of_column.reflection, k + 1)
    lefts.push(of_column.reflection)
    if (k + 1 === n) break
    const of_row = reflect_vector(a.slice(k * n + k + 1, (k + 1) * n), k + 1)
    beside[k] = of_row.beta
    reflect_columns(a, m, n, of_row.reflection, k + 1)
    rights.push(of_row.reflection)
  }
  return {
    diagonal,
    beside,
    left: vectors ? rows_of(lefts, left_rows, m) : null,
    left_size: m,
    right: vectors ? rows_of(rights, n, n) : null,
    right_size: n,
  }
}

function negated_row(a: Float64Array, n: number, row: number): void {
  for (let i = row * n; i < (row + 1) * n; i++) a[i] = -a[i]
}

function of_tall(a: Float64Array, m: number, n: number, left_rows: number, vectors: boolean): SingularParts {
  const matrix = bidiagonal(a, m, n, left_rows, vectors)
  diagonalize(matrix)
  const { diagonal, left, right } = matrix
  for (let i = 0; i < n; i++) {
    if (diagonal[i] >= 0) continue
    diagonal[i] = -diagonal[i]
    if (right !== null) negated_row(right, n, i)
  }
  const order = Array.from(diagonal, (_, i) => i).sort((i, j) => diagonal[j] - diagonal[i])
  return {
    values: Float64Array.from(order, (i) => diagonal[i]),
    left: left === null ? null : ordered_rows(left, m, order),
    right: right === null ? null : ordered_rows(right, n, order),
  }
}

/**
 * The singular value decomposition of an m by n matrix, which is used up: by reflections to a bidiagonal matrix and the implicit QR method. With `full` there are m left and n right
 * vectors, else as many as singular values; without `vectors` none. Not a number where the matrix is not finite.
 */
export function singular_parts(a: Float64Array, m: number, n: number, full: boolean, vectors: boolean): SingularParts {
  const count = Math.min(m, n)
  const [left_rows, right_rows] = full ? [m, n] : [count, count]
  if (!all_finite(a)) {
    const unknown = (size: number): Float64Array => new Float64Array(size).fill(Number.NaN)
    return {
      values: unknown(count),
      left: vectors ? unknown(left_rows * m) : null,
      right: vectors ? unknown(right_rows * n) : null,
    }
  }
  if (m >= n) return of_tall(a, m, n, left_rows, vectors)
  const { values, left, right } = of_tall(transposed(a, m, n), n, m, right_rows, vectors)
  return { values, left: right, right: left }
}
