import type { Tensor } from '@tensorflow/tfjs-core'
import { take_config } from '../../common/objects'
import { print_message } from '../progbar'
import type { Logs } from '../trainable'
import { check_not_negative, MonitorCallback, type MonitorMode } from './monitor'

export interface EarlyStoppingConfig {
  /** Default `val_loss`. */
  monitor?: string
  /** The least change that counts. Default 0. */
  min_delta?: number
  /** Epochs without improvement that are borne. Default 0. */
  patience?: number
  /** 1 prints what is done. Default 0. */
  verbose?: number
  mode?: MonitorMode
  /** What has to be beaten at all. */
  baseline?: number | null
  /** Whether the weights of the best epoch come back. Default false. */
  restore_best_weights?: boolean
  /** Epochs before it starts to watch. Default 0. */
  start_from_epoch?: number
}

/** Stops training when a value no longer improves. Source: keras.callbacks.EarlyStopping. */
export class EarlyStopping extends MonitorCallback {
  static override class_name = 'EarlyStopping'
  readonly patience: number
  readonly verbose: number
  readonly baseline: number | null
  readonly restore_best_weights: boolean
  readonly start_from_epoch: number
  wait = 0
  stopped_epoch = 0
  best: number | null = null
  best_epoch = 0
  private best_weights: Tensor[] | null = null

  constructor(config?: EarlyStoppingConfig) {
    const own = take_config(new.target, config, {
      monitor: 'val_loss',
      min_delta: 0,
      patience: 0,
      verbose: 0,
      mode: 'auto' as MonitorMode,
      baseline: null as number | null,
      restore_best_weights: false,
      start_from_epoch: 0,
    })
    super(own.monitor, own.mode, own.min_delta)
    check_not_negative('patience', own.patience)
    this.patience = own.patience
    this.verbose = own.verbose
    this.baseline = own.baseline
    this.restore_best_weights = own.restore_best_weights
    this.start_from_epoch = own.start_from_epoch
  }

  override on_train_begin(): void {
    this.wait = 0
    this.stopped_epoch = 0
    this.best = null
    this.best_epoch = 0
    this.forget()
  }

  private forget(): void {
    for (const weight of this.best_weights ?? []) weight.dispose()
    this.best_weights = null
  }

  /** @internal */
  override _on_train_failed(): void {
    this.forget()
  }

  private remember(epoch: number): void {
    this.best_epoch = epoch
    if (!this.restore_best_weights) return
    this.forget()
    this.best_weights = this._model!.get_weights()
  }

  override on_epoch_end(epoch: number, logs: Logs = {}): void {
    const current = this.current(logs, 'Early stopping')
    if (current === null || epoch < this.start_from_epoch) return
    if (this.restore_best_weights && this.best_weights === null) this.remember(epoch)
    this.wait++
    if (this.best === null || this.improves(current, this.best)) {
      this.best = current
      this.remember(epoch)
      if (this.baseline === null || this.improves(current, this.baseline)) this.wait = 0
      return
    }
    if (this.wait >= this.patience && epoch > 0) {
      this.stopped_epoch = epoch
      this._model!.stop_training = true
    }
  }

  override on_train_end(): void {
    if (this.stopped_epoch > 0 && this.verbose > 0) print_message(`Epoch ${this.stopped_epoch + 1}: early stopping`)
    if (this.best_weights === null) return
    if (this.verbose > 0) print_message(`Restoring model weights from the end of the best epoch: ${this.best_epoch + 1}.`)
    this._model!.set_weights(this.best_weights)
    this.forget()
  }
}
