/** Adds a bias of one value a column (unless 0), and brings everything between `low` and `high`. */
export function finish_rows(x: usize, rows: i32, columns: i32, bias: usize, low: f32, high: f32): void {
  const bounded = low > -Infinity || high < Infinity
  if (bias === 0 && !bounded) return
  const least = f32x4.splat(low)
  const most = f32x4.splat(high)
  const size = (<usize>columns) << 2
  const quads = size & ~15
  for (let row: i32 = 0; row < rows; row++) {
    let at: usize = 0
    for (; at < quads; at += 16) {
      let value = v128.load(x + at)
      if (bias !== 0) value = f32x4.add(value, v128.load(bias + at))
      v128.store(x + at, f32x4.min(f32x4.max(value, least), most))
    }
    for (; at < size; at += 4) {
      let value = load<f32>(x + at)
      if (bias !== 0) value += load<f32>(bias + at)
      store<f32>(x + at, min(max(value, low), high))
    }
    x += size
  }
}
