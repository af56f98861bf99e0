import { finish_rows } from './finish'

/** Rows of A that are packed at once. */
const row_block: i32 = 128
/** Inner values that are packed at once. */
export const inner_block: i32 = 256

/** Four rows of `count` neighbouring values each, turned: each four go `step` bytes after the four before. */
export function pack_four(p0: usize, p1: usize, p2: usize, p3: usize, count: i32, to: usize, step: usize): void {
  let k: i32 = 0
  let at: usize = 0
  for (; k + 4 <= count; k += 4) {
    const a0 = v128.load(p0 + at)
    const a1 = v128.load(p1 + at)
    const a2 = v128.load(p2 + at)
    const a3 = v128.load(p3 + at)
    const t0 = v128.shuffle<f32>(a0, a1, 0, 4, 1, 5)
    const t1 = v128.shuffle<f32>(a0, a1, 2, 6, 3, 7)
    const t2 = v128.shuffle<f32>(a2, a3, 0, 4, 1, 5)
    const t3 = v128.shuffle<f32>(a2, a3, 2, 6, 3, 7)
    v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5))
    v128.store(to + step, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7))
    v128.store(to + 2 * step, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5))
    v128.store(to + 3 * step, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7))
    to += 4 * step
    at += 16
  }
  for (; k < count; k++) {
    store<f32>(to, load<f32>(p0 + at))
    store<f32>(to, load<f32>(p1 + at), 4)
    store<f32>(to, load<f32>(p2 + at), 8)
    store<f32>(to, load<f32>(p3 + at), 12)
    to += step
    at += 4
  }
}

/** `count` times four neighbouring values, as [count][4]. */
function pack_quads(from: usize, step: usize, count: i32, to: usize): void {
  for (let k: i32 = 0; k < count; k++) {
    v128.store(to, v128.load(from))
    from += step
    to += 16
  }
}

/** Rows of A, four at a time: [block][inner][4]; of rows that are missing the last one is taken. */
function pack_left(a: usize, rows: i32, inner: i32, row_step: usize, inner_step: usize, to: usize): void {
  for (let i: i32 = 0; i < rows; i += 4) {
    const first = a + <usize>i * row_step
    const last = <usize>(rows - i - 1)
    const r1 = min<usize>(1, last) * row_step
    const r2 = min<usize>(2, last) * row_step
    const r3 = min<usize>(3, last) * row_step
    if (inner_step === 4) pack_four(first, first + r1, first + r2, first + r3, inner, to, 16)
    else if (row_step === 4 && last >= 3) pack_quads(first, inner_step, inner, to)
    else {
      for (let k: i32 = 0; k < inner; k++) {
        const at = first + <usize>k * inner_step
        const out = to + ((<usize>k) << 4)
        store<f32>(out, load<f32>(at))
        store<f32>(out, load<f32>(at + r1), 4)
        store<f32>(out, load<f32>(at + r2), 8)
        store<f32>(out, load<f32>(at + r3), 12)
      }
    }
    to += (<usize>inner) << 4
  }
}

/** Up to eight columns of B: [inner][8]; of columns that are missing the last one is taken. */
export function pack_right(b: usize, columns: i32, inner: i32, inner_step: usize, column_step: usize, to: usize): void {
  if (columns === 8 && column_step === 4) {
    for (let k: i32 = 0; k < inner; k++) {
      v128.store(to, v128.load(b))
      v128.store(to, v128.load(b, 16), 16)
      b += inner_step
      to += 32
    }
    return
  }
  for (let k: i32 = 0; k < inner; k++) {
    let at = b + <usize>k * inner_step
    for (let c: i32 = 0; c < 8; c++) {
      store<f32>(to, load<f32>(at))
      to += 4
      if (c < columns - 1) at += column_step
    }
  }
}

/** Eight columns of B that lie as rows: [inner][8]. */
export function pack_right_rows(b: usize, inner: i32, column_step: usize, to: usize): void {
  for (let half: usize = 0; half < 2; half++) {
    const first = b + half * 4 * column_step
    const third = first + 2 * column_step
    pack_four(first, first + column_step, third, third + column_step, inner, to + (half << 4), 32)
  }
}

