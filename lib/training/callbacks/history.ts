import type { Logs } from '../trainable'
import { Callback } from './callback'

/** What `fit` answers: `history` has a list an epoch for each name, `epoch` the numbers of the epochs. Source: keras.callbacks.History. */
export class History extends Callback {
  static override class_name = 'History'
  history: Record<string, number[]> = {}
  epoch: number[] = []

  override on_train_begin(): void {
    this.epoch = []
  }

  override on_epoch_end(epoch: number, logs: Logs = {}): void {
    this.epoch.push(epoch)
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= []
      this.history[name].push(value)
    }
    if (this._model !== null) (this._model as { history?: unknown }).history = this
  }
}
