import type { Tensor } from '@tensorflow/tfjs-core'

/** The flat values of a tensor as plain numbers. */
export function values(x: Tensor): number[] {
  return Array.from(x.dataSync() as Float32Array)
}

/** Expects values to agree within a tolerance. */
export function expect_close(x: Tensor, expected: number[], tolerance = 1e-5): void {
  const got = values(x)
  expect(got).toHaveLength(expected.length)
  got.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance + tolerance * Math.abs(expected[i]!))
  })
}
