/** Adds the gradient of each output of a maximum pooling to the first largest value of its window, for one image. */
export function max_pool_gradient(
  x: usize,
  dy: usize,
  dx: usize,
  height: i32,
  width: i32,
  channels: i32,
  out_height: i32,
  out_width: i32,
  window_height: i32,
  window_width: i32,
  down: i32,
  across: i32,
  top: i32,
  left: i32,
): void {
  const pixel = (<usize>channels) << 2
  const quads = pixel & ~15
  for (let row: i32 = 0; row < out_height; row++) {
    const y0 = max(0, row * down - top)
    const y1 = min(height, row * down - top + window_height)
    for (let column: i32 = 0; column < out_width; column++) {
      const x0 = max(0, column * across - left)
      const x1 = min(width, column * across - left + window_width)
      if (y1 > y0 && x1 > x0) {
        const first = <usize>(y0 * width + x0) * pixel
        let c: usize = 0
        for (; c < quads; c += 16) {
          let best = v128.load(x + first + c)
          let place = i32x4.splat(<i32>first)
          for (let i = y0; i < y1; i++) {
            for (let j = x0; j < x1; j++) {
              const at = <usize>(i * width + j) * pixel
              const value = v128.load(x + at + c)
              const larger = f32x4.gt(value, best)
              best = v128.bitselect(value, best, larger)
              place = v128.bitselect(i32x4.splat(<i32>at), place, larger)
            }
          }
          const slope = v128.load(dy + c)
          for (let i = y0; i < y1; i++) {
            for (let j = x0; j < x1; j++) {
              const at = <usize>(i * width + j) * pixel
              const to = dx + at + c
              const here = i32x4.eq(place, i32x4.splat(<i32>at))
              v128.store(to, f32x4.add(v128.load(to), v128.and(slope, here)))
            }
          }
        }
        for (; c < pixel; c += 4) {
          let place = first
          for (let i = y0; i < y1; i++) {
            for (let j = x0; j < x1; j++) {
              const at = <usize>(i * width + j) * pixel
              if (load<f32>(x + at + c) > load<f32>(x + place + c)) place = at
            }
          }
          const to = dx + place + c
          store<f32>(to, load<f32>(to) + load<f32>(dy + c))
        }
      }
      dy += pixel
    }
  }
}
