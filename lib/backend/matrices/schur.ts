/** Complex numbers in two arrays. */
export interface ComplexRows {
  re: Float64Array
  im: Float64Array
}

/** The length of one row. */
export function row_norm({ re, im }: ComplexRows, n: number, row: number): number {
  let sum = 0
  for (let i = row * n; i < (row + 1) * n; i++) sum += re[i] * re[i] + im[i] * im[i]
  return Math.sqrt(sum)
}

/** A rotation of two complex numbers: c is real, s is not. */
interface Turn {
  c: number
  sr: number
  si: number
}

/** The rotation that turns (x, y) to (r, 0). */
function turn_of(xr: number, xi: number, yr: number, yi: number): Turn {
  const x = Math.hypot(xr, xi)
  const y = Math.hypot(yr, yi)
  if (y === 0) return { c: 1, sr: 0, si: 0 }
  if (x === 0) return { c: 0, sr: yr / y, si: -yi / y }
  const norm = Math.hypot(x, y)
  const scale = x * norm
  return { c: x / norm, sr: (xr * yr + xi * yi) / scale, si: (xi * yr - xr * yi) / scale }
}

/** Rows p and p + 1, from column `from` on: (x, y) becomes (c x + s y, c y - conj(s) x). */
function turn_rows({ re, im }: ComplexRows, n: number, p: number, from: number, { c, sr, si }: Turn): void {
  for (let i = p * n + from, j = i + n, end = (p + 1) * n; i < end; i++, j++) {
    const [xr, xi, yr, yi] = [re[i], im[i], re[j], im[j]]
    re[i] = c * xr + sr * yr - si * yi
    im[i] = c * xi + sr * yi + si * yr
    re[j] = c * yr - sr * xr - si * xi
    im[j] = c * yi - sr * xi + si * xr
  }
}

/** Columns p and p + 1, above row `to`: the conjugate rotation from the right. */
function turn_columns({ re, im }: ComplexRows, n: number, p: number, to: number, { c, sr, si }: Turn): void {
  for (let i = p, end = to * n; i < end; i += n) {
    const [xr, xi, yr, yi] = [re[i], im[i], re[i + 1], im[i + 1]]
    re[i] = c * xr + sr * yr + si * yi
    im[i] = c * xi + sr * yi - si * yr
    re[i + 1] = c * yr - sr * xr + si * xi
    im[i + 1] = c * yi - sr * xi - si * xr
  }
}

/** The eigenvalue of the two by two block that ends at `last` which is nearer to its corner. */
function shift_of({ re, im }: ComplexRows, n: number, last: number): [number, number] {
  const corner = last * n + last
  const [a, b, c] = [corner - n - 1, corner - n, corner - 1]
  const [hr, hi] = [(re[a] - re[corner]) / 2, (im[a] - im[corner]) / 2]
  const pr = re[b] * re[c] - im[b] * im[c]
  const pi = re[b] * im[c] + im[b] * re[c]
  const [qr, qi] = [hr * hr - hi * hi + pr, 2 * hr * hi + pi]
  const size = Math.hypot(qr, qi)
  let rr = Math.sqrt((size + Math.abs(qr)) / 2)
  let ri = rr === 0 ? 0 : qi / (2 * rr)
  if (qr < 0) [rr, ri] = [Math.abs(ri), qi < 0 ? -rr : rr]
  if (hr * rr + hi * ri < 0) [rr, ri] = [-rr, -ri]
  const [dr, di] = [hr + rr, hi + ri]
  const divisor = dr * dr + di * di
  if (divisor === 0) return [re[corner], im[corner]]
  return [re[corner] - (pr * dr + pi * di) / divisor, im[corner] - (pi * dr - pr * di) / divisor]
}

const most_turns = 60
const stuck_every = 10

/** A matrix with one diagonal below the middle becomes upper triangular by unitary turns; the rows of `z` turn along: they stay the conjugate of what was turned. */
export function triangular_form(t: ComplexRows, z: ComplexRows, n: number): void {
  const size_at = (i: number): number => Math.abs(t.re[i]) + Math.abs(t.im[i])
  let total = 0
  for (let i = 0; i < n * n; i++) total = Math.max(total, size_at(i))
  let turns = 0
  for (let last = n - 1; last > 0 && turns <= most_turns; ) {
    let first = last
    while (first > 0) {
      const size = size_at((first - 1) * n + first - 1) + size_at(first * n + first)
      const below = first * n + first - 1
      if (size_at(below) <= Number.EPSILON * (size === 0 ? total : size)) {
        t.re[below] = 0
        t.im[below] = 0
        break
      }
      first--
    }
    if (first === last) {
      last--
      turns = 0
      continue
    }
    turns++
    let [shift_re, shift_im] = shift_of(t, n, last)
    if (turns % stuck_every === 0) [shift_re, shift_im] = [size_at(last * n + last - 1) + t.re[last * n + last], shift_im]
    for (let k = first; k < last; k++) {
      const x = k === first ? k * n + k : k * n + k - 1
      const y = x + n
      const turn =
        k === first
          ? turn_of(t.re[x] - shift_re, t.im[x] - shift_im, t.re[y], t.im[y])
          : turn_of(t.re[x], t.im[x], t.re[y], t.im[y])
      turn_rows(t, n, k, k === first ? k : k - 1, turn)
      turn_columns(t, n, k, Math.min(k + 3, last + 1), turn)
      turn_vectors(z, n, k, turn)
      if (k === first) continue
      t.re[y] = 0
      t.im[y] = 0
    }
  }
}

/** The vectors of columns p and p + 1, one a row, as `turn_columns` turns columns. */
function turn_vectors({ re, im }: ComplexRows, n: number, p: number, { c, sr, si }: Turn): void {
  for (let i = p * n, j = i + n, end = j; i < end; i++, j++) {
    const [xr, xi, yr, yi] = [re[i], im[i], re[j], im[j]]
    re[i] = c * xr + sr * yr + si * yi
    im[i] = c * xi + sr * yi - si * yr
    re[j] = c * yr - sr * xr + si * xi
    im[j] = c * yi - sr * xi - si * xr
  }
}
