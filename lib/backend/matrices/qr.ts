import { column_from, type Reflection, reflect_rows, reflect_vector } from './householder'
import { unit_matrix } from './triangular'

/**
 * A = Q R of an m by n matrix by Householder's reflections. `a` becomes the m by n matrix R; Q has `width` columns. The signs are LAPACK's: a diagonal value of R
 * is negative where the column's head was positive.
 */
export function factor_qr(a: Float64Array, m: number, n: number, width: number): Float64Array {
  const reflections: Reflection[] = []
  for (let k = 0; k < Math.min(m, n); k++) {
    const { reflection, beta } = reflect_vector(column_from(a, m, n, k, k), k)
    reflect_rows(a, n, reflection, k + 1)
    a[k * n + k] = beta
    for (let i = k + 1; i < m; i++) a[i * n + k] = 0
    reflections.push(reflection)
  }
  const q = unit_matrix(m, width)
  for (let k = reflections.length - 1; k >= 0; k--) reflect_rows(q, width, reflections[k], k)
  return q
}
