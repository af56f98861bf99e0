import { ready } from '../backend/choose'
import type { CallbackList } from './callbacks/callback_list'
import { CompileMetrics } from './compile_metrics'
import { epoch_logs } from './epoch_logs'
import { free_logs, type RawLogs, read_logs } from './logs'
import { type Callbacks, open_callbacks, open_source, type Verbosity } from './loops'
import { read_arguments } from './options'
import { pause_when_due } from './pause'
import { EpochBatches } from './source'
import type { Logs } from './trainable'
import type { Trainer } from './trainer'

export interface EvaluateOptions {
  /** Samples a step. Default 32. */
  batch_size?: number | null
  /** 0 is silent, 1 a progress bar, 2 a line. Default `auto`: 1. */
  verbose?: Verbosity
  sample_weight?: any
  /** Default: all batches. */
  steps?: number | null
  callbacks?: Callbacks
  /** Whether the answer is an object by name. Default false. */
  return_dict?: boolean
}

const defaults = {
  batch_size: null as number | null,
  verbose: 'auto' as Verbosity,
  sample_weight: null as any,
  steps: null as number | null,
  callbacks: null as Callbacks,
  return_dict: false,
}

/** Values in the order of the metrics; a single one alone. */
export function in_order(model: Trainer, logs: Logs): number | number[] {
  const names = model.metrics.flatMap((metric) =>
    metric instanceof CompileMetrics ? metric.metrics.map(({ name }) => name) : [metric.name],
  )
  const values: number[] = []
  for (const name of names) if (name in logs) values.push(logs[name]!)
  for (const name of Object.keys(logs).sort()) if (!names.includes(name)) values.push(logs[name]!)
  return values.length === 1 ? values[0]! : values
}

/** Evaluates. The arguments are those of `Trainer.evaluate`. */
export async function evaluate(model: Trainer, args: readonly unknown[]): Promise<any> {
  const settings = read_arguments('evaluate', args, ['x', 'y'], defaults) as typeof defaults & { x: any; y: any }
  model._require_compiled('evaluate')
  await ready()
  const source = await open_source(model, settings.x, settings.y, settings.sample_weight, { batch_size: settings.batch_size })
  const batches = new EpochBatches(source, settings.steps)
  try {
    const { callbacks, verbose } = settings
    const list = open_callbacks(callbacks, model, { verbose, epochs: 1, steps: batches.num_batches, add_history: false })
    const logs = await run_evaluation(model, batches, list)
    return settings.return_dict ? logs : in_order(model, logs)
  } finally {
    await batches.dispose()
  }
}

/** One pass over the batches. */
export async function run_evaluation(model: Trainer, batches: EpochBatches, callbacks: CallbackList): Promise<Logs> {
  let last: RawLogs | null = null
  let step = 0
  const group = model.steps_per_execution
  await callbacks.on_test_begin()
  model.reset_metrics()
  try {
    for await (const batch of batches.epoch()) {
      if (step % group === 0) await callbacks.on_test_batch_begin(step)
      try {
        model._build_for(batch.data[0])
        free_logs(last)
        last = null
        const answer = model.test_step(batch.data)
        last = (answer instanceof Promise ? await answer : answer) as RawLogs
      } finally {
        batch.free()
      }
      if ((step + 1) % group === 0 || step + 1 === batches.num_batches) {
        await callbacks.on_test_batch_end(step, () => {
          const current = last!
          last = null
          return read_logs(current)
        })
      }
      step++
      await pause_when_due()
    }
    const logs = await epoch_logs(model, last)
    await callbacks.on_test_end(logs)
    return logs
  } finally {
    free_logs(last)
  }
}
