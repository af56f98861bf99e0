import type { Tensor } from '@tensorflow/tfjs-core'
import { TypeError } from '../../common/errors'
import { repr, type_text } from '../../common/text'
import { is_plain_object } from '../../common/tree'
import { is_tensor, type TensorLike } from '../../variables/to_tensor'

/** What gives batches one by one: a list of tensors, an iterable, an iterator, a function that makes one, a tf.data dataset. */
export type Batches =
  | readonly Tensor[]
  | Iterable<unknown>
  | AsyncIterable<unknown>
  | (() => Iterator<unknown> | AsyncIterator<unknown>)
  | { iterator(): unknown }

/** True for a tensor and for (nested, typed) arrays of numbers. */
export function is_whole(data: unknown): data is TensorLike {
  return is_tensor(data) || ArrayBuffer.isView(data) || (Array.isArray(data) && data.length > 0 && !holds_tensors(data))
}

function holds_tensors(data: readonly unknown[]): boolean {
  return data.some((item) => is_tensor(item) || (Array.isArray(item) && holds_tensors(item)))
}

/** The input of a batch: the batch, or the first part of `[x, y]` and of `{ xs, ys }`. */
function input_of(batch: unknown): TensorLike {
  const x = is_plain_object(batch) && 'xs' in batch ? batch.xs : Array.isArray(batch) && is_tensor(batch[0]) ? batch[0] : batch
  if (is_whole(x)) return x
  throw new TypeError(
    `adapt() expects an iterable that yields arrays or tensors with a \`.shape\` attribute. Got an element of type ${type_text(x)}. Received: ${repr(x)}`,
  )
}

function owned_tensors(batch: unknown): Tensor[] {
  if (is_tensor(batch)) return [batch]
  if (Array.isArray(batch)) return batch.flatMap(owned_tensors)
  return is_plain_object(batch) ? Object.values(batch).flatMap(owned_tensors) : []
}

async function iterator_of(data: any): Promise<{ next(): unknown; return?(): unknown }> {
  if (typeof data === 'function') return iterator_of(data())
  if (typeof data?.iterator === 'function') return data.iterator()
  if (typeof data?.[Symbol.asyncIterator] === 'function') return data[Symbol.asyncIterator]()
  if (typeof data?.[Symbol.iterator] === 'function' && typeof data !== 'string') return data[Symbol.iterator]()
  if (typeof data?.next === 'function') return data
  throw new TypeError(
    `Unsupported data type: ${type_text(data)}. \`adapt\` supports tensors, arrays, datasets and iterables of batches. Received: ${repr(data)}`,
  )
}

/**
 * The inputs of at most `steps` batches. Tensors of a tf.data dataset are freed after their turn.
 * @throws TypeError for what gives no batches of arrays.
 */
export async function* input_batches(data: unknown, steps: number | null): AsyncGenerator<TensorLike> {
  const owns = typeof (data as { iterator?: unknown } | null)?.iterator === 'function'
  const iterator = await iterator_of(data)
  try {
    for (let i = 0; steps === null || i < steps; i++) {
      const step = (await iterator.next()) as IteratorResult<unknown>
      if (step.done) return
      try {
        yield input_of(step.value)
      } finally {
        if (owns) for (const tensor of owned_tensors(step.value)) tensor.dispose()
      }
    }
  } finally {
    await iterator.return?.()
  }
}
