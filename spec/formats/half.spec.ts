import { from_bfloat16, from_float16, to_bfloat16, to_float16 } from '../../lib/formats/half'

describe('Numbers of 16 bits', () => {
  test.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [-0, 0x8000],
    [Infinity, 0x7c00],
    [-Infinity, 0xfc00],
    [Number.NaN, 0x7e00],
  ])('%p has the float16 bits that IEEE 754 gives it, and they are it again.', (value, bits) => {
    expect(to_float16(value)).toBe(bits)
    expect(from_float16(bits)).toBe(value)
  })

  test.each([
    [1, 0x3f80],
    [-2, 0xc000],
    [3.140625, 0x4049],
    [-0, 0x8000],
    [Infinity, 0x7f80],
    [-Infinity, 0xff80],
    [Number.NaN, 0x7fc0],
  ])('%p has the upper half of its float32 bits as bfloat16, and they are it again.', (value, bits) => {
    expect(to_bfloat16(value)).toBe(bits)
    expect(from_bfloat16(bits)).toBe(value)
  })

  test('What lies between two float16 numbers becomes the nearer, in the middle the even one.', () => {
    expect([1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 1.1 * 2 ** -11].map(to_float16)).toEqual([0x3c00, 0x3c02, 0x3c01])
    expect([2 ** -25, 3 * 2 ** -25].map(to_float16)).toEqual([0, 2])
    expect([65519, 65520].map(to_float16)).toEqual([0x7bff, 0x7c00])
  })

  test('What lies between two bfloat16 numbers becomes the nearer, in the middle the even one.', () => {
    expect([1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 1.1 * 2 ** -8].map(to_bfloat16)).toEqual([0x3f80, 0x3f82, 0x3f81])
  })

  test('Every float16 number is itself after a turn through its value.', () => {
    const all = Array.from({ length: 0x10000 }, (_, bits) => bits).filter((bits) => !Number.isNaN(from_float16(bits)))
    expect(all).toHaveLength(0x10000 - 2 * 1023)
    expect(all.filter((bits) => to_float16(from_float16(bits)) !== bits)).toEqual([])
  })
})
