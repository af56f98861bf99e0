import type { Case } from '../../conformance/case'

/** How far values of a backend may be from the recorded ones, at the least. */
export interface Adjustments {
  atol: number
  rtol: number
}

/** A case with no narrower tolerance than a backend keeps. */
export function adjusted(c: Case, { atol, rtol }: Adjustments): Case {
  return { ...c, atol: Math.max(c.atol ?? 1e-5, atol), rtol: Math.max(c.rtol ?? 1e-5, rtol) }
}
