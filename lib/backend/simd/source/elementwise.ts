/** `dy` where `0 < y`, and `y < top` if it is `bounded`; else 0. */
export function open_gate(dy: usize, y: usize, out: usize, size: i32, bounded: bool, top: f32): void {
  const zeros = f32x4.splat(0)
  const tops = f32x4.splat(top)
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16) {
    const value = v128.load(y + at)
    let open = f32x4.gt(value, zeros)
    if (bounded) open = v128.and(open, f32x4.lt(value, tops))
    v128.store(out + at, v128.and(v128.load(dy + at), open))
  }
  for (const end = (<usize>size) << 2; at < end; at += 4) {
    const value = load<f32>(y + at)
    store<f32>(out + at, value > 0 && (!bounded || value < top) ? load<f32>(dy + at) : 0)
  }
}

/** `x *= factor`. */
export function multiply(x: usize, size: i32, factor: f32): void {
  const factors = f32x4.splat(factor)
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16) v128.store(x + at, f32x4.mul(v128.load(x + at), factors))
  for (const end = (<usize>size) << 2; at < end; at += 4) store<f32>(x + at, load<f32>(x + at) * factor)
}

/** `x` between two bounds; what is no number stays so. */
export function clip(x: usize, out: usize, size: i32, low: f32, high: f32): void {
  const least = f32x4.splat(low)
  const most = f32x4.splat(high)
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16)
    v128.store(out + at, f32x4.min(f32x4.max(v128.load(x + at), least), most))
  for (const end = (<usize>size) << 2; at < end; at += 4) store<f32>(out + at, min(max(load<f32>(x + at), low), high))
}
