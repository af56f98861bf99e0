/** `m += (g - m) one_1`, `v += (g² - v) one_2`, `x -= alpha m / (sqrt(v) + epsilon)`. */
export function adam(x: usize, m: usize, v: usize, g: usize, size: i32, alpha: f32, one_1: f32, one_2: f32, epsilon: f32): void {
  const ones_1 = f32x4.splat(one_1)
  const ones_2 = f32x4.splat(one_2)
  const alphas = f32x4.splat(alpha)
  const epsilons = f32x4.splat(epsilon)
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16) {
    const slope = v128.load(g + at)
    const m_old = v128.load(m + at)
    const v_old = v128.load(v + at)
    const m_new = f32x4.add(m_old, f32x4.mul(f32x4.sub(slope, m_old), ones_1))
    const v_new = f32x4.add(v_old, f32x4.mul(f32x4.sub(f32x4.mul(slope, slope), v_old), ones_2))
    v128.store(m + at, m_new)
    v128.store(v + at, v_new)
    const step = f32x4.div(f32x4.mul(m_new, alphas), f32x4.add(f32x4.sqrt(v_new), epsilons))
    v128.store(x + at, f32x4.sub(v128.load(x + at), step))
  }
  for (const end = (<usize>size) << 2; at < end; at += 4) {
    const slope = load<f32>(g + at)
    const m_old = load<f32>(m + at)
    const v_old = load<f32>(v + at)
    const m_new = m_old + (slope - m_old) * one_1
    const v_new = v_old + (slope * slope - v_old) * one_2
    store<f32>(m + at, m_new)
    store<f32>(v + at, v_new)
    store<f32>(x + at, load<f32>(x + at) - (m_new * alpha) / (sqrt<f32>(v_new) + epsilon))
  }
}

/** `m = momentum m - lr g`, `x += m`, or with Nesterov's `x += momentum m - lr g`. */
export function momentum(x: usize, m: usize, g: usize, size: i32, lr: f32, factor: f32, nesterov: bool): void {
  const rates = f32x4.splat(lr)
  const factors = f32x4.splat(factor)
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16) {
    const step = f32x4.mul(rates, v128.load(g + at))
    const m_new = f32x4.sub(f32x4.mul(factors, v128.load(m + at)), step)
    v128.store(m + at, m_new)
    const change = nesterov ? f32x4.sub(f32x4.mul(factors, m_new), step) : m_new
    v128.store(x + at, f32x4.add(v128.load(x + at), change))
  }
  for (const end = (<usize>size) << 2; at < end; at += 4) {
    const step = lr * load<f32>(g + at)
    const m_new = factor * load<f32>(m + at) - step
    store<f32>(m + at, m_new)
    store<f32>(x + at, load<f32>(x + at) + (nesterov ? factor * m_new - step : m_new))
  }
}

/** `x += rate (g - x)`; with `plain`, `x -= rate g`. */
export function move(x: usize, g: usize, size: i32, rate: f32, plain: bool): void {
  const rates = f32x4.splat(rate)
  let at: usize = 0
  for (const end = (<usize>(size & ~3)) << 2; at < end; at += 16) {
    const value = v128.load(x + at)
    const slope = v128.load(g + at)
    const next = plain ? f32x4.sub(value, f32x4.mul(rates, slope)) : f32x4.add(value, f32x4.mul(rates, f32x4.sub(slope, value)))
    v128.store(x + at, next)
  }
  for (const end = (<usize>size) << 2; at < end; at += 4) {
    const value = load<f32>(x + at)
    const slope = load<f32>(g + at)
    store<f32>(x + at, plain ? value - rate * slope : value + rate * (slope - value))
  }
}
