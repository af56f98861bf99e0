import { DimensionClash } from './rule'

/** Two dimensions that ought to have been equal. */
export type Clash = readonly [number, number]

const pair_patterns = [/inner shapes \((\d+)\) and \((\d+)\)/, /dim has value (\d+), which cannot be broadcasted to (\d+)/]

const shape_patterns = [
  /shapes [([]?([\d, ]+?),?[)\]]? and [([]?([\d, ]+?),?[)\]]?(?: |\.|$)/i,
  /\[([\d,]+)\] cannot be broadcast to \[([\d,]+)\]/,
]

function numbers(text: string): number[] {
  return text.split(',').map(Number)
}

function first_difference(a: number[], b: number[]): Clash | null {
  for (let i = 1; i <= Math.min(a.length, b.length); i++) {
    const [x, y] = [a[a.length - i], b[b.length - i]]
    if (x !== y && x !== 1 && y !== 1) return [x, y]
  }
  return null
}

/** Which two dimensions an error is about: told by the error itself, or read from the messages of tfjs's own checks. */
export function clash_of(error: unknown): Clash | null {
  if (error instanceof DimensionClash) return [error.first, error.second]
  if (!(error instanceof Error)) return null
  for (const pattern of pair_patterns) {
    const match = pattern.exec(error.message)
    if (match) return [Number(match[1]), Number(match[2])]
  }
  for (const pattern of shape_patterns) {
    const match = pattern.exec(error.message)
    if (match) return first_difference(numbers(match[1]), numbers(match[2]))
  }
  return null
}
