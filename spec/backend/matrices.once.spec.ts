import { factor_cholesky } from '../../lib/backend/matrices/cholesky'
import { eigen } from '../../lib/backend/matrices/eig'
import { symmetric_eigen } from '../../lib/backend/matrices/eigh'
import { factor_lu, permutation_of } from '../../lib/backend/matrices/lu'
import { factor_qr } from '../../lib/backend/matrices/qr'
import { singular_parts } from '../../lib/backend/matrices/svd'
import { transposed, unit_matrix } from '../../lib/backend/matrices/triangular'

/** Numbers between -1 and 1 that are the same in every run. */
class Numbers {
  #state: number
  constructor(seed: number) {
    this.#state = seed
  }
  next(): number {
    this.#state = (this.#state * 48271) % 2147483647
    return (2 * this.#state) / 2147483647 - 1
  }
  many(size: number): Float64Array {
    return Float64Array.from({ length: size }, () => this.next())
  }
}

function product(a: Float64Array, b: Float64Array, m: number, k: number, n: number): Float64Array {
  const result = new Float64Array(m * n)
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) result[i * n + j]! += a[i * k + p]! * b[p * n + j]!
  return result
}

const size_of = (a: Float64Array): number => a.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)

/** The largest difference, in units of the larger of 1 and what is wanted; what is no number counts as far. */
function distance(got: Float64Array, wanted: Float64Array, unit = Math.max(size_of(wanted), 1e-290)): number {
  return got.reduce((far, value, i) => {
    const apart = Math.abs(value - wanted[i]!) / unit
    return apart <= far ? far : Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart
  }, 0)
}

const precision = 1e-12

function diagonal_matrix(values: Float64Array, m: number, n: number): Float64Array {
  const result = new Float64Array(m * n)
  values.forEach((value, i) => {
    result[i * n + i] = value
  })
  return result
}

type Matrix = [what: string, a: Float64Array, m: number, n: number]

function random_matrices(): Matrix[] {
  const found: Matrix[] = []
  for (let seed = 1; seed <= 24; seed++) {
    const numbers = new Numbers(seed * 7919)
    const m = 1 + (seed % 9)
    const n = seed % 2 === 0 ? m : 1 + ((seed * 5) % 8)
    found.push([`noise ${seed}`, numbers.many(m * n), m, n])
    const rank = 1 + (seed % 3)
    const low = product(numbers.many(m * rank), numbers.many(rank * n), m, rank, n)
    found.push([`of rank ${rank}, ${seed}`, low, m, n])
    const few = Float64Array.from({ length: m * n }, () => Math.round(numbers.next()))
    found.push([`of few values, ${seed}`, few, m, n])
    const graded = numbers.many(m * n).map((value, i) => value * 10 ** (((i * 7) % 13) - 6))
    found.push([`graded ${seed}`, graded, m, n])
  }
  for (const scale of [1e-30, 1e30, 1e-37]) found.push([`times ${scale}`, new Numbers(5).many(20).map((v) => v * scale), 5, 4])
  const of = (what: string, n: number, values: number[]): Matrix => [what, Float64Array.from(values), n, n]
  return [
    ...found,
    ['large', new Numbers(11).many(60 * 45), 60, 45],
    ['large and wide', new Numbers(13).many(33 * 64), 33, 64],
    of('zeros', 3, new Array(9).fill(0)),
    of('ones', 4, new Array(16).fill(1)),
    of('the unit', 3, [1, 0, 0, 0, 1, 0, 0, 0, 1]),
    of('a permutation', 4, [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0]),
    of('a nilpotent one', 4, [0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0]),
    of('one of equal eigenvalues', 3, [2, 1, 0, 0, 2, 1, 0, 0, 2]),
    of('a turn', 2, [0, -1, 1, 0]),
    of('a zero in front', 2, [0, 1, 1, 0]),
    of('zeros on the diagonal', 3, [0, 2, 0, 0, 0, 3, 0, 0, 0]),
  ]
}

const matrices = random_matrices()
const squares = matrices.filter(([, , m, n]) => m === n)

test.each(matrices)('L U is the matrix with its rows exchanged: %s', (_what, a, m, n) => {
  const k = Math.min(m, n)
  const factors = a.slice()
  const order = permutation_of(factor_lu(factors, m, n), m)
  const lower = Float64Array.from({ length: m * k }, (_, at) => {
    const [i, j] = [Math.floor(at / k), at % k]
    return i === j ? 1 : i > j ? factors[i * n + j]! : 0
  })
  const upper = Float64Array.from({ length: k * n }, (_, at) => (Math.floor(at / n) <= at % n ? factors[at]! : 0))
  const exchanged = Float64Array.from({ length: m * n }, (_, at) => a[order[Math.floor(at / n)]! * n + (at % n)]!)
  expect(distance(product(lower, upper, m, k, n), exchanged)).toBeLessThan(precision)
  expect(size_of(lower)).toBe(1)
})

