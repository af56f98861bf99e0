import { erf_of, exp_of, tanh_of } from './functions'

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

/** The functions of `map`. */
const exponential: i32 = 0
const hyperbolic: i32 = 1

function mapped(x: v128, kind: i32): v128 {
  if (kind === exponential) return exp_of(x)
  return kind === hyperbolic ? tanh_of(x) : erf_of(x)
}

/** e^x (0), tanh x (1) or erf x (2). */
export function map(x: usize, out: usize, size: i32, kind: i32): void {
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16) v128.store(out + at, mapped(v128.load(x + at), kind))
  for (const end = (<usize>size) << 2; at < end; at += 4)
    store<f32>(out + at, f32x4.extract_lane(mapped(f32x4.splat(load<f32>(x + at)), kind), 0))
}

/** Four values, or one value four times where neighbours do not differ. */
function taken(x: usize, at: usize, one: bool): v128 {
  return one ? v128.load32_splat(x) : v128.load(x + at)
}

/** The larger or the smaller of two values; either side may be one value. */
export function extremes(a: usize, b: usize, out: usize, size: i32, one_a: bool, one_b: bool, largest: bool): void {
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16) {
    const left = taken(a, at, one_a)
    const right = taken(b, at, one_b)
    v128.store(out + at, largest ? f32x4.max(left, right) : f32x4.min(left, right))
  }
  for (const end = (<usize>size) << 2; at < end; at += 4) {
    const left = load<f32>(one_a ? a : a + at)
    const right = load<f32>(one_b ? b : b + at)
    store<f32>(out + at, largest ? max(left, right) : min(left, right))
  }
}

/** Where a > b (0), a >= b (1), a = b (2) or not (3): four masks. */
function compared(a: v128, b: v128, kind: i32): v128 {
  if (kind === 0) return f32x4.gt(a, b)
  if (kind === 1) return f32x4.ge(a, b)
  return kind === 2 ? f32x4.eq(a, b) : f32x4.ne(a, b)
}

/** Booleans, a byte each, of comparisons as in `compared`; either side may be one value. */
export function compare(a: usize, b: usize, out: usize, size: i32, one_a: bool, one_b: bool, kind: i32): void {
  let i: i32 = 0
  for (const end = size & ~15; i < end; i += 16) {
    const at = (<usize>i) << 2
    const m0 = compared(taken(a, at, one_a), taken(b, at, one_b), kind)
    const m1 = compared(taken(a, at + 16, one_a), taken(b, at + 16, one_b), kind)
    const m2 = compared(taken(a, at + 32, one_a), taken(b, at + 32, one_b), kind)
    const m3 = compared(taken(a, at + 48, one_a), taken(b, at + 48, one_b), kind)
    const bytes = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(m0, m1), i16x8.narrow_i32x4_s(m2, m3))
    v128.store(out + <usize>i, v128.and(bytes, i8x16.splat(1)))
  }
  for (; i < size; i++) {
    const at = (<usize>i) << 2
    const mask = compared(v128.load32_splat(one_a ? a : a + at), v128.load32_splat(one_b ? b : b + at), kind)
    store<u8>(out + <usize>i, <u8>(i32x4.extract_lane(mask, 0) & 1))
  }
}
