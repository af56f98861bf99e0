import type { Shape } from '../../common/shape'

const active: number[] = []
const prime_lists: number[][] = [[331], [1487]]

function is_prime(n: number): boolean {
  for (let d = 3; d * d <= n; d += 2) if (n % d === 0) return false
  return true
}

/** The prime that stands for symbol number `index` in pass `pass`. */
export function prime_fill(index: number, pass: 0 | 1): number {
  const primes = prime_lists[pass]
  while (primes.length <= index) {
    let next = primes[primes.length - 1] + 2
    while (!is_prime(next)) next += 2
    primes.push(next)
  }
  return primes[index]
}

/** Marks `fills` as standing for unknown dimensions while `fn` runs. */
export function with_fills<T>(fills: readonly number[], fn: () => T): T {
  const before = active.length
  for (const fill of fills) active.push(fill)
  try {
    return fn()
  } finally {
    active.length = before
  }
}

/** True when a number stands for an unknown dimension in a trace that is running. */
export function is_fill(dim: number): boolean {
  return active.includes(dim)
}

/** True when `dim` comes from an unknown dimension of the traces that are running: it is one, or a multiple of one. */
export function has_fill(dim: number): boolean {
  for (let i = 0; i < active.length; i++) if (dim > 0 && dim % active[i] === 0) return true
  return false
}

/** A shape in which the numbers that stand for unknown dimensions are null again. */
export function unfilled_shape(tensor_or_shape: { shape: readonly (number | null)[] } | readonly (number | null)[]): Shape {
  const shape = 'shape' in tensor_or_shape ? tensor_or_shape.shape : tensor_or_shape
  return shape.map((d) => (d !== null && active.includes(d) ? null : d))
}
