import { rotate_rows } from './rotations'

/** A square upper bidiagonal matrix: its diagonal, what stands right of it, and the rows that turn along with its rows and columns. */
export interface Bidiagonal {
  diagonal: Float64Array
  beside: Float64Array
  /** Left vectors, one a row of length `left_size`, or null when nobody asks for vectors. */
  left: Float64Array | null
  left_size: number
  right: Float64Array | null
  right_size: number
}

function turn_left({ left, left_size }: Bidiagonal, p: number, q: number, c: number, s: number): void {
  if (left !== null) rotate_rows(left, left_size, p, q, c, s)
}

function turn_right({ right, right_size }: Bidiagonal, p: number, q: number, c: number, s: number): void {
  if (right !== null) rotate_rows(right, right_size, p, q, c, s)
}

/** The cosine and sine that turn (x, y) to (r, 0), and r. */
function turn_of(x: number, y: number): [c: number, s: number, r: number] {
  if (y === 0) return [1, 0, x]
  const r = Math.sqrt(x * x + y * y)
  return r === 0 ? [1, 0, 0] : [x / r, y / r, r]
}

/** A zero on the diagonal at `at`: the row is emptied, so that the block falls into two. */
function empty_row(matrix: Bidiagonal, at: number, last: number): void {
  const { diagonal, beside } = matrix
  let spill = beside[at]
  beside[at] = 0
  for (let j = at + 1; j <= last && spill !== 0; j++) {
    const [c, s, r] = turn_of(diagonal[j], spill)
    diagonal[j] = r
    if (j < last) {
      spill = -s * beside[j]
      beside[j] *= c
    }
    turn_left(matrix, j, at, c, s)
  }
}

/** A zero at the end of the diagonal: the last column is emptied. */
function empty_column(matrix: Bidiagonal, first: number, last: number): void {
  const { diagonal, beside } = matrix
  let spill = beside[last - 1]
  beside[last - 1] = 0
  for (let j = last - 1; j >= first && spill !== 0; j--) {
    const [c, s, r] = turn_of(diagonal[j], spill)
    diagonal[j] = r
    if (j > first) {
      spill = -s * beside[j - 1]
      beside[j - 1] *= c
    }
    turn_right(matrix, j, last, c, s)
  }
}

/** The eigenvalue of the last two by two block of BᵀB that lies nearer to its corner. */
function shift_of({ diagonal, beside }: Bidiagonal, first: number, last: number): number {
  const above = last - 1 > first ? beside[last - 2] : 0
  const a = diagonal[last - 1] ** 2 + above ** 2
  const b = diagonal[last - 1] * beside[last - 1]
  const corner = diagonal[last] ** 2 + beside[last - 1] ** 2
  const half = (a - corner) / 2
  const root = Math.sqrt(half * half + b * b)
  const divisor = half < 0 ? half - root : half + root
  return divisor === 0 ? corner : corner - (b * b) / divisor
}

/** One step of the implicit QR method of Golub and Kahan on the block from `first` to `last`. */
function turn_block(matrix: Bidiagonal, first: number, last: number): void {
  const { diagonal, beside } = matrix
  let x = diagonal[first] ** 2 - shift_of(matrix, first, last)
  let y = diagonal[first] * beside[first]
  for (let k = first; k < last; k++) {
    let [c, s, r] = turn_of(x, y)
    if (k > first) beside[k - 1] = r
    x = c * diagonal[k] + s * beside[k]
    beside[k] = c * beside[k] - s * diagonal[k]
    y = s * diagonal[k + 1]
    diagonal[k + 1] *= c
    turn_right(matrix, k, k + 1, c, s)
    ;[c, s, r] = turn_of(x, y)
    diagonal[k] = r
    x = c * beside[k] + s * diagonal[k + 1]
    diagonal[k + 1] = c * diagonal[k + 1] - s * beside[k]
    if (k + 1 < last) {
      y = s * beside[k + 1]
      beside[k + 1] *= c
    }
    turn_left(matrix, k, k + 1, c, s)
  }
  beside[last - 1] = x
}

const most_turns = 100

/** Turns a bidiagonal matrix until nothing is left beside its diagonal, which then holds the singular values, in no order and with any sign. */
export function diagonalize(matrix: Bidiagonal): void {
  const { diagonal, beside } = matrix
  const n = diagonal.length
  let size = 0
  for (let i = 0; i < n; i++) size = Math.max(size, Math.abs(diagonal[i]) + Math.abs(beside[i]))
  const nothing = Number.EPSILON * size
  let turns = most_turns * n
  for (let last = n - 1; last > 0 && turns > 0; turns--) {
    for (let i = 0; i < last; i++) {
      if (Math.abs(beside[i]) <= Number.EPSILON * (Math.abs(diagonal[i]) + Math.abs(diagonal[i + 1]))) beside[i] = 0
    }
    if (beside[last - 1] === 0) {
      last--
      continue
    }
    let first = last - 1
    while (first > 0 && beside[first - 1] !== 0) first--
    let empty = last
    while (empty >= first && Math.abs(diagonal[empty]) > nothing) empty--
    if (empty < first) turn_block(matrix, first, last)
    else {
      diagonal[empty] = 0
      if (empty === last) empty_column(matrix, first, last)
      else empty_row(matrix, empty, last)
    }
  }
}
