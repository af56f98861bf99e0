/** Turns two rows of length n: (p, q) becomes (c p + s q, c q - s p). */
export function rotate_rows(a: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let i = p * n, j = q * n, end = i + n; i < end; i++, j++) {
    const x = a[i]
    const y = a[j]
    a[i] = c * x + s * y
    a[j] = c * y - s * x
  }
}

/** The rows of `a`, of length n, in another order. Those that `order` does not name keep their places. */
export function ordered_rows(a: Float64Array, n: number, order: readonly number[]): Float64Array {
  const result = a.slice()
  order.forEach((from, to) => {
    result.set(a.subarray(from * n, (from + 1) * n), to * n)
  })
  return result
}
