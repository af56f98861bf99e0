import { finish_rows } from './finish'
import { inner_block, multiply_block, pack_four } from './gemm'

/** Pixels that are packed at once. */
const pixel_block: i32 = 128

/** An image in a larger one, zeros around it. Sizes are pixels, `pixel` is the bytes of one. */
export function pad_image(
  x: usize,
  to: usize,
  height: i32,
  width: i32,
  pixel: usize,
  out_height: i32,
  out_width: i32,
  top: i32,
  left: i32,
): void {
  const line = <usize>width * pixel
  const out_line = <usize>out_width * pixel
  memory.fill(to, 0, <usize>out_height * out_line)
  const start = to + <usize>top * out_line + <usize>left * pixel
  const rows = min(height, out_height - top)
  const size = min(line, out_line - <usize>left * pixel)
  for (let row: i32 = 0; row < rows; row++) memory.copy(start + <usize>row * out_line, x + <usize>row * line, size)
}

/** The part of a larger image that `pad_image` was given. */
export function crop_image(
  x: usize,
  to: usize,
  height: i32,
  width: i32,
  pixel: usize,
  in_height: i32,
  in_width: i32,
  top: i32,
  left: i32,
): void {
  const line = <usize>width * pixel
  const in_line = <usize>in_width * pixel
  const start = x + <usize>top * in_line + <usize>left * pixel
  const rows = min(height, in_height - top)
  const size = min(line, in_line - <usize>left * pixel)
  memory.fill(to, 0, <usize>height * line)
  for (let row: i32 = 0; row < rows; row++) memory.copy(to + <usize>row * line, start + <usize>row * in_line, size)
}

/** Where the window of an output pixel begins. `line` and `pixel` are bytes of the input. */
function window_at(x: usize, place: i32, out_width: i32, down: usize, across: usize): usize {
  const row = place / out_width
  return x + <usize>row * down + <usize>(place - row * out_width) * across
}

/**
 * The convolution of one image that needs no padding, filters as [rows * taps, n] where `taps` are the neighbouring values of a window's row. `line` are the bytes
 * of a row of the image, `down` and `across` those from one window to the next. `scratch` holds `conv_scratch(taps)` bytes.
 */
export function conv_image(
  x: usize,
  filter: usize,
  out: usize,
  pixels: i32,
  out_width: i32,
  rows: i32,
  taps: i32,
  n: i32,
  line: usize,
  down: usize,
  across: usize,
  bias: usize,
  low: f32,
  high: f32,
  scratch: usize,
): void {
  const lines = max(1, min(rows, inner_block / taps))
  const panel = scratch + ((<usize>(pixel_block * lines * taps)) << 2)
  const out_step = (<usize>n) << 2
  const run = (<usize>taps) << 4
  for (let first: i32 = 0; first < pixels; first += pixel_block) {
    const count = min(pixel_block, pixels - first)
    const to = out + <usize>first * out_step
    for (let row: i32 = 0; row < rows; row += lines) {
      const here = min(lines, rows - row)
      let at = scratch
      for (let i: i32 = 0; i < count; i += 4) {
        const last = count - 1
        const top = x + <usize>row * line
        let p0 = window_at(top, first + i, out_width, down, across)
        let p1 = window_at(top, first + min(i + 1, last), out_width, down, across)
        let p2 = window_at(top, first + min(i + 2, last), out_width, down, across)
        let p3 = window_at(top, first + min(i + 3, last), out_width, down, across)
        for (let r: i32 = 0; r < here; r++) {
          pack_four(p0, p1, p2, p3, taps, at, 16)
          at += run
          p0 += line
          p1 += line
          p2 += line
          p3 += line
        }
      }
      const from = filter + <usize>(row * taps) * out_step
      multiply_block(scratch, count, here * taps, from, n, out_step, 4, panel, to, out_step, row > 0)
    }
    finish_rows(to, count, n, bias, low, high)
  }
}

/** Bytes that `conv_image` needs for windows of `taps` neighbouring values. */
export function conv_scratch(taps: i32): i32 {
  return (pixel_block + 8) * max(taps, inner_block) * 4
}

/** The windows of some output pixels, one after the other: [count, rows * taps]. */
export function windows(
  x: usize,
  to: usize,
  first: i32,
  count: i32,
  out_width: i32,
  rows: i32,
  taps: i32,
  line: usize,
  down: usize,
  across: usize,
): void {
  const size = (<usize>taps) << 2
  const quads = size & ~15
  for (let i: i32 = 0; i < count; i++) {
    let from = window_at(x, first + i, out_width, down, across)
    for (let row: i32 = 0; row < rows; row++) {
      let at: usize = 0
      for (; at < quads; at += 16) v128.store(to + at, v128.load(from + at))
      for (; at < size; at += 4) store<f32>(to + at, load<f32>(from + at))
      to += size
      from += line
    }
  }
}

/** Adds what `windows` would have taken to an image. */
export function add_windows(
  x: usize,
  from: usize,
  first: i32,
  count: i32,
  out_width: i32,
  rows: i32,
  taps: i32,
  line: usize,
  down: usize,
  across: usize,
): void {
  const size = (<usize>taps) << 2
  const quads = size & ~15
  for (let i: i32 = 0; i < count; i++) {
    let to = window_at(x, first + i, out_width, down, across)
    for (let row: i32 = 0; row < rows; row++) {
      let at: usize = 0
      for (; at < quads; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)))
      for (; at < size; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at))
      from += size
      to += line
    }
  }
}
