/** Rows that are summed before their sum is added to the others: keeps rounding small. */
const row_block: i32 = 64

/** Adds `rows` rows of x to `out`. */
function add_rows(x: usize, out: usize, rows: i32, size: usize): void {
  const quads = size & ~15
  for (let at: usize = 0; at < quads; at += 16) {
    let from = x + at
    let sum = v128.load(from)
    for (let row: i32 = 1; row < rows; row++) {
      from += size
      sum = f32x4.add(sum, v128.load(from))
    }
    v128.store(out + at, f32x4.add(v128.load(out + at), sum))
  }
  for (let at = quads; at < size; at += 4) {
    let from = x + at
    let sum = load<f32>(from)
    for (let row: i32 = 1; row < rows; row++) {
      from += size
      sum += load<f32>(from)
    }
    store<f32>(out + at, load<f32>(out + at) + sum)
  }
}

/** The sum of each column. */
export function column_sums(x: usize, out: usize, rows: i32, columns: i32): void {
  const size = (<usize>columns) << 2
  memory.fill(out, 0, size)
  for (let row: i32 = 0; row < rows; row += row_block) add_rows(x + <usize>row * size, out, min(row_block, rows - row), size)
}

/** For each column the sum of `y (x - center)`; y may be 0, then of `(x - center)²`. */
export function column_dots(y: usize, x: usize, center: usize, out: usize, rows: i32, columns: i32): void {
  const size = (<usize>columns) << 2
  const quads = size & ~15
  memory.fill(out, 0, size)
  for (let row: i32 = 0; row < rows; row += row_block) {
    const first = <usize>row * size
    const end = first + <usize>min(row_block, rows - row) * size
    for (let at: usize = 0; at < quads; at += 16) {
      const middle = v128.load(center + at)
      let sum = f32x4.splat(0)
      for (let from = first + at; from < end; from += size) {
        const deviation = f32x4.sub(v128.load(x + from), middle)
        sum = f32x4.add(sum, f32x4.mul(deviation, y === 0 ? deviation : v128.load(y + from)))
      }
      v128.store(out + at, f32x4.add(v128.load(out + at), sum))
    }
    for (let at = quads; at < size; at += 4) {
      const middle = load<f32>(center + at)
      let sum: f32 = 0
      for (let from = first + at; from < end; from += size) {
        const deviation = load<f32>(x + from) - middle
        sum += deviation * (y === 0 ? deviation : load<f32>(y + from))
      }
      store<f32>(out + at, load<f32>(out + at) + sum)
    }
  }
}

/** `out = x factor + shift`, for each column its own. */
export function scale_columns(x: usize, factor: usize, shift: usize, out: usize, rows: i32, columns: i32): void {
  const size = (<usize>columns) << 2
  const quads = size & ~15
  for (let row: i32 = 0; row < rows; row++) {
    let at: usize = 0
    for (; at < quads; at += 16)
      v128.store(out + at, f32x4.add(f32x4.mul(v128.load(x + at), v128.load(factor + at)), v128.load(shift + at)))
    for (; at < size; at += 4) store<f32>(out + at, load<f32>(x + at) * load<f32>(factor + at) + load<f32>(shift + at))
    x += size
    out += size
  }
}

/** `out = y first + x second + shift`, for each column its own. */
export function mix_columns(
  y: usize,
  x: usize,
  first: usize,
  second: usize,
  shift: usize,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  const size = (<usize>columns) << 2
  const quads = size & ~15
  for (let row: i32 = 0; row < rows; row++) {
    let at: usize = 0
    for (; at < quads; at += 16) {
      const parts = f32x4.add(
        f32x4.mul(v128.load(y + at), v128.load(first + at)),
        f32x4.mul(v128.load(x + at), v128.load(second + at)),
      )
      v128.store(out + at, f32x4.add(parts, v128.load(shift + at)))
    }
    for (; at < size; at += 4) {
      const parts = load<f32>(y + at) * load<f32>(first + at) + load<f32>(x + at) * load<f32>(second + at)
      store<f32>(out + at, parts + load<f32>(shift + at))
    }
    y += size
    x += size
    out += size
  }
}

/** The sum of each row, with double precision from block to block. */
export function row_sums(x: usize, out: usize, rows: i32, columns: i32): void {
  const size = (<usize>columns) << 2
  const quads = size & ~15
  const block = (<usize>row_block) << 4
  for (let row: i32 = 0; row < rows; row++) {
    let sum: f64 = 0
    let at: usize = 0
    while (at < quads) {
      let sums = f32x4.splat(0)
      for (const end = min(at + block, quads); at < end; at += 16) sums = f32x4.add(sums, v128.load(x + at))
      sum += <f64>f32x4.extract_lane(sums, 0) + <f64>f32x4.extract_lane(sums, 1)
      sum += <f64>f32x4.extract_lane(sums, 2) + <f64>f32x4.extract_lane(sums, 3)
    }
    for (; at < size; at += 4) sum += <f64>load<f32>(x + at)
    store<f32>(out, <f32>sum)
    x += size
    out += 4
  }
}
