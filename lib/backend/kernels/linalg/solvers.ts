import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import { ValueError } from '../../../common/errors'
import { shape_text } from '../../../common/shape'
import { factor_cholesky, symmetrize } from '../../matrices/cholesky'
import { exchange_rows, factor_lu, permutation_of } from '../../matrices/lu'
import { singular_parts } from '../../matrices/svd'
import { solve_triangle, transposed, unit_matrix } from '../../matrices/triangular'
import type { OutputSpec } from '../memory'
import { run_batches, sides_of } from './batches'

const float = (shape: number[]): OutputSpec => ({ shape, dtype: 'float32' })
const whole = (shape: number[]): OutputSpec => ({ shape, dtype: 'int32' })

/** The rows of X in A X = B, or in Aᵀ X = B. */
function solved(a: Float64Array, n: number, b: Float64Array, columns: number, adjoint: boolean): Float64Array {
  const matrix = adjoint ? transposed(a, n, n) : a
  exchange_rows(b, columns, factor_lu(matrix, n, n))
  solve_triangle(matrix, n, b, columns, { lower: true, unit: true })
  solve_triangle(matrix, n, b, columns, { lower: false })
  return b
}

/** The matrix of signed minors: the slopes of the determinant. Also of matrices that have no inverse. */
function cofactors(a: Float64Array, n: number): Float64Array {
  const factors = a.slice()
  const { parity } = factor_lu(factors, n, n)
  const pivots = Array.from({ length: n }, (_, i) => factors[i * n + i])
  const sizes = pivots.map(Math.abs)
  if (Math.min(...sizes) > 1e-8 * Math.max(...sizes)) {
    const determinant = pivots.reduce((product, pivot) => product * pivot, parity)
    return solved(a, n, unit_matrix(n, n), n, true).map((value) => value * determinant)
  }
  const { values, left, right } = singular_parts(a, n, n, false, true)
  const sign = determinant_of(left!.slice(), n) * determinant_of(right!.slice(), n) < 0 ? -1 : 1
  const result = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    const others = values.reduce((product, value, i) => (i === k ? product : product * value), sign)
    add_outer(result, n, left!.subarray(k * n), right!.subarray(k * n), n, others)
  }
  return result
}

function determinant_of(a: Float64Array, n: number): number {
  let product = factor_lu(a, n, n).parity
  for (let i = 0; i < n; i++) product *= a[i * n + i]
  return product
}

/** Adds `scale` u vᵀ to a matrix of `rows` rows of `columns`. */
function add_outer(a: Float64Array, rows: number, u: Float64Array, v: Float64Array, columns: number, scale: number): void {
  for (let i = 0; i < rows; i++) {
    const factor = scale * u[i]
    for (let j = 0; j < columns; j++) a[i * columns + j] += factor * v[j]
  }
}

/** The inverse of what can be inverted: singular values above `rcond` times the largest. */
function pseudo_inverse(a: Float64Array, m: number, n: number, rcond: number): Float64Array {
  const result = new Float64Array(m * n)
  const { values, left, right } = singular_parts(a, m, n, false, true)
  for (let k = 0; k < values.length; k++) {
    if (values[k] <= rcond * values[0]) continue
    add_outer(result, n, right!.subarray(k * n), left!.subarray(k * m), m, 1 / values[k])
  }
  return result
}

type Each = (a: Float64Array, n: number) => ArrayLike<number>[]

/** A kernel of square matrices `x`, with outputs of the given shapes. */
function of_square(outputs: (shape: number[]) => OutputSpec[], each: Each): KernelFunc {
  return ({ inputs, backend }) => {
    const x = inputs.x as TensorInfo
    const n = sides_of(x)[0]
    const made = run_batches(backend as never, [x], outputs(x.shape), ([a]) => each(a, n))!
    return made.length === 1 ? made[0] : made
  }
}

export const cholesky_kernel: KernelFunc = ({ inputs, backend }) => {
  const x = inputs.x as TensorInfo
  const n = sides_of(x)[0]
  const made = run_batches(backend as never, [x], [float(x.shape)], ([a]) => {
    symmetrize(a, n)
    return factor_cholesky(a, n) ? [a] : null
  })
  if (made !== null) return made[0]
  throw new ValueError(
    `Cholesky decomposition failed. The input might not be a valid positive definite matrix. Received: x.shape=${shape_text(x.shape)}`,
  )
}

/** A kernel that solves equations: `matrix` and as many right sides as `rhs` has columns. */
function solver(each: (a: Float64Array, n: number, b: Float64Array, columns: number, attrs: any) => Float64Array): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { matrix, rhs } = inputs as unknown as Record<'matrix' | 'rhs', TensorInfo>
    const [n, columns] = sides_of(rhs)
    return run_batches(backend as never, [matrix, rhs], [float(rhs.shape)], ([a, b]) => [each(a, n, b, columns, attrs)])![0]
  }
}

export const triangular_solve_kernel = solver((a, n, b, columns, { lower, adjoint }) => {
  solve_triangle(adjoint ? transposed(a, n, n) : a, n, b, columns, { lower: lower !== adjoint })
  return b
})

export const solve_kernel = solver((a, n, b, columns, { adjoint }) => solved(a, n, b, columns, adjoint))

export const inverse_kernel = of_square(
  (shape) => [float(shape)],
  (a, n) => [solved(a, n, unit_matrix(n, n), n, false)],
)

export const determinant_kernel = of_square(
  (shape) => [float(shape.slice(0, -2))],
  (a, n) => [[determinant_of(a, n)]],
)

export const cofactors_kernel = of_square(
  (shape) => [float(shape)],
  (a, n) => [cofactors(a, n)],
)

export const log_determinant_kernel = of_square(
  (shape) => [float(shape.slice(0, -2)), float(shape.slice(0, -2))],
  (a, n) => {
    let sign = factor_lu(a, n, n).parity
    let size = 0
    for (let i = 0; i < n; i++) {
      sign *= Math.sign(a[i * n + i])
      size += Math.log(Math.abs(a[i * n + i]))
    }
    return [[sign], [size]]
  },
)

export const lu_kernel: KernelFunc = ({ inputs, backend }) => {
  const x = inputs.x as TensorInfo
  const [m, n] = sides_of(x)
  const lead = x.shape.slice(0, -2)
  const outputs = [float(x.shape), whole([...lead, Math.min(m, n)]), whole([...lead, m])]
  return run_batches(backend as never, [x], outputs, ([a]) => {
    const exchanges = factor_lu(a, m, n)
    return [a, exchanges.pivots, permutation_of(exchanges, m)]
  })!
}

export const pinv_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const x = inputs.x as TensorInfo
  const [m, n] = sides_of(x)
  const { rcond } = attrs as unknown as { rcond: number }
  const output = float([...x.shape.slice(0, -2), n, m])
  return run_batches(backend as never, [x], [output], ([a]) => [pseudo_inverse(a, m, n, rcond)])![0]
}
