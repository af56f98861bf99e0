import { exp_of } from './functions'

/** The score of a place that may not be attended to. */
const lowest: f32 = -0.7 * 3.4028234663852886e38

function sum_of(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
}

function largest_of(x: v128): f32 {
  return max(max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)), max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)))
}

/** One value of `exp_of`. */
function exp_one(x: f32): f32 {
  return f32x4.extract_lane(exp_of(f32x4.splat(x)), 0)
}

/** Scores get the lowest value where `allowed` (bytes, by its steps) is 0. */
export function forbid(scores: usize, allowed: usize, rows: i32, columns: i32, row_step: usize, column_step: usize): void {
  for (let row: i32 = 0; row < rows; row++) {
    let at = allowed + <usize>row * row_step
    for (let j: i32 = 0; j < columns; j++) {
      if (load<u8>(at) === 0) store<f32>(scores, lowest)
      at += column_step
      scores += 4
    }
  }
}

/** Each row becomes the softmax of itself. With `causal` row i has no places after `first + i`. */
export function softmax_rows(x: usize, rows: i32, columns: i32, causal: bool, first: i32): void {
  const size = (<usize>columns) << 2
  const quads = size & ~15
  for (let row: i32 = 0; row < rows; row++) {
    if (causal) for (let j = first + row + 1; j < columns; j++) store<f32>(x + ((<usize>j) << 2), lowest)
    let largest: f32 = -Infinity
    let at: usize = 0
    if (quads > 0) {
      let most = v128.load(x)
      for (at = 16; at < quads; at += 16) most = f32x4.max(most, v128.load(x + at))
      largest = largest_of(most)
    }
    for (at = quads; at < size; at += 4) largest = max(largest, load<f32>(x + at))
    const shift = f32x4.splat(largest)
    let sums = f32x4.splat(0)
    for (at = 0; at < quads; at += 16) {
      const value = exp_of(f32x4.sub(v128.load(x + at), shift))
      v128.store(x + at, value)
      sums = f32x4.add(sums, value)
    }
    let sum = sum_of(sums)
    for (; at < size; at += 4) {
      const value = exp_one(load<f32>(x + at) - largest)
      store<f32>(x + at, value)
      sum += value
    }
    const factor: f32 = 1 / sum
    const factors = f32x4.splat(factor)
    for (at = 0; at < quads; at += 16) v128.store(x + at, f32x4.mul(v128.load(x + at), factors))
    for (; at < size; at += 4) store<f32>(x + at, load<f32>(x + at) * factor)
    x += size
  }
}

/** `(x - mean) / sqrt(variance + epsilon) * gamma + beta` of each row; not `centered` without the mean. Gamma and beta may be 0: there are none. */
export function layer_norm(
  x: usize,
  gamma: usize,
  beta: usize,
  out: usize,
  rows: i32,
  columns: i32,
  epsilon: f32,
  centered: bool,
): void {
  const size = (<usize>columns) << 2
  const quads = size & ~15
  for (let row: i32 = 0; row < rows; row++) {
    let mean: f32 = 0
    let at: usize = 0
    if (centered) {
      let sums = f32x4.splat(0)
      for (; at < quads; at += 16) sums = f32x4.add(sums, v128.load(x + at))
      let sum = sum_of(sums)
      for (; at < size; at += 4) sum += load<f32>(x + at)
      mean = sum / <f32>columns
    }
    const middle = f32x4.splat(mean)
    let sums = f32x4.splat(0)
    for (at = 0; at < quads; at += 16) {
      const deviation = f32x4.sub(v128.load(x + at), middle)
      sums = f32x4.add(sums, f32x4.mul(deviation, deviation))
    }
    let squares = sum_of(sums)
    for (; at < size; at += 4) {
      const deviation = load<f32>(x + at) - mean
      squares += deviation * deviation
    }
    const inverse: f32 = 1 / sqrt<f32>(squares / <f32>columns + epsilon)
    const inverses = f32x4.splat(inverse)
    for (at = 0; at < quads; at += 16) {
      let value = f32x4.mul(f32x4.sub(v128.load(x + at), middle), inverses)
      if (gamma !== 0) value = f32x4.mul(value, v128.load(gamma + at))
      if (beta !== 0) value = f32x4.add(value, v128.load(beta + at))
      v128.store(out + at, value)
    }
    for (; at < size; at += 4) {
      let value = (load<f32>(x + at) - mean) * inverse
      if (gamma !== 0) value *= load<f32>(gamma + at)
      if (beta !== 0) value += load<f32>(beta + at)
      store<f32>(out + at, value)
    }
    x += size
    out += size
  }
}