/** Stores, or adds, up to eight values of a row. */
function store_row(to: usize, columns: i32, low: v128, high: v128, add: bool): void {
  if (columns === 8) {
    if (add) {
      low = f32x4.add(low, v128.load(to))
      high = f32x4.add(high, v128.load(to, 16))
    }
    v128.store(to, low)
    v128.store(to, high, 16)
    return
  }
  for (let i: i32 = 0; i < columns; i++) {
    if (i === 4) low = high
    const value = f32x4.extract_lane(low, 0)
    store<f32>(to, add ? value + load<f32>(to) : value)
    low = v128.shuffle<f32>(low, low, 1, 2, 3, 3)
    to += 4
  }
}

/** Packed rows times a packed panel of up to eight columns. */
export function multiply_panel(
  left: usize,
  rows: i32,
  inner: i32,
  panel: usize,
  columns: i32,
  out: usize,
  out_step: usize,
  add: bool,
): void {
  for (let i: i32 = 0; i < rows; i += 4) {
    let c00 = f32x4.splat(0)
    let c01 = c00
    let c10 = c00
    let c11 = c00
    let c20 = c00
    let c21 = c00
    let c30 = c00
    let c31 = c00
    let right = panel
    for (let k: i32 = 0; k < inner; k++) {
      const b0 = v128.load(right)
      const b1 = v128.load(right, 16)
      const a0 = v128.load32_splat(left)
      const a1 = v128.load32_splat(left, 4)
      c00 = f32x4.add(c00, f32x4.mul(a0, b0))
      c01 = f32x4.add(c01, f32x4.mul(a0, b1))
      c10 = f32x4.add(c10, f32x4.mul(a1, b0))
      c11 = f32x4.add(c11, f32x4.mul(a1, b1))
      const a2 = v128.load32_splat(left, 8)
      const a3 = v128.load32_splat(left, 12)
      c20 = f32x4.add(c20, f32x4.mul(a2, b0))
      c21 = f32x4.add(c21, f32x4.mul(a2, b1))
      c30 = f32x4.add(c30, f32x4.mul(a3, b0))
      c31 = f32x4.add(c31, f32x4.mul(a3, b1))
      left += 16
      right += 32
    }
    const here = rows - i
    store_row(out, columns, c00, c01, add)
    if (here > 1) store_row(out + out_step, columns, c10, c11, add)
    if (here > 2) store_row(out + 2 * out_step, columns, c20, c21, add)
    if (here > 3) store_row(out + 3 * out_step, columns, c30, c31, add)
    out += 4 * out_step
  }
}

/** Packed rows times a block of B, panel by panel. */
export function multiply_block(
  left: usize,
  rows: i32,
  inner: i32,
  b: usize,
  n: i32,
  inner_step: usize,
  column_step: usize,
  panel: usize,
  out: usize,
  out_step: usize,
  add: bool,
): void {
  for (let j: i32 = 0; j < n; j += 8) {
    const columns = min(8, n - j)
    const from = b + <usize>j * column_step
    if (columns === 8 && inner_step === 4 && column_step !== 4) pack_right_rows(from, inner, column_step, panel)
    else pack_right(from, columns, inner, inner_step, column_step, panel)
    multiply_panel(left, rows, inner, panel, columns, out + ((<usize>j) << 2), out_step, add)
  }
}

/** One row times B whose rows are at hand. */
function row_by_rows(a: usize, b: usize, out: usize, k: i32, n: i32, a_step: usize, b_step: usize, add: bool): void {
  if (!add) memory.fill(out, 0, (<usize>n) << 2)
  let step: i32 = 0
  for (; step + 4 <= k; step += 4) {
    const a0 = v128.load32_splat(a)
    const a1 = v128.load32_splat(a + a_step)
    const a2 = v128.load32_splat(a + 2 * a_step)
    const a3 = v128.load32_splat(a + 3 * a_step)
    const b1 = b + b_step
    const b2 = b1 + b_step
    const b3 = b2 + b_step
    let at: usize = 0
    const end = (<usize>(n & ~3)) << 2
    for (; at < end; at += 16) {
      const low = f32x4.add(f32x4.mul(a0, v128.load(b + at)), f32x4.mul(a1, v128.load(b1 + at)))
      const high = f32x4.add(f32x4.mul(a2, v128.load(b2 + at)), f32x4.mul(a3, v128.load(b3 + at)))
      v128.store(out + at, f32x4.add(v128.load(out + at), f32x4.add(low, high)))
    }
    for (const all = (<usize>n) << 2; at < all; at += 4) {
      const low = load<f32>(a) * load<f32>(b + at) + load<f32>(a + a_step) * load<f32>(b1 + at)
      const high = load<f32>(a + 2 * a_step) * load<f32>(b2 + at) + load<f32>(a + 3 * a_step) * load<f32>(b3 + at)
      store<f32>(out + at, load<f32>(out + at) + (low + high))
    }
    a += 4 * a_step
    b = b3 + b_step
  }
  for (; step < k; step++) {
    const value = load<f32>(a)
    for (let at: usize = 0, all = (<usize>n) << 2; at < all; at += 4)
      store<f32>(out + at, load<f32>(out + at) + value * load<f32>(b + at))
    a += a_step
    b += b_step
  }
}

