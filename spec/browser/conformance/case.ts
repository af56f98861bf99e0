import type { Case, Transcript } from '../../conformance/case'

/** In a page: every line is a case. */
export function is_transcript(_line: Case | Transcript): _line is Transcript {
  return false
}
