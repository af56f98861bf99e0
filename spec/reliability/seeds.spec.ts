import { seed_cases } from './seed_cases'
import recorded from './seeds.json'

/** How many floats of 32 bits lie between two of them. */
function places_apart(a: number, b: number): number {
  const bits = new Int32Array(Float32Array.of(a, b).buffer)
  const ordered = Array.from(bits, (v) => (v < 0 ? -(v & 0x7fffffff) : v))
  return Math.abs(ordered[0]! - ordered[1]!)
}

test.each(seed_cases.map((c) => [c.name, c] as const))(
  'the same seed gives the same numbers on every backend: %s',
  (name, { exact, numbers }) => {
    const expected = (recorded as Record<string, number[]>)[name]!
    const got = numbers()
    expect(got).toHaveLength(expected.length)
    if (exact) expect(got).toEqual(expected)
    else expect(Math.max(...got.map((v, i) => places_apart(v, expected[i]!)))).toBeLessThanOrEqual(2)
  },
)
