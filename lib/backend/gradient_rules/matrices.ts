import { add, cast, div, equal, matMul, mul, slice, sub, type Tensor, tensor2d, transpose } from '@tensorflow/tfjs-core'
import { engine } from '../engine'

/** Runs a kernel. */
export const run = (name: string, inputs: Record<string, Tensor>, attrs: object = {}): Tensor =>
  engine().runKernel(name, inputs, attrs)

/** Rows and columns. */
export const sides = (x: Tensor): [rows: number, columns: number] => [x.shape[x.rank - 2], x.shape[x.rank - 1]]

/** The transposes of the matrices in the last two axes. */
export function flipped(x: Tensor): Tensor {
  const perm = x.shape.map((_, i) => i)
  perm.push(...perm.splice(x.rank - 2).reverse())
  return transpose(x, perm)
}

/** Half of a matrix and half of its transpose. */
export const symmetric = (x: Tensor): Tensor => mul(add(x, flipped(x)), 0.5)

/** A constant matrix. */
function constant(rows: number, columns: number, value: (i: number, j: number) => number): Tensor {
  return tensor2d(
    Float32Array.from({ length: rows * columns }, (_, place) => value(Math.floor(place / columns), place % columns)),
    [rows, columns],
  )
}

const masked = (x: Tensor, value: (i: number, j: number) => number): Tensor => mul(x, constant(...sides(x), value))

/** What stands at and below the diagonal, with another factor on it. */
export const lower_part = (x: Tensor, on_diagonal = 1): Tensor => masked(x, (i, j) => (i > j ? 1 : i === j ? on_diagonal : 0))
/** What stands at and above the diagonal. */
export const upper_part = (x: Tensor): Tensor => masked(x, (i, j) => (i <= j ? 1 : 0))

/** Ones on the diagonal. */
export const unit = (n: number): Tensor => constant(n, n, (i, j) => (i === j ? 1 : 0))

/** X in T X = B for a triangle T, or in Tᵀ X = B. */
export const solve_triangle = (matrix: Tensor, rhs: Tensor, lower: boolean, adjoint: boolean): Tensor =>
  run('KerasTriangularSolve', { matrix, rhs }, { lower, adjoint })

/** X T⁻ᵀ for an upper triangle T. */
export const over_upper = (x: Tensor, matrix: Tensor): Tensor => flipped(solve_triangle(matrix, flipped(x), false, false))

/** Rows from `top` to before `bottom`, columns from `left` to before `right`. */
export function block(x: Tensor, [top, bottom]: [number, number], [left, right]: [number, number]): Tensor {
  const lead = x.shape.slice(0, -2)
  return slice(x, [...lead.map(() => 0), top, left], [...lead, bottom - top, right - left])
}

/** The product of three matrices. */
export const product = (a: Tensor, b: Tensor, c: Tensor): Tensor => matMul(matMul(a, b), c)

/** 1 / x, and 0 where x is 0. */
export function safe_reciprocal(x: Tensor): Tensor {
  const zero = cast(equal(x, 0), 'float32')
  return div(sub(1, zero), add(x, zero))
}
