import { Tensor } from '@tensorflow/tfjs-core'
import { TypeError } from '../common/errors'
import { repr, type_text } from '../common/text'
import { is_plain_object } from '../common/tree'
import { check_weights, weights_of_classes } from './array_source'
import type { BatchSource, OwnedBatch } from './source'
import { as_tensors, dispose_all, tensors_of } from './structure'
import type { Batch } from './trainable'
import { unpack_x_y_sample_weight } from './unpack'

/** What iterates: iterables, asynchronous ones, functions that make an iterator, tf.data datasets. */
export type BatchIterable =
  | Iterable<unknown>
  | AsyncIterable<unknown>
  | (() => Iterator<unknown> | AsyncIterator<unknown>)
  | { iterator(): unknown }

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>

/** True for what gives batches one by one. */
export function is_batch_iterable(value: unknown): value is BatchIterable {
  if (value === null || value === undefined) return false
  if (typeof value === 'function') return true
  const candidate = value as { [Symbol.iterator]?: unknown; [Symbol.asyncIterator]?: unknown; iterator?: unknown; next?: unknown }
  return (
    typeof value === 'object' &&
    [candidate[Symbol.iterator], candidate[Symbol.asyncIterator], candidate.iterator, candidate.next].some(
      (member) => typeof member === 'function',
    )
  )
}

export interface IterableSourceConfig {
  class_weight?: Record<string, number> | null
  input_count?: number
  output_count?: number
}

/**
 * Batches `x`, `[x, y]` or `[x, y, sample_weight]` of an iterable, or `{ xs, ys }` of a tf.data dataset. Tensors that a dataset gives are freed after their step; those
 * of a generator stay the generator's.
 */
export class IterableSource implements BatchSource {
  readonly num_batches: number | null
  readonly repeatable: boolean
  private readonly source: BatchIterable
  private readonly config: IterableSourceConfig

  constructor(source: BatchIterable, config: IterableSourceConfig = {}) {
    this.source = source
    this.config = config
    const own = source as { [Symbol.iterator]?(): unknown; [Symbol.asyncIterator]?(): unknown; size?: unknown; next?: unknown }
    const is_iterator = typeof own.next === 'function'
    this.repeatable = !is_iterator
    this.num_batches =
      typeof source !== 'function' && typeof own.size === 'number' && Number.isFinite(own.size) && own.size > 0 ? own.size : null
  }

  async epoch(): Promise<AsyncIterator<OwnedBatch>> {
    return this.batches(await this.open())
  }

  private async open(): Promise<AnyIterator> {
    const source = this.source as any
    if (typeof source === 'function') return iterator_of(source())
    if (typeof source.iterator === 'function') return source.iterator()
    return iterator_of(source)
  }

  private async *batches(iterator: AnyIterator): AsyncGenerator<OwnedBatch> {
    const is_dataset = typeof (this.source as { iterator?: unknown }).iterator === 'function'
    try {
      for (;;) {
        const step = await iterator.next()
        if (step.done) return
        yield await this.batch(step.value, is_dataset)
      }
    } finally {
      if (this.repeatable) await iterator.return?.()
    }
  }

  private async batch(value: unknown, owned: boolean): Promise<OwnedBatch> {
    const made: Tensor[] = []
    const { class_weight = null, input_count = 1, output_count = 1 } = this.config
    const named = is_plain_object(value) && 'xs' in value ? [value.xs, value.ys] : value
    const [x, y, sample_weight] = unpack_x_y_sample_weight(named)
    const data: Batch = [
      as_tensors(x, input_count, made),
      as_tensors(y, output_count, made),
      as_tensors(sample_weight, output_count, made),
    ]
    if (class_weight !== null && data[1] instanceof Tensor) {
      check_weights(data[1], sample_weight, class_weight)
      data[2] = await weights_of_classes(data[1], class_weight)
      made.push(data[2])
    }
    if (owned) made.push(...tensors_of(data))
    return { data, free: () => dispose_all(made) }
  }

  dispose(): void {}
}

/** @throws TypeError for what does not iterate. */
function iterator_of(value: any): AnyIterator {
  if (typeof value?.[Symbol.asyncIterator] === 'function') return value[Symbol.asyncIterator]()
  if (typeof value?.[Symbol.iterator] === 'function') return value[Symbol.iterator]()
  if (typeof value?.next === 'function') return value
  throw new TypeError(`The data do not iterate. Received: ${repr(value)} (of type ${type_text(value)})`)
}