test.each(matrices)('Q R is the matrix, and Q has right angles: %s', (_what, a, m, n) => {
  for (const width of [m, Math.min(m, n)]) {
    const r = a.slice()
    const q = factor_qr(r, m, n, width)
    expect(distance(product(q, r.subarray(0, width * n), m, width, n), a)).toBeLessThan(precision)
    expect(distance(product(transposed(q, m, width), q, width, m, width), unit_matrix(width, width))).toBeLessThan(precision)
    for (let i = 0; i < m; i++) for (let j = 0; j < Math.min(i, n); j++) expect(r[i * n + j]).toBe(0)
  }
})

test.each(matrices)('singular values descend, and U S Vᵀ is the matrix: %s', (_what, a, m, n) => {
  const { values, left, right } = singular_parts(a.slice(), m, n, true, true)
  const made = product(product(transposed(left!, m, m), diagonal_matrix(values, m, n), m, m, n), right!, m, n, n)
  expect(distance(made, a)).toBeLessThan(precision)
  for (const [rows, size] of [
    [left!, m],
    [right!, n],
  ] as const)
    expect(distance(product(rows, transposed(rows, size, size), size, size, size), unit_matrix(size, size))).toBeLessThan(
      precision,
    )
  values.forEach((value, i) => void expect(value).toBeGreaterThanOrEqual(i + 1 < values.length ? values[i + 1]! : 0))
  const alone = singular_parts(a.slice(), m, n, false, false).values
  expect(distance(alone, values)).toBeLessThan(precision)
})

test.each(squares)('symmetric eigenvalues ascend, and V W Vᵀ is the matrix: %s', (_what, given, n) => {
  const a = Float64Array.from(given, (value, at) => (value + given[(at % n) * n + Math.floor(at / n)]!) / 2)
  const { values, vectors } = symmetric_eigen(a.slice(), n)
  const made = product(product(transposed(vectors, n, n), diagonal_matrix(values, n, n), n, n, n), vectors, n, n, n)
  expect(distance(made, a)).toBeLessThan(precision)
  expect(distance(product(vectors, transposed(vectors, n, n), n, n, n), unit_matrix(n, n))).toBeLessThan(precision)
  for (let i = 1; i < n; i++) expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]!)
})

test.each(squares)('eigenvectors have length 1 and belong to their eigenvalues, conjugate ones in pairs: %s', (_what, a, n) => {
  const { values, vectors } = eigen(a.slice(), n)
  const columns = { re: transposed(vectors.re, n, n), im: transposed(vectors.im, n, n) }
  const scaled = (of_re: Float64Array, of_im: Float64Array, sign: number): Float64Array =>
    Float64Array.from({ length: n * n }, (_, at) => of_re[at]! * values.re[at % n]! + sign * of_im[at]! * values.im[at % n]!)
  const unit = Math.max(size_of(a), 1e-290)
  expect(distance(product(a, columns.re, n, n, n), scaled(columns.re, columns.im, -1), unit)).toBeLessThan(precision)
  expect(distance(product(a, columns.im, n, n, n), scaled(columns.im, columns.re, 1), unit)).toBeLessThan(precision)
  const lengths = Float64Array.from({ length: n }, (_, i) =>
    Math.hypot(...vectors.re.subarray(i * n, (i + 1) * n), ...vectors.im.subarray(i * n, (i + 1) * n)),
  )
  expect(distance(lengths, new Float64Array(n).fill(1))).toBeLessThan(precision)
  const sum = (parts: Float64Array): number => parts.reduce((total, value) => total + value, 0)
  expect(Math.abs(sum(values.im)) / unit).toBeLessThan(precision)
  expect(Math.abs(sum(values.re) - sum(a.filter((_, at) => at % (n + 1) === 0))) / unit).toBeLessThan(1e-10)
})

test.each(squares)('L Lᵀ is the matrix that it is made of: %s', (_what, given, n) => {
  const a = product(given, transposed(given, n, n), n, n, n)
  const more = Math.max(size_of(a), 1e-290)
  for (let i = 0; i < n; i++) a[i * n + i]! += more
  const lower = a.slice()
  expect(factor_cholesky(lower, n)).toBe(true)
  expect(distance(product(lower, transposed(lower, n, n), n, n, n), a)).toBeLessThan(precision)
})

test.each([
  ['zeros', [0, 0, 0, 0]],
  ['a negative value', [1, 2, 2, 1]],
  ['a value that is no number', [1, Number.NaN, Number.NaN, 1]],
  ['a value that is not finite', [Number.POSITIVE_INFINITY, 0, 0, 1]],
])('a matrix that is not positive definite has no Cholesky factor: %s', (_what, values) => {
  expect(factor_cholesky(Float64Array.from(values), 2)).toBe(false)
})
