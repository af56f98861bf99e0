import type { Tensor } from '@tensorflow/tfjs-core'
import { ready } from '../backend/choose'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { train_validation_split } from './array_source'
import type { CallbackList } from './callbacks/callback_list'
import { History } from './callbacks/history'
import { epoch_logs } from './epoch_logs'
import { run_evaluation } from './evaluate'
import { free_logs, type RawLogs, read_logs } from './logs'
import { type Callbacks, open_callbacks, open_source, port_counts, type Verbosity } from './loops'
import { read_arguments } from './options'
import { pause_when_due } from './pause'
import { EpochBatches } from './source'
import { as_tensors, dispose_all } from './structure'
import type { Logs } from './trainable'
import type { Trainer } from './trainer'
import { unpack_x_y_sample_weight } from './unpack'

export interface FitOptions {
  /** Samples a step. Default 32. */
  batch_size?: number | null
  /** Default 1. */
  epochs?: number
  /** 0 is silent, 1 a progress bar, 2 a line an epoch. Default `auto`: 1. */
  verbose?: Verbosity
  callbacks?: Callbacks
  /** Share of the last samples that are kept for validation. Default 0. */
  validation_split?: number
  /** `[x, y]`, `[x, y, sample_weight]`, or what gives batches. */
  validation_data?: any
  /** Whether samples come in another order each epoch. Default true. */
  shuffle?: boolean | 'batch'
  /** Weights of samples by integer class. */
  class_weight?: Record<string, number> | null
  sample_weight?: any
  /** Where the count of epochs starts. Default 0. */
  initial_epoch?: number
  /** Default: all batches. */
  steps_per_epoch?: number | null
  validation_steps?: number | null
  /** Default: `batch_size`. */
  validation_batch_size?: number | null
  /** Every how many epochs, or a list of epochs (counted from 1). Default 1. */
  validation_freq?: number | readonly number[]
}

const defaults = {
  batch_size: null as number | null,
  epochs: 1,
  verbose: 'auto' as Verbosity,
  callbacks: null as Callbacks,
  validation_split: 0,
  validation_data: null as any,
  shuffle: true as boolean | 'batch',
  class_weight: null as Record<string, number> | null,
  sample_weight: null as any,
  initial_epoch: 0,
  steps_per_epoch: null as number | null,
  validation_steps: null as number | null,
  validation_batch_size: null as number | null,
  validation_freq: 1 as number | readonly number[],
}

type Settings = typeof defaults & { x: any; y: any }

/** True when an epoch (counted from 0) ends with a validation. @throws ValueError */
function validates(epoch: number, frequency: number | readonly number[]): boolean {
  if (Array.isArray(frequency)) return frequency.includes(epoch + 1)
  if (Number.isInteger(frequency)) return (epoch + 1) % (frequency as number) === 0
  throw new ValueError(`Expected \`validation_freq\` to be a list or int. Received: validation_freq=${repr(frequency)}`)
}

/** Trains. The arguments are those of `Trainer.fit`. */
export async function fit(model: Trainer, args: readonly unknown[]): Promise<History> {
  const settings = read_arguments('fit', args, ['x', 'y'], defaults) as Settings
  model._require_compiled('fit')
  await ready()
  const leave = model._enter_fit()
  const made: Tensor[] = []
  try {
    return await new FitRun(model, settings, made).run()
  } finally {
    leave()
    dispose_all(made)
  }
}

/** One call of `fit`. */
class FitRun {
  private readonly model: Trainer
  private readonly settings: Settings
  private readonly made: Tensor[]
  private validation: EpochBatches | null = null

  constructor(model: Trainer, settings: Settings, made: Tensor[]) {
    this.model = model
    this.settings = settings
    this.made = made
  }

  private split(): void {
    const { settings, made } = this
    if (!settings.validation_split || settings.validation_data !== null) return
    const { input_count, output_count } = port_counts(this.model)
    const parts = [
      as_tensors(settings.x, input_count, made),
      as_tensors(settings.y, output_count, made),
      as_tensors(settings.sample_weight, output_count, made),
    ]
    const [train, validation] = train_validation_split(parts, settings.validation_split, made)
    ;[settings.x, settings.y, settings.sample_weight] = train
    settings.validation_data = validation
  }

  async run(): Promise<History> {
    this.split()
    const { model, settings } = this
    const { batch_size, shuffle, class_weight, steps_per_epoch } = settings
    const source = await open_source(model, settings.x, settings.y, settings.sample_weight, { batch_size, shuffle, class_weight })
    const batches = new EpochBatches(source, steps_per_epoch)
    try {
      const callbacks = open_callbacks(settings.callbacks, model, {
        verbose: settings.verbose,
        epochs: settings.epochs,
        steps: batches.num_batches,
        add_history: true,
      })
      return await this.train(batches, callbacks)
    } finally {
      await batches.dispose()
      await this.validation?.dispose()
    }
  }

  private async train(batches: EpochBatches, callbacks: CallbackList): Promise<History> {
    try {
      return await this.epochs(batches, callbacks)
    } catch (error) {
      callbacks.on_train_failed()
      throw error
    }
  }

  private async epochs(batches: EpochBatches, callbacks: CallbackList): Promise<History> {
    const { model, settings } = this
    model.stop_training = false
    await callbacks.on_train_begin()
    let logs: Logs | undefined
    for (let epoch = settings.initial_epoch; epoch < settings.epochs; epoch++) {
      model.reset_metrics()
      await callbacks.on_epoch_begin(epoch)
      logs = await this.epoch(batches, callbacks)
      if (settings.validation_data !== null && validates(epoch, settings.validation_freq)) {
        for (const [name, value] of Object.entries(await this.validate(callbacks))) logs[`val_${name}`] = value
      }
      await callbacks.on_epoch_end(epoch, logs)
      if (model.stop_training) break
    }
    if (model.optimizer !== null && settings.epochs > 0) model.optimizer.finalize_variable_values(model.trainable_variables)
    await callbacks.on_train_end(logs)
    return callbacks.find(History)!
  }

  /** The batches of one epoch; answers what the metrics are at its end. */
  private async epoch(batches: EpochBatches, callbacks: CallbackList): Promise<Logs> {
    const { model } = this
    const group = model.steps_per_execution
    let last: RawLogs | null = null
    let step = 0
    try {
      for await (const batch of batches.epoch()) {
        if (step % group === 0) await callbacks.on_train_batch_begin(step)
        const ends = (step + 1) % group === 0 || step + 1 === batches.num_batches
        try {
          model._build_for(batch.data[0])
          free_logs(last)
          last = null
          const answer = model.train_step(batch.data)
          last = (answer instanceof Promise ? await answer : answer) as RawLogs
        } finally {
          batch.free()
        }
        if (ends) {
          await callbacks.on_train_batch_end(step, () => {
            const current = last!
            last = null
            return read_logs(current)
          })
        }
        step++
        await pause_when_due()
        if (model.stop_training) break
      }
      return await epoch_logs(model, last)
    } finally {
      free_logs(last)
    }
  }

  private async validate(callbacks: CallbackList): Promise<Logs> {
    const { model, settings } = this
    if (this.validation === null) {
      const data = settings.validation_data
      const [x, y, sample_weight] = Array.isArray(data) ? unpack_x_y_sample_weight(data) : [data, null, null]
      const source = await open_source(model, x, y, sample_weight, {
        batch_size: settings.validation_batch_size ?? settings.batch_size,
      })
      this.validation = new EpochBatches(source, settings.validation_steps)
    }
    return run_evaluation(model, this.validation, callbacks)
  }
}
