import { Tensor } from '@tensorflow/tfjs-core'
import { ready } from '../backend/choose'
import { check_cardinality, check_weights, weights_of_classes } from './array_source'
import { in_order } from './evaluate'
import { type RawLogs, read_logs } from './logs'
import { port_counts } from './loops'
import { read_arguments } from './options'
import { as_tensors, dispose_all, map_tensors, tensors_of } from './structure'
import type { Trainer } from './trainer'

export interface BatchOptions {
  sample_weight?: any
  /** Weights of samples by integer class; for training only. */
  class_weight?: Record<string, number> | null
  /** Whether the answer is an object by name. Default false. */
  return_dict?: boolean
}

const defaults = { sample_weight: null as any, class_weight: null as Record<string, number> | null, return_dict: false }

type Method = 'train_on_batch' | 'test_on_batch' | 'predict_on_batch'

/** One step on one batch. @throws ValueError before `compile`, and for arguments that do not go together. */
export async function on_batch(model: Trainer, method: Method, args: readonly unknown[]): Promise<any> {
  const settings = read_arguments(method, args, ['x', 'y'], defaults) as typeof defaults & { x: any; y: any }
  if (method !== 'predict_on_batch') model._require_compiled(method)
  await ready()
  const made: Tensor[] = []
  try {
    const { input_count, output_count } = port_counts(model)
    const x = as_tensors(settings.x, input_count, made)
    const y = as_tensors(settings.y, output_count, made)
    let sample_weight = as_tensors(settings.sample_weight, output_count, made)
    check_weights(y, sample_weight, settings.class_weight)
    check_cardinality(x, y, sample_weight)
    if (settings.class_weight !== null && y instanceof Tensor) {
      sample_weight = await weights_of_classes(y, settings.class_weight)
      made.push(sample_weight)
    }
    if (method === 'predict_on_batch') {
      const outputs = await model.predict_step([x])
      const borrowed = new Set(tensors_of(x))
      return map_tensors((tensor) => (borrowed.has(tensor) ? tensor.clone() : tensor), outputs)
    }
    model._build_for(x)
    const step = method === 'train_on_batch' ? model.train_step([x, y, sample_weight]) : model.test_step([x, y, sample_weight])
    const logs = await read_logs((await step) as RawLogs)
    return settings.return_dict ? logs : in_order(model, logs)
  } finally {
    dispose_all(made)
  }
}
