/** `to += a b`, value by value. */
function add_products(a: usize, b: usize, to: usize, size: usize): void {
  const quads = size & ~15
  let at: usize = 0
  for (; at < quads; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), f32x4.mul(v128.load(a + at), v128.load(b + at))))
  for (; at < size; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(a + at) * load<f32>(b + at))
}

/**
 * Gradients of a depthwise convolution of one image that needs no padding, one filter a channel. With `by_filter` the products of `x` and `dy` are added to `filter`, else those of
 * `filter` and `dy` to `x`. `pixel` and `line` are bytes of a pixel and a row of the image.
 */
export function depthwise_gradient(
  x: usize,
  filter: usize,
  dy: usize,
  out_height: i32,
  out_width: i32,
  filter_height: i32,
  filter_width: i32,
  pixel: usize,
  line: usize,
  down: usize,
  across: usize,
  by_filter: bool,
): void {
  for (let row: i32 = 0; row < out_height; row++) {
    for (let column: i32 = 0; column < out_width; column++) {
      let tap = filter
      for (let i: i32 = 0; i < filter_height; i++) {
        let at = x + <usize>row * down + <usize>column * across + <usize>i * line
        for (let j: i32 = 0; j < filter_width; j++) {
          if (by_filter) add_products(at, dy, tap, pixel)
          else add_products(tap, dy, at, pixel)
          at += pixel
          tap += pixel
        }
      }
      dy += pixel
    }
  }
}
