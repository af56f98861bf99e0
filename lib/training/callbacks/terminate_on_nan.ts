import { RuntimeError } from '../../common/errors'
import { print_message } from '../progbar'
import type { Logs } from '../trainable'
import { Callback } from './callback'

/** Stops training when the loss is NaN or infinite. Source: keras.callbacks.TerminateOnNaN. */
export class TerminateOnNaN extends Callback {
  static override class_name = 'TerminateOnNaN'
  readonly raise_error: boolean

  constructor({ raise_error = false }: { raise_error?: boolean } = {}) {
    super()
    this.raise_error = raise_error
  }

  /** @throws RuntimeError with `raise_error`. */
  override on_batch_end(batch: number, logs: Logs = {}): void {
    if (logs.loss === undefined || Number.isFinite(logs.loss)) return
    const message = `Batch ${batch}: Invalid loss, terminating training`
    if (this.raise_error) throw new RuntimeError(`NaN or Inf loss encountered. ${message}`)
    print_message(message)
    this._model!.stop_training = true
  }
}
