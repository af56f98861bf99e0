import { add, concat, expandDims, matMul, mul, neg, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { block, flipped, lower_part, over_upper, product, run, safe_reciprocal, sides, symmetric, unit } from './matrices'
import type { Rule } from './rule'

/** A vector as a row, or as a column, of factors. */
const row = (x: Tensor): Tensor => expandDims(x, -2)
const column = (x: Tensor): Tensor => expandDims(x, -1)

/** A diagonal matrix. */
const diagonal = (x: Tensor): Tensor => mul(row(x), unit(x.shape[x.rank - 1]))

/** x_j - x_i. */
const differences = (x: Tensor): Tensor => sub(row(x), column(x))

const columns_to = (x: Tensor, end: number): Tensor => block(x, [0, sides(x)[0]], [0, end])
const columns_from = (x: Tensor, begin: number): Tensor => block(x, [0, sides(x)[0]], [begin, sides(x)[1]])
const rows_to = (x: Tensor, end: number): Tensor => block(x, [0, end], [0, sides(x)[1]])
const rows_from = (x: Tensor, begin: number): Tensor => block(x, [begin, sides(x)[0]], [0, sides(x)[1]])

/** The gradient by a matrix with at least as many rows as columns, of Q with as many columns and R. */
function tall_qr(dq: Tensor, dr: Tensor, q: Tensor, r: Tensor): Tensor {
  const inner = sub(matMul(r, dr, false, true), matMul(dq, q, true, false))
  const lower = lower_part(inner)
  return over_upper(add(dq, matMul(q, add(lower, flipped(lower_part(inner, 0))))), r)
}

function qr_gradient(dq: Tensor, dr: Tensor, q: Tensor, r: Tensor): Tensor {
  const [m, width] = sides(q)
  const n = sides(r)[1]
  if (m < n) {
    const head = columns_to(r, m)
    const rest_slope = columns_from(dr, m)
    const rest = matMul(q, columns_from(r, m))
    const slope = add(dq, matMul(rest, rest_slope, false, true))
    return concat([tall_qr(slope, columns_to(dr, m), q, head), matMul(q, rest_slope)], -1)
  }
  const [head, upper] = [columns_to(q, n), rows_to(r, n)]
  const slope = tall_qr(columns_to(dq, n), rows_to(dr, n), head, upper)
  if (width === n) return slope
  const rest = matMul(matMul(columns_from(q, n), columns_from(dq, n), false, true), head)
  return sub(slope, over_upper(rest, upper))
}

/** The part of a gradient that turns the vectors `x` among themselves. */
function turning(x: Tensor, dx: Tensor, gaps: Tensor): Tensor {
  const inner = matMul(x, dx, true, false)
  return mul(sub(inner, flipped(inner)), safe_reciprocal(gaps))
}

/** The gradient of the singular value decomposition. Vectors beyond the singular values count by what they span. */
function svd_gradient([du, ds, dvh]: Tensor[], u: Tensor, s: Tensor, vh: Tensor): Tensor {
  const k = s.shape[s.rank - 1]
  const [m, n] = [sides(u)[0], sides(vh)[1]]
  const left = columns_to(u, k)
  const right = rows_to(vh, k)
  const left_slope = columns_to(du, k)
  const right_slope = flipped(rows_to(dvh, k))
  const gaps = differences(square(s))
  const inverse = safe_reciprocal(row(s))
  const inner = add(
    add(mul(turning(left, left_slope, gaps), row(s)), mul(column(s), turning(flipped(right), right_slope, gaps))),
    diagonal(ds),
  )
  let slope = product(left, inner, right)
  if (m > k) {
    const outside = sub(left_slope, matMul(left, matMul(left, left_slope, true, false)))
    slope = add(slope, matMul(mul(outside, inverse), right))
  }
  if (n > k) {
    const outside = sub(flipped(right_slope), product(flipped(right_slope), flipped(right), right))
    slope = add(slope, matMul(mul(left, inverse), outside))
  }
  if (sides(u)[1] > k) {
    const rest = matMul(columns_from(u, k), columns_from(du, k), false, true)
    slope = sub(slope, matMul(mul(matMul(rest, left), inverse), right))
  }
  if (sides(vh)[0] > k) {
    const rest = matMul(rows_from(dvh, k), rows_from(vh, k), true, false)
    slope = sub(slope, matMul(mul(left, inverse), matMul(right, rest)))
  }
  return slope
}

/** Gradients of the kernels of orthogonal factors, singular values and eigenvalues. Equal eigenvalues or singular values give their vectors no slope among each other. */
export const linalg_spectra_rules: Record<string, Rule> = {
  KerasQr: {
    save_outputs: [true, true],
    gradient: ([dq, dr]: Tensor[], [q, r]) => ({ x: () => qr_gradient(dq, dr, q, r) }),
  },
  KerasEigh: {
    save_outputs: [true, true],
    gradient: ([dw, dv]: Tensor[], [w, v]) => ({
      x: () => {
        const turned = mul(matMul(v, dv, true, false), safe_reciprocal(differences(w)))
        return symmetric(product(v, add(diagonal(dw), turned), flipped(v)))
      },
    }),
  },
  KerasSvd: {
    save_outputs: [true, true, true],
    gradient: (dys: Tensor[], [u, s, vh]) => ({ x: () => svd_gradient(dys, u, s, vh) }),
  },
  KerasSingularValues: {
    save: ['x'],
    gradient: (dy, [x]) => ({
      x: () => {
        const [u, , vh] = engine().runKernel<Tensor[]>('KerasSvd', { x }, { full: false })
        return matMul(mul(u, row(dy)), vh)
      },
    }),
  },
  KerasEig: {
    save_outputs: [true, true, true, true],
    gradient: ([dwr, dwi, dvr, dvi]: Tensor[], [wr, wi, vr, vi]) => ({
      x: () => eig_gradient({ re: dwr, im: dwi }, { re: dvr, im: dvi }, { re: wr, im: wi }, { re: vr, im: vi }),
    }),
  },
}

interface Complex {
  re: Tensor
  im: Tensor
}

/** aᴴ b */
function conjugate_product(a: Complex, b: Complex): Complex {
  return {
    re: add(matMul(a.re, b.re, true, false), matMul(a.im, b.im, true, false)),
    im: sub(matMul(a.re, b.im, true, false), matMul(a.im, b.re, true, false)),
  }
}

/** A complex matrix as a real one of twice the size. */
const doubled = ({ re, im }: Complex): Tensor => concat([concat([re, neg(im)], -1), concat([im, re], -1)], -2)

/** The gradient by a real matrix of its eigenvalues and of its eigenvectors of length 1. The factor of length 1 that an eigenvector is free to have counts for nothing. */
function eig_gradient(dw: Complex, dv: Complex, w: Complex, v: Complex): Tensor {
  const n = w.re.shape[w.re.rank - 1]
  const inner = conjugate_product(v, dv)
  const norms = conjugate_product(v, v)
  const lengths = row(diagonal_of(inner.re))
  const [xr, xi] = [sub(inner.re, mul(norms.re, lengths)), sub(inner.im, mul(norms.im, lengths))]
  const [gr, gi] = [differences(w.re), neg(differences(w.im))]
  const scale = safe_reciprocal(add(square(gr), square(gi)))
  const re = add(mul(add(mul(xr, gr), mul(xi, gi)), scale), diagonal(dw.re))
  const im = add(mul(sub(mul(xi, gr), mul(xr, gi)), scale), diagonal(dw.im))
  const rhs = concat(
    [
      add(matMul(re, v.re, false, true), matMul(im, v.im, false, true)),
      sub(matMul(im, v.re, false, true), matMul(re, v.im, false, true)),
    ],
    -2,
  )
  return rows_to(run('KerasSolve', { matrix: doubled(v), rhs }, { adjoint: true }), n)
}

/** The values on the diagonal. */
function diagonal_of(x: Tensor): Tensor {
  return sum(mul(x, unit(sides(x)[0])), -2)
}
