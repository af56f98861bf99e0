/** 2^n for whole numbers. */
function power_of_two(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23)
}

/** e^x, to about one unit in the last place; 0 below -87.3, where normal floats end. */
export function exp_of(x: v128): v128 {
  const bounded = f32x4.min(f32x4.max(x, f32x4.splat(-87.3)), f32x4.splat(88.7228394))
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504)))
  const rest = f32x4.sub(f32x4.sub(bounded, f32x4.mul(n, f32x4.splat(0.693359375))), f32x4.mul(n, f32x4.splat(-2.1219444e-4)))
  let y = f32x4.splat(1.98756915e-4)
  y = f32x4.add(f32x4.mul(y, rest), f32x4.splat(1.3981999507e-3))
  y = f32x4.add(f32x4.mul(y, rest), f32x4.splat(8.3334519073e-3))
  y = f32x4.add(f32x4.mul(y, rest), f32x4.splat(4.1665795894e-2))
  y = f32x4.add(f32x4.mul(y, rest), f32x4.splat(1.6666665459e-1))
  y = f32x4.add(f32x4.mul(y, rest), f32x4.splat(0.5))
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, rest), rest), rest), f32x4.splat(1))
  const power = i32x4.trunc_sat_f32x4_s(n)
  const half = i32x4.shr_s(power, 1)
  const value = f32x4.mul(f32x4.mul(y, power_of_two(half)), power_of_two(i32x4.sub(power, half)))
  const known = v128.andnot(value, f32x4.lt(x, f32x4.splat(-87.3)))
  return v128.bitselect(f32x4.splat(Infinity), known, f32x4.gt(x, f32x4.splat(88.7228394)))
}

/** The error function: a quotient of polynomials, as XLA has it. */
export function erf_of(value: v128): v128 {
  const x = f32x4.min(f32x4.max(value, f32x4.splat(-4)), f32x4.splat(4))
  const square = f32x4.mul(x, x)
  let above = f32x4.splat(-2.72614225801306e-10)
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(2.77068142495902e-8))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(-2.10102402082508e-6))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(-5.69250639462346e-5))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(-7.34990630326855e-4))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(-2.95459980854025e-3))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(-1.60960333262415e-2))
  let below = f32x4.splat(-1.45660718464996e-5)
  below = f32x4.add(f32x4.mul(below, square), f32x4.splat(-2.13374055278905e-4))
  below = f32x4.add(f32x4.mul(below, square), f32x4.splat(-1.68282697438203e-3))
  below = f32x4.add(f32x4.mul(below, square), f32x4.splat(-7.37332916720468e-3))
  below = f32x4.add(f32x4.mul(below, square), f32x4.splat(-1.42647390514189e-2))
  return f32x4.div(f32x4.mul(x, above), below)
}

export function sigmoid_of(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp_of(f32x4.neg(x))))
}

/** A quotient of polynomials, as XLA has it. */
export function tanh_of(value: v128): v128 {
  const x = f32x4.min(f32x4.max(value, f32x4.splat(-7.905311107635498)), f32x4.splat(7.905311107635498))
  const square = f32x4.mul(x, x)
  let above = f32x4.splat(-2.76076847742355e-16)
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(2.00018790482477e-13))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(-8.60467152213735e-11))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(5.12229709037114e-8))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(1.48572235717979e-5))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(6.37261928875436e-4))
  above = f32x4.add(f32x4.mul(above, square), f32x4.splat(4.89352455891786e-3))
  let below = f32x4.splat(1.19825839466702e-6)
  below = f32x4.add(f32x4.mul(below, square), f32x4.splat(1.18534705686654e-4))
  below = f32x4.add(f32x4.mul(below, square), f32x4.splat(2.268434632439e-3))
  below = f32x4.add(f32x4.mul(below, square), f32x4.splat(4.89352518554385e-3))
  return f32x4.div(f32x4.mul(x, above), below)
}
