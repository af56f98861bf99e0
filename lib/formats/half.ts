const bits = new DataView(new ArrayBuffer(4))

function float32_bits(value: number): number {
  bits.setFloat32(0, value)
  return bits.getUint32(0)
}

/** The 16 bits of the nearest bfloat16, ties to even. */
export function to_bfloat16(value: number): number {
  const full = float32_bits(value)
  if (Number.isNaN(value)) return (full >>> 16) | 0x40
  return (full + 0x7fff + ((full >>> 16) & 1)) >>> 16
}

/** The number that 16 bits of bfloat16 are. */
export function from_bfloat16(half: number): number {
  bits.setUint32(0, half << 16)
  return bits.getFloat32(0)
}

/** The 16 bits of the nearest float16, ties to even. */
export function to_float16(value: number): number {
  const full = float32_bits(value)
  const sign = (full >>> 16) & 0x8000
  const magnitude = Math.abs(value)
  if (Number.isNaN(value)) return sign | 0x7e00
  if (magnitude >= 65520) return sign | 0x7c00
  if (magnitude < 2 ** -14) return sign | round_even(magnitude * 2 ** 24)
  const exponent = ((full >>> 23) & 0xff) - 127
  return sign | (((exponent + 14) << 10) + round_even(magnitude * 2 ** (10 - exponent)))
}

function round_even(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

/** The number that 16 bits of float16 are. */
export function from_float16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1
  const exponent = (half >>> 10) & 31
  const fraction = half & 0x3ff
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}
