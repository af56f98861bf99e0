import { Tensor } from '@tensorflow/tfjs-core'
import { ready } from '../backend/choose'
import { run_kernel } from '../backend/engine'
import { flatten, is_nested, pack_sequence_as } from '../common/tree'
import { label_dtype } from '../variables/half'
import { tensor_dtype } from '../variables/to_tensor'
import { type Callbacks, open_callbacks, open_source, type Verbosity } from './loops'
import { read_arguments } from './options'
import { pause_when_due } from './pause'
import { EpochBatches } from './source'
import { dispose_all, map_tensors, tensors_of } from './structure'
import type { Trainer } from './trainer'

export interface PredictOptions {
  /** Samples a step. Default 32. */
  batch_size?: number | null
  /** 0 is silent, 1 a progress bar, 2 a line. Default `auto`: 1. */
  verbose?: Verbosity
  /** Default: all batches. */
  steps?: number | null
  callbacks?: Callbacks
  /** `tensor` (default) or `array`: nested arrays. */
  as?: 'tensor' | 'array'
}

const defaults = {
  batch_size: null as number | null,
  verbose: 'auto' as Verbosity,
  steps: null as number | null,
  callbacks: null as Callbacks,
  as: 'tensor' as 'tensor' | 'array',
}

/** One tensor of the parts, which are freed; a single part is itself. */
function joined(parts: Tensor[]): Tensor {
  if (parts.length === 1) return parts[0]!
  const result: Tensor = run_kernel('Concat', parts, { axis: 0 })
  const dtype = tensor_dtype(parts[0]!)
  dispose_all(parts)
  return dtype === result.dtype ? result : label_dtype(result, dtype)
}

/** The outputs as nested arrays; the tensors are freed. */
async function as_arrays(outputs: unknown): Promise<any> {
  const leaves = flatten(outputs)
  try {
    const arrays = await Promise.all(leaves.map((leaf) => (leaf instanceof Tensor ? leaf.array() : leaf)))
    return is_nested(outputs) ? pack_sequence_as(outputs, arrays) : arrays[0]
  } finally {
    dispose_all(leaves)
  }
}

/** A model's own outputs: what belongs to the batch is copied, since the batch is freed. */
function own_outputs(outputs: unknown, data: unknown): unknown {
  const borrowed = new Set(tensors_of(data))
  return map_tensors((tensor) => (borrowed.has(tensor) ? tensor.clone() : tensor), outputs)
}

/** Predicts. The arguments are those of `Trainer.predict`. */
export async function predict(model: Trainer, args: readonly unknown[]): Promise<any> {
  const settings = read_arguments('predict', args, ['x'], defaults) as typeof defaults & { x: any }
  await ready()
  const source = await open_source(model, settings.x, null, null, { batch_size: settings.batch_size })
  const batches = new EpochBatches(source, settings.steps)
  const parts: Tensor[][] = []
  let structure: unknown = null
  try {
    const callbacks = open_callbacks(settings.callbacks, model, {
      verbose: settings.verbose,
      epochs: 1,
      steps: batches.num_batches,
      add_history: false,
    })
    await callbacks.on_predict_begin()
    let step = 0
    for await (const batch of batches.epoch()) {
      await callbacks.on_predict_batch_begin(step)
      let outputs: unknown
      try {
        const answer = model.predict_step(batch.data)
        outputs = own_outputs(answer instanceof Promise ? await answer : answer, batch.data)
      } finally {
        batch.free()
      }
      structure = outputs
      const leaves = flatten<Tensor>(outputs)
      leaves.forEach((leaf, i) => {
        parts[i] ??= []
        parts[i].push(leaf)
      })
      await callbacks.on_predict_batch_end(step, { outputs } as never)
      step++
      await pause_when_due()
    }
    await callbacks.on_predict_end()
  } catch (error) {
    dispose_all(parts.flat())
    throw error
  } finally {
    await batches.dispose()
  }
  const tensors = parts.map(joined)
  const outputs = is_nested(structure) ? pack_sequence_as(structure, tensors) : (tensors[0] ?? null)
  return settings.as === 'array' ? as_arrays(outputs) : outputs
}
