import { Progbar, print_message } from '../progbar'
import type { Logs } from '../trainable'
import { Callback, type CallbackParams } from './callback'

/** Prints the progress of epochs. Source: keras.callbacks.ProgbarLogger. */
export class ProgbarLogger extends Callback {
  static override class_name = 'ProgbarLogger'
  private verbose = 1
  private epochs = 1
  private target: number | null = null
  private seen = 0
  private progbar: Progbar | null = null
  private in_fit = false

  override set_params(params: CallbackParams): void {
    super.set_params(params)
    this.verbose = params.verbose === 'auto' || params.verbose === undefined ? 1 : params.verbose
    this.epochs = params.epochs ?? 1
    this.target = params.steps ?? null
  }

  override _wants_batch_logs(mode: 'train' | 'test' | 'predict'): boolean {
    return mode !== 'predict' && (mode === 'train' || !this.in_fit) && (this.progbar?.due ?? false)
  }

  private restart(): void {
    this.seen = 0
    this.progbar = new Progbar({ target: this.target, verbose: this.verbose, stateful_metrics: null })
  }

  private advance(batch: number, logs: Logs = {}): void {
    this.seen = batch + 1
    if (this.verbose === 1) this.progbar?.update(this.seen, Object.entries(logs), false)
  }

  private finish(logs: Logs = {}): void {
    if (this.progbar === null) return
    this.target ??= this.seen
    this.progbar.target = this.target
    this.progbar.update(this.target, Object.entries(logs), true)
  }

  override on_train_begin(): void {
    this.in_fit = true
  }

  override on_train_end(): void {
    this.in_fit = false
  }

  override on_epoch_begin(epoch: number): void {
    this.restart()
    if (this.verbose && this.epochs > 1) print_message(`Epoch ${epoch + 1}/${this.epochs}`)
  }

  override on_train_batch_end(batch: number, logs?: Logs): void {
    this.advance(batch, logs)
  }

  override on_epoch_end(_epoch: number, logs?: Logs): void {
    this.finish(logs)
  }

  override on_test_begin(): void {
    if (!this.in_fit) this.restart()
  }

  override on_test_batch_end(batch: number, logs?: Logs): void {
    if (!this.in_fit) this.advance(batch, logs)
  }

  override on_test_end(logs?: Logs): void {
    if (!this.in_fit) this.finish(logs)
  }

  override on_predict_begin(): void {
    this.restart()
  }

  override on_predict_batch_end(batch: number): void {
    this.advance(batch)
  }

  override on_predict_end(): void {
    this.finish()
  }
}
