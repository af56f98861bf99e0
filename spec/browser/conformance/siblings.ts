import type { Case } from '../../conformance/case'

const known = new Map<string, Case>()

/** Makes a case with values known to the symbolic ones that were made of it. */
export function add_sibling(c: Case): void {
  known.set(c.id, c)
}

/** The case with values that a symbolic case was made of. */
export function layer_case_of(c: Case): Case | undefined {
  return known.get(c.id.slice(0, c.id.lastIndexOf('?')))
}
