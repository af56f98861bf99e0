import type { Case } from '../../conformance/case'

/** How far values of a backend may be from the recorded ones, at the least. */
export interface Adjustments {
  atol: number
  rtol: number
}

/** What values may be off by: `atol + rtol * |value|`. The table in docs/backends.md is the same. */
export const tolerances = {
  wasm: { atol: 0.00001, rtol: 0.00001 },
  webgl: { atol: 0.00005, rtol: 0.0005 },
  half_float_textures: { atol: 0.02, rtol: 0.02 },
  webgpu: { atol: 0.00005, rtol: 0.0005 },
} satisfies Record<string, Adjustments>

/** A case with no narrower tolerance than a backend keeps. */
export function adjusted(c: Case, { atol, rtol }: Adjustments): Case {
  return { ...c, atol: Math.max(c.atol ?? 1e-5, atol), rtol: Math.max(c.rtol ?? 1e-5, rtol) }
}
