import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import type { Batch } from './trainable'

/** A batch and how its tensors are freed; freeing twice does nothing. */
export interface OwnedBatch {
  data: Batch
  free(): void
}

/** Where batches come from. */
export interface BatchSource {
  /** Batches of one epoch, null when unknown. */
  readonly num_batches: number | null
  /** Whether `epoch` starts again each time. */
  readonly repeatable: boolean
  epoch(): Iterator<OwnedBatch> | AsyncIterator<OwnedBatch> | Promise<Iterator<OwnedBatch> | AsyncIterator<OwnedBatch>>
  dispose(): void
}

/** Gives the batches of one epoch after the other: with `steps`, that many an epoch, going on in the source where the last epoch ended. */
export class EpochBatches {
  /** Batches an epoch, null until known. */
  num_batches: number | null
  private iterator: Iterator<OwnedBatch> | AsyncIterator<OwnedBatch> | null = null
  private readonly source: BatchSource
  private readonly steps: number | null

  constructor(source: BatchSource, steps: number | null) {
    this.source = source
    this.steps = steps
    this.num_batches = steps ?? source.num_batches
  }

  private async next(): Promise<OwnedBatch | null> {
    this.iterator ??= await this.source.epoch()
    const step = await this.iterator.next()
    return step.done ? null : step.value
  }

  /** The batches of one epoch, each freed when the next is asked for. Warns when the source ends too early. */
  async *epoch(): AsyncGenerator<OwnedBatch> {
    if (this.steps === null) await this.close()
    let seen = 0
    while (this.steps === null || seen < this.steps) {
      let batch = await this.next()
      if (batch === null && this.steps !== null && this.source.repeatable) {
        this.iterator = null
        batch = await this.next()
      }
      if (batch === null) break
      seen++
      try {
        yield batch
      } finally {
        batch.free()
      }
    }
    if (this.steps !== null && seen < this.steps) {
      console.warn(
        'keras-tfjs: Your input ran out of data; interrupting training. Make sure that your dataset or generator can generate at least `steps_per_epoch * epochs` batches. You may need to use the `.repeat()` function when building your dataset.',
      )
    }
    if (this.steps === null && this.num_batches === null) this.num_batches = seen
  }

  /** Ends the running iteration. */
  async close(): Promise<void> {
    const iterator = this.iterator
    this.iterator = null
    if (this.source.repeatable) await iterator?.return?.()
  }

  /** Ends the iteration and frees the source's own tensors. */
  async dispose(): Promise<void> {
    await this.close()
    this.source.dispose()
  }
}

/** @throws ValueError when arguments that are only for arrays were given. */
export function refuse_for_datasets(given: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value !== null && value !== undefined && value !== false) {
      throw new ValueError(
        `When providing \`x\` as a dataset or generator, \`${name}\` should not be passed. Instead, it should be part of what \`x\` yields. Received: ${name}=${repr(value)}`,
      )
    }
  }
}
