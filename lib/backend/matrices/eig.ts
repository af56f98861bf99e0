import { column_from, type Reflection, reflect_columns, reflect_rows, reflect_vector } from './householder'
import { type ComplexRows, row_norm, triangular_form } from './schur'
import { all_finite, unit_matrix } from './triangular'

/** Eigenvalues and their eigenvectors, one a row, each with a real and an imaginary part. */
export interface ComplexEigen {
  values: ComplexRows
  vectors: ComplexRows
}

const pair = (size: number): ComplexRows => ({ re: new Float64Array(size), im: new Float64Array(size) })

/** A becomes Qᵀ A Q without values below the diagonal beside the middle one; given are the rows of Qᵀ. */
function hessenberg(a: Float64Array, n: number): Float64Array {
  const reflections: Reflection[] = []
  for (let k = 0; k + 2 < n; k++) {
    const { reflection, beta } = reflect_vector(column_from(a, n, n, k + 1, k), k + 1)
    reflect_rows(a, n, reflection, k + 1)
    a[(k + 1) * n + k] = beta
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0
    reflect_columns(a, n, n, reflection, 0)
    reflections.push(reflection)
  }
  const rows = unit_matrix(n, n)
  for (let k = reflections.length - 1; k >= 0; k--) reflect_columns(rows, n, n, reflections[k], k + 1)
  return rows
}

/** Values beyond the first are scaled down; differences are never below the second. */
const far = 1e100
const least = 1e-150

/** The eigenvector of the upper triangular `t` for its eigenvalue at `at`, in coordinates of the triangular form. */
function triangular_vector(t: ComplexRows, n: number, at: number, smallest: number): ComplexRows {
  const x = pair(n)
  x.re[at] = 1
  for (let i = at - 1; i >= 0; i--) {
    let [re, im] = [0, 0]
    for (let j = i + 1; j <= at; j++) {
      const place = i * n + j
      re -= t.re[place] * x.re[j] - t.im[place] * x.im[j]
      im -= t.re[place] * x.im[j] + t.im[place] * x.re[j]
    }
    let dr = t.re[i * n + i] - t.re[at * n + at]
    let di = t.im[i * n + i] - t.im[at * n + at]
    if (Math.abs(dr) + Math.abs(di) < smallest) [dr, di] = [smallest, 0]
    const size = dr * dr + di * di
    x.re[i] = (re * dr + im * di) / size
    x.im[i] = (im * dr - re * di) / size
    if (Math.abs(x.re[i]) + Math.abs(x.im[i]) < far) continue
    for (let j = i; j <= at; j++) {
      x.re[j] /= far
      x.im[j] /= far
    }
  }
  return x
}

/** Of length 1, and the largest of its values real. */
function normalize(rows: ComplexRows, n: number, at: number): void {
  const norm = row_norm(rows, n, at)
  let [largest, best] = [-1, at * n]
  for (let i = at * n; i < (at + 1) * n; i++) {
    const size = rows.re[i] ** 2 + rows.im[i] ** 2
    if (size > largest * (1 + 1e-12)) [largest, best] = [size, i]
  }
  const size = Math.sqrt(largest) * norm
  const [cr, ci] = [rows.re[best] / size, -rows.im[best] / size]
  for (let i = at * n; i < (at + 1) * n; i++) {
    const [re, im] = [rows.re[i], rows.im[i]]
    rows.re[i] = re * cr - im * ci
    rows.im[i] = re * ci + im * cr
  }
  rows.im[best] = 0
}

/** A real matrix has real eigenvalues, and pairs of conjugate ones: what rounding left of the imaginary parts of the first goes, and those of the second become the same. */
function tidy_pairs({ values, vectors }: ComplexEigen, n: number, nothing: number): void {
  const open: number[] = []
  for (let i = 0; i < n; i++) {
    if (Math.abs(values.im[i]) > nothing) open.push(i)
    else {
      values.im[i] = 0
      vectors.im.fill(0, i * n, (i + 1) * n)
      const norm = row_norm(vectors, n, i)
      for (let j = i * n; j < (i + 1) * n; j++) vectors.re[j] /= norm
    }
  }
  const above = open.filter((i) => values.im[i] > 0)
  const below = open.filter((i) => values.im[i] < 0)
  for (const i of above) {
    if (below.length === 0) return
    const apart = (j: number): number => Math.hypot(values.re[j] - values.re[i], values.im[j] + values.im[i])
    const j = below.reduce((best, candidate) => (apart(candidate) < apart(best) ? candidate : best))
    below.splice(below.indexOf(j), 1)
    values.re[j] = values.re[i]
    values.im[j] = -values.im[i]
    for (let k = 0; k < n; k++) {
      vectors.re[j * n + k] = vectors.re[i * n + k]
      vectors.im[j * n + k] = -vectors.im[i * n + k]
    }
  }
}

/** What rounding may leave of a zero. */
export function rounding_of(a: Float64Array): number {
  let size = 0
  for (let i = 0; i < a.length; i++) size += a[i] * a[i]
  return Math.max(Number.EPSILON * Math.sqrt(size), least)
}

/** Eigenvectors with their usual factors, real and conjugate ones as they are without rounding; changed in place. */
export function tidied(found: ComplexEigen, n: number, rounding: number): ComplexEigen {
  for (let k = 0; k < n; k++) normalize(found.vectors, n, k)
  tidy_pairs(found, n, 16 * n * rounding)
  return found
}

/** The eigenvalues and eigenvectors of a real n by n matrix, which is used up: by reflections, the QR method with complex shifts, and back-substitution. */
export function eigen(a: Float64Array, n: number): ComplexEigen {
  const values = pair(n)
  const vectors = pair(n * n)
  if (!all_finite(a)) {
    for (const part of [values, vectors]) for (const half of [part.re, part.im]) half.fill(Number.NaN)
    return { values, vectors }
  }
  const rows = hessenberg(a, n)
  const nothing = rounding_of(a)
  const t: ComplexRows = { re: a, im: new Float64Array(n * n) }
  const z: ComplexRows = { re: rows, im: new Float64Array(n * n) }
  triangular_form(t, z, n)
  for (let k = 0; k < n; k++) {
    values.re[k] = t.re[k * n + k]
    values.im[k] = t.im[k * n + k]
    const x = triangular_vector(t, n, k, nothing)
    for (let j = 0; j <= k; j++) {
      const [xr, xi] = [x.re[j], x.im[j]]
      for (let i = 0; i < n; i++) {
        vectors.re[k * n + i] += z.re[j * n + i] * xr - z.im[j * n + i] * xi
        vectors.im[k * n + i] += z.re[j * n + i] * xi + z.im[j * n + i] * xr
      }
    }
  }
  return tidied({ values, vectors }, n, nothing)
}
