import { sigmoid_of, tanh_of } from './functions'

function one(): v128 {
  return f32x4.splat(1)
}

/** `y (1 - y)`. */
function sigmoid_slope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(one(), y))
}

/** `(1 - y) (1 + y)`. */
function tanh_slope(y: v128): v128 {
  return f32x4.mul(f32x4.sub(one(), y), f32x4.add(one(), y))
}

/**
 * The cells below take the arrays of one sample and one step, each for a number of units that four divides; a part of a product begins where the part before it ends. `kept`
 * is 0, or where values for the gradient go.
 */

/** The state is tanh of the sum. */
export function simple_forward(x: usize, m: usize, h: usize, kept: usize, units: i32): void {
  for (let at: usize = 0, end = (<usize>units) << 2; at < end; at += 16) {
    const value = tanh_of(f32x4.add(v128.load(x + at), v128.load(m + at)))
    v128.store(h + at, value)
    if (kept !== 0) v128.store(kept + at, value)
  }
}

export function simple_backward(kept: usize, dh: usize, dx: usize, dm: usize, units: i32): void {
  for (let at: usize = 0, end = (<usize>units) << 2; at < end; at += 16) {
    const slope = f32x4.mul(v128.load(dh + at), tanh_slope(v128.load(kept + at)))
    v128.store(dx + at, slope)
    v128.store(dm + at, slope)
    v128.store(dh + at, f32x4.splat(0))
  }
}

/** Parts: input, forget, candidate, output. Kept: these, the carry before, tanh of the carry after. */
export function lstm_forward(x: usize, m: usize, h: usize, c: usize, kept: usize, units: i32): void {
  const part = (<usize>units) << 2
  for (let at: usize = 0; at < part; at += 16) {
    const i = sigmoid_of(f32x4.add(v128.load(x + at), v128.load(m + at)))
    const f = sigmoid_of(f32x4.add(v128.load(x + at + part), v128.load(m + at + part)))
    const g = tanh_of(f32x4.add(v128.load(x + at + 2 * part), v128.load(m + at + 2 * part)))
    const o = sigmoid_of(f32x4.add(v128.load(x + at + 3 * part), v128.load(m + at + 3 * part)))
    const before = v128.load(c + at)
    const after = f32x4.add(f32x4.mul(f, before), f32x4.mul(i, g))
    const squashed = tanh_of(after)
    v128.store(c + at, after)
    v128.store(h + at, f32x4.mul(o, squashed))
    if (kept !== 0) {
      const to = kept + at
      v128.store(to, i)
      v128.store(to + part, f)
      v128.store(to + 2 * part, g)
      v128.store(to + 3 * part, o)
      v128.store(to + 4 * part, before)
      v128.store(to + 5 * part, squashed)
    }
  }
}

export function lstm_backward(kept: usize, dh: usize, dc: usize, dx: usize, dm: usize, units: i32): void {
  const part = (<usize>units) << 2
  for (let at: usize = 0; at < part; at += 16) {
    const from = kept + at
    const i = v128.load(from)
    const f = v128.load(from + part)
    const g = v128.load(from + 2 * part)
    const o = v128.load(from + 3 * part)
    const squashed = v128.load(from + 5 * part)
    const slope = v128.load(dh + at)
    const carry = f32x4.add(v128.load(dc + at), f32x4.mul(f32x4.mul(slope, o), tanh_slope(squashed)))
    const d_i = f32x4.mul(f32x4.mul(carry, g), sigmoid_slope(i))
    const d_f = f32x4.mul(f32x4.mul(carry, v128.load(from + 4 * part)), sigmoid_slope(f))
    const d_g = f32x4.mul(f32x4.mul(carry, i), tanh_slope(g))
    const d_o = f32x4.mul(f32x4.mul(slope, squashed), sigmoid_slope(o))
    v128.store(dx + at, d_i)
    v128.store(dx + at + part, d_f)
    v128.store(dx + at + 2 * part, d_g)
    v128.store(dx + at + 3 * part, d_o)
    v128.store(dm + at, d_i)
    v128.store(dm + at + part, d_f)
    v128.store(dm + at + 2 * part, d_g)
    v128.store(dm + at + 3 * part, d_o)
    v128.store(dc + at, f32x4.mul(carry, f))
    v128.store(dh + at, f32x4.splat(0))
  }
}

/** Four values of a bias, or zeros where there is none. */
function bias_at(bias: usize, at: usize): v128 {
  return bias === 0 ? f32x4.splat(0) : v128.load(bias + at)
}

/** Parts: update, reset, candidate; the reset gate acts after the product. Kept: these, and the product of the candidate. */
export function gru_forward(x: usize, m: usize, h: usize, bias: usize, kept: usize, units: i32): void {
  const part = (<usize>units) << 2
  for (let at: usize = 0; at < part; at += 16) {
    const z = sigmoid_of(f32x4.add(f32x4.add(v128.load(x + at), v128.load(m + at)), bias_at(bias, at)))
    const product_r = f32x4.add(v128.load(m + at + part), bias_at(bias, at + part))
    const r = sigmoid_of(f32x4.add(v128.load(x + at + part), product_r))
    const product = f32x4.add(v128.load(m + at + 2 * part), bias_at(bias, at + 2 * part))
    const candidate = tanh_of(f32x4.add(v128.load(x + at + 2 * part), f32x4.mul(r, product)))
    const state = f32x4.add(f32x4.mul(z, v128.load(h + at)), f32x4.mul(f32x4.sub(one(), z), candidate))
    v128.store(h + at, state)
    if (kept !== 0) {
      const to = kept + at
      v128.store(to, z)
      v128.store(to + part, r)
      v128.store(to + 2 * part, candidate)
      v128.store(to + 3 * part, product)
    }
  }
}

/** `h` is the state before the step. */
export function gru_backward(kept: usize, h: usize, dh: usize, dx: usize, dm: usize, units: i32): void {
  const part = (<usize>units) << 2
  for (let at: usize = 0; at < part; at += 16) {
    const from = kept + at
    const z = v128.load(from)
    const r = v128.load(from + part)
    const candidate = v128.load(from + 2 * part)
    const product = v128.load(from + 3 * part)
    const slope = v128.load(dh + at)
    const d_candidate = f32x4.mul(f32x4.mul(slope, f32x4.sub(one(), z)), tanh_slope(candidate))
    const d_z = f32x4.mul(f32x4.mul(slope, f32x4.sub(v128.load(h + at), candidate)), sigmoid_slope(z))
    const d_r = f32x4.mul(f32x4.mul(d_candidate, product), sigmoid_slope(r))
    v128.store(dx + at, d_z)
    v128.store(dx + at + part, d_r)
    v128.store(dx + at + 2 * part, d_candidate)
    v128.store(dm + at, d_z)
    v128.store(dm + at + part, d_r)
    v128.store(dm + at + 2 * part, f32x4.mul(d_candidate, r))
    v128.store(dh + at, f32x4.mul(slope, z))
  }
}