/** One row of neighbouring values times B whose columns are at hand. */
function row_by_columns(a: usize, b: usize, out: usize, k: i32, n: i32, column_step: usize, add: bool): void {
  const end = (<usize>(k & ~3)) << 2
  const all = (<usize>k) << 2
  for (let j: i32 = 0; j < n; j++) {
    let sums = f32x4.splat(0)
    let at: usize = 0
    for (; at < end; at += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(a + at), v128.load(b + at)))
    let sum =
      f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
    for (; at < all; at += 4) sum += load<f32>(a + at) * load<f32>(b + at)
    store<f32>(out, add ? sum + load<f32>(out) : sum)
    b += column_step
    out += 4
  }
}

/**
 * `out = A B`, or `out += A B`; then the bias (unless 0) is added and everything is brought between `low` and `high`, which asks for rows of `out` that follow each other. Steps are bytes.
 * `scratch` holds `gemm_scratch` bytes.
 */
export function gemm(
  a: usize,
  b: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  row_step: usize,
  inner_step: usize,
  b_inner_step: usize,
  column_step: usize,
  out_step: usize,
  add: bool,
  bias: usize,
  low: f32,
  high: f32,
  scratch: usize,
): void {
  if (k === 0) {
    if (!add) for (let i: i32 = 0; i < m; i++) memory.fill(out + <usize>i * out_step, 0, (<usize>n) << 2)
    finish_rows(out, m, n, bias, low, high)
    return
  }
  if (m < 4 && (column_step === 4 || inner_step === 4)) {
    for (let i: i32 = 0; i < m; i++) {
      if (column_step === 4) row_by_rows(a, b, out, k, n, inner_step, b_inner_step, add)
      else row_by_columns(a, b, out, k, n, column_step, add)
      finish_rows(out, 1, n, bias, low, high)
      a += row_step
      out += out_step
    }
    return
  }
  const panel = scratch + <usize>(row_block * inner_block * 4)
  for (let i: i32 = 0; i < m; i += row_block) {
    const rows = min(row_block, m - i)
    const to = out + <usize>i * out_step
    for (let first: i32 = 0; first < k; first += inner_block) {
      const inner = min(inner_block, k - first)
      pack_left(a + <usize>i * row_step + <usize>first * inner_step, rows, inner, row_step, inner_step, scratch)
      const from = b + <usize>first * b_inner_step
      multiply_block(scratch, rows, inner, from, n, b_inner_step, column_step, panel, to, out_step, add || first > 0)
    }
    finish_rows(to, rows, n, bias, low, high)
  }
}

/** All columns of B, packed in panels of eight: [n / 8][k][8]. B is k by n, by its steps. */
export function pack_columns(b: usize, k: i32, n: i32, inner_step: usize, column_step: usize, to: usize): void {
  for (let j: i32 = 0; j < n; j += 8) {
    pack_right(b + <usize>j * column_step, min(8, n - j), k, inner_step, column_step, to)
    to += (<usize>k) << 5
  }
}

/** `out = A B` for a B that `pack_columns` packed. `scratch` holds four bytes for each value of A, in rows that four divides. */
export function gemm_packed(a: usize, packed: usize, out: usize, m: i32, k: i32, n: i32, scratch: usize): void {
  const out_step = (<usize>n) << 2
  pack_left(a, m, k, (<usize>k) << 2, 4, scratch)
  for (let j: i32 = 0; j < n; j += 8) {
    multiply_panel(scratch, m, k, packed, min(8, n - j), out + ((<usize>j) << 2), out_step, false)
    packed += (<usize>k) << 5
  }
}

/** Bytes that `gemm` needs. */
export function gemm_scratch(): i32 {
  return (row_block + 8) * inner_block * 4
}
