import { add, concat, matMul, mul, neg, oneHot, reshape, sub, sum, type Tensor } from '@tensorflow/tfjs-core'
import {
  block,
  flipped,
  lower_part,
  over_upper,
  product,
  run,
  sides,
  solve_triangle,
  symmetric,
  unit,
  upper_part,
} from './matrices'
import type { Rule } from './rule'

/** One number for each matrix, to be multiplied with it. */
const spread = (x: Tensor): Tensor => reshape(x, [...x.shape, 1, 1])

/** The gradients of the solution X of A X = B by A and B, `back` solving with the transpose. */
function solver(back: (matrix: Tensor, rhs: Tensor, attrs: any) => Tensor, part: (x: Tensor, attrs: any) => Tensor): Rule {
  return {
    save: ['matrix'],
    save_outputs: [true],
    gradient: (dy, [matrix, x], attrs) => ({
      rhs: () => back(matrix, dy, attrs),
      matrix: () => {
        const slope = back(matrix, dy, attrs)
        return part(neg(attrs.adjoint ? matMul(x, slope, false, true) : matMul(slope, x, false, true)), attrs)
      },
    }),
  }
}

/** The gradient of L and U, which share a matrix, by the matrix with its rows exchanged. */
function lu_gradient(dy: Tensor, lu: Tensor): Tensor {
  const [m, n] = sides(lu)
  const k = Math.min(m, n)
  const head = block(lu, [0, k], [0, k])
  const head_slope = block(dy, [0, k], [0, k])
  const lower = add(lower_part(head, 0), unit(k))
  const upper = upper_part(head)
  let below = matMul(lower, lower_part(head_slope, 0), true, false)
  let above = matMul(upper_part(head_slope), upper, false, true)
  if (n > k) below = sub(below, matMul(block(dy, [0, k], [k, n]), block(lu, [0, k], [k, n]), false, true))
  if (m > k) above = sub(above, matMul(block(lu, [k, m], [0, k]), block(dy, [k, m], [0, k]), true, false))
  const inner = add(lower_part(below, 0), upper_part(above))
  const square = over_upper(solve_triangle(lower, inner, true, true), upper)
  if (n > k) return concat([square, solve_triangle(lower, block(dy, [0, k], [k, n]), true, true)], -1)
  if (m > k) return concat([square, over_upper(block(dy, [k, m], [0, k]), upper)], -2)
  return square
}

/** Gradients of the kernels that solve equations, after the published formulas (Giles, "Collected matrix derivative results"; Golub and Pereyra for the pseudo-inverse). */
export const linalg_solver_rules: Record<string, Rule> = {
  KerasCholesky: {
    save_outputs: [true],
    gradient: (dy, [l]) => ({
      x: () => {
        const inner = solve_triangle(l, lower_part(matMul(l, dy, true, false), 0.5), true, true)
        return symmetric(solve_triangle(l, flipped(inner), true, true))
      },
    }),
  },
  KerasTriangularSolve: solver(
    (matrix, rhs, { lower, adjoint }) => solve_triangle(matrix, rhs, lower, !adjoint),
    (x, { lower }) => (lower ? lower_part(x) : upper_part(x)),
  ),
  KerasSolve: solver(
    (matrix, rhs, { adjoint }) => run('KerasSolve', { matrix, rhs }, { adjoint: !adjoint }),
    (x) => x,
  ),
  KerasInverse: {
    save_outputs: [true],
    gradient: (dy, [y]) => ({ x: () => neg(matMul(matMul(y, dy, true, false), y, false, true)) }),
  },
  KerasDeterminant: {
    save: ['x'],
    gradient: (dy, [x]) => ({ x: () => mul(spread(dy), run('KerasCofactors', { x })) }),
  },
  KerasCofactors: {
    save: ['x'],
    save_outputs: [true],
    gradient: (dy, [x, y]) => ({
      x: () => {
        const back = flipped(run('KerasInverse', { x }))
        return sub(mul(y, sum(mul(dy, back), [-2, -1], true)), product(y, flipped(dy), back))
      },
    }),
  },
  KerasLogDeterminant: {
    save: ['x'],
    gradient: ([, dy]: Tensor[], [x]) => ({ x: () => mul(spread(dy), flipped(run('KerasInverse', { x }))) }),
  },
  KerasLu: {
    save_outputs: [true, false, true],
    gradient: ([dy]: Tensor[], [lu, permutation]) => ({
      x: () => {
        const m = sides(lu)[0]
        const order = reshape(oneHot(reshape(permutation, [permutation.size]) as never, m), [...permutation.shape, m])
        return matMul(order, lu_gradient(dy, lu), true, false)
      },
    }),
  },
  KerasPinv: {
    save: ['x'],
    save_outputs: [true],
    gradient: (dy, [x, y]) => ({
      x: () => {
        const [m, n] = sides(x)
        const back = flipped(dy)
        const outside_rows = sub(unit(m), matMul(x, y))
        const outside_columns = sub(unit(n), matMul(y, x))
        const direct = matMul(matMul(y, dy, true, false), y, false, true)
        const by_rows = matMul(product(outside_rows, back, y), y, false, true)
        const by_columns = product(matMul(y, y, true, false), back, outside_columns)
        return sub(add(by_rows, by_columns), direct)
      },
    }),
  },
}
