import type { Tensor } from '@tensorflow/tfjs-core'

/** Mean and variance of batches that come one after the other. */
export class Moments {
  mean: number[] = []
  variance: number[] = []
  count = 0

  /** Those of all batches; `moments_of` makes mean and variance of one, which are freed, and tells how many values they are of. */
  static async of<Batch>(
    batches: AsyncIterable<Batch>,
    moments_of: (batch: Batch) => [mean: Tensor, variance: Tensor, size: number],
  ): Promise<Moments> {
    const moments = new Moments()
    for await (const batch of batches) {
      const [mean, variance, size] = moments_of(batch)
      try {
        moments.add(await mean.data(), await variance.data(), size)
      } finally {
        mean.dispose()
        variance.dispose()
      }
    }
    return moments
  }

  /** Takes mean and variance of a batch of `size` values. */
  add(mean: ArrayLike<number>, variance: ArrayLike<number>, size: number): void {
    const share = size / (this.count + size)
    for (let i = 0; i < mean.length; i++) {
      const present = this.mean[i] ?? 0
      const moved = present * (1 - share) + mean[i]! * share
      const spread = (this.variance[i] ?? 0) + (present - moved) ** 2
      this.variance[i] = spread * (1 - share) + (variance[i]! + (mean[i]! - moved) ** 2) * share
      this.mean[i] = moved
    }
    this.count += size
  }
}
