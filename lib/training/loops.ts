import { ready } from '../backend/choose'
import { ArraySource, type ArraySourceConfig, is_array_data } from './array_source'
import type { Callback } from './callbacks/callback'
import { CallbackList } from './callbacks/callback_list'
import { IterableSource, is_batch_iterable } from './iterable_source'
import { type BatchSource, refuse_for_datasets } from './source'
import type { Trainable } from './trainable'

/** `callbacks` of the loops. */
export type Callbacks = CallbackList | Callback | readonly Callback[] | null

/** How much the loops print: 0 nothing, 1 a bar, 2 a line. */
export type Verbosity = 0 | 1 | 2 | 'auto' | number

/** How many inputs and outputs a model has, as far as it knows. */
export function port_counts(model: Trainable): { input_count: number; output_count: number } {
  return { input_count: model.input_names?.length ?? 1, output_count: model.output_names?.length ?? 1 }
}

/** Batches of what a loop was given. Waits for the backend. @throws ValueError for arguments that do not go together. */
export async function open_source(
  model: Trainable,
  x: any,
  y: any,
  sample_weight: any,
  config: ArraySourceConfig = {},
): Promise<BatchSource> {
  await ready()
  const counts = port_counts(model)
  if (!is_array_data(x) && is_batch_iterable(x)) {
    refuse_for_datasets({ y, sample_weight })
    return new IterableSource(x, { ...counts, class_weight: config.class_weight ?? null })
  }
  const source = new ArraySource(x, y, sample_weight, { ...config, ...counts })
  await source.prepare()
  return source
}

/** The list of callbacks of a loop; a list that is given stays as it is. */
export function open_callbacks(
  callbacks: Callbacks,
  model: Trainable,
  { verbose, epochs, steps, add_history }: { verbose: Verbosity; epochs: number; steps: number | null; add_history: boolean },
): CallbackList {
  if (callbacks instanceof CallbackList) return callbacks
  const list = callbacks as Callback | readonly Callback[] | null
  return new CallbackList(list, { add_history, add_progbar: verbose !== 0, verbose, epochs, steps, model })
}
