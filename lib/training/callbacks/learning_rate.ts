import { TypeError, ValueError } from '../../common/errors'
import { take_config } from '../../common/objects'
import { repr } from '../../common/text'
import { LearningRateSchedule } from '../../optimizers/schedules/schedule'
import { NumberVariable } from '../../variables/number_variable'
import { print_message } from '../progbar'
import type { Logs } from '../trainable'
import { Callback } from './callback'
import { MonitorCallback, type MonitorMode } from './monitor'

/** The learning rate of the model's optimizer. @throws ValueError when there is none that can be set. */
function rate_of(callback: Callback): NumberVariable {
  const rate = callback.model?.optimizer?.learning_rate
  if (!(rate instanceof NumberVariable)) throw new ValueError('Optimizer must have a "learning_rate" attribute.')
  return rate
}

/** Sets the learning rate at the start of each epoch to `schedule(epoch, learning_rate)`. Source: keras.callbacks.LearningRateScheduler. */
export class LearningRateScheduler extends Callback {
  static override class_name = 'LearningRateScheduler'
  readonly schedule: (epoch: number, learning_rate: number) => number
  readonly verbose: number

  /** @throws TypeError when `schedule` cannot be called. */
  constructor(
    schedule:
      | ((epoch: number, learning_rate: number) => number)
      | { schedule: (epoch: number, learning_rate: number) => number; verbose?: number },
    { verbose = 0 }: { verbose?: number } = {},
  ) {
    super()
    const named = typeof schedule === 'object' && schedule !== null ? schedule : { schedule, verbose }
    if (typeof named.schedule !== 'function')
      throw new TypeError(`LearningRateScheduler: \`schedule\` must be callable. Received: schedule=${repr(named.schedule)}`)
    this.schedule = named.schedule
    this.verbose = named.verbose ?? 0
  }

  override on_epoch_begin(epoch: number): void {
    const rate = rate_of(this)
    const next = this.schedule instanceof LearningRateSchedule ? this.schedule(epoch) : this.schedule(epoch, rate.number)
    if (typeof next !== 'number')
      throw new ValueError(`The output of the \`schedule\` function should be a float. Got: ${repr(next)}`)
    rate.assign(next)
    if (this.verbose > 0) print_message(`\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${next}.`)
  }

  override on_epoch_end(_epoch: number, logs: Logs = {}): void {
    logs.learning_rate = rate_of(this).number
  }
}

export interface ReduceLROnPlateauConfig {
  /** Default `val_loss`. */
  monitor?: string
  /** What the rate is multiplied by. Default 0.1. */
  factor?: number
  /** Epochs without improvement that are borne. Default 10. */
  patience?: number
  verbose?: number
  mode?: MonitorMode
  /** The least change that counts. Default 0.0001. */
  min_delta?: number
  /** Epochs to wait after a reduction. Default 0. */
  cooldown?: number
  /** Default 0. */
  min_lr?: number
}

/** Lowers the learning rate when a value no longer improves. Source: keras.callbacks.ReduceLROnPlateau. */
export class ReduceLROnPlateau extends MonitorCallback {
  static override class_name = 'ReduceLROnPlateau'
  readonly factor: number
  readonly patience: number
  readonly verbose: number
  readonly cooldown: number
  readonly min_lr: number
  wait = 0
  cooldown_counter = 0
  best = 0

  /** @throws ValueError for a factor of 1 or more. */
  constructor(config?: ReduceLROnPlateauConfig) {
    const own = take_config(new.target, config, {
      monitor: 'val_loss',
      factor: 0.1,
      patience: 10,
      verbose: 0,
      mode: 'auto' as MonitorMode,
      min_delta: 1e-4,
      cooldown: 0,
      min_lr: 0,
    })
    super(own.monitor, own.mode, own.min_delta)
    if (own.factor >= 1) throw new ValueError(`ReduceLROnPlateau does not support a factor >= 1.0. Got factor=${own.factor}`)
    this.factor = own.factor
    this.patience = own.patience
    this.verbose = own.verbose
    this.cooldown = own.cooldown
    this.min_lr = own.min_lr
    this.restart()
  }

  private restart(): void {
    this.best = this.worst
    this.cooldown_counter = 0
    this.wait = 0
  }

  override on_train_begin(): void {
    this.restart()
  }

  override on_epoch_end(epoch: number, logs: Logs = {}): void {
    const rate = rate_of(this)
    logs.learning_rate = rate.number
    const current = this.current(logs, 'Learning rate reduction is')
    if (current === null) return
    if (this.cooldown_counter > 0) {
      this.cooldown_counter--
      this.wait = 0
    }
    if (this.improves(current, this.best)) {
      this.best = current
      this.wait = 0
      return
    }
    if (this.cooldown_counter > 0) return
    this.wait++
    if (this.wait < this.patience || rate.number <= Math.fround(this.min_lr)) return
    const next = Math.max(rate.number * this.factor, this.min_lr)
    rate.assign(next)
    if (this.verbose > 0) print_message(`\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${next}.`)
    this.cooldown_counter = this.cooldown
    this.wait = 0
  }
}
