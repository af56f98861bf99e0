import type { Logs, Trainable } from '../trainable'

/** What callbacks are told about the run. */
export interface CallbackParams {
  verbose?: number | 'auto'
  epochs?: number
  /** Steps of an epoch, null when unknown. */
  steps?: number | null
  [name: string]: unknown
}

type Hook = void | Promise<void>

/**
 * Base of callbacks: `fit`, `evaluate` and `predict` call its methods at their moments. A method may answer a promise, which is awaited. `logs` holds numbers.
 * Source: keras.callbacks.Callback.
 */
export class Callback {
  static class_name = 'Callback'
  params: CallbackParams = {}
  /** @internal */ _model: Trainable | null = null

  /** The model that is trained, null before. */
  get model(): any {
    return this._model
  }

  set_params(params: CallbackParams): void {
    this.params = params
  }

  set_model(model: Trainable): void {
    this._model = model
  }

  /** Whether the end of this batch needs the values of metrics: reading them may wait for a device. @internal */
  _wants_batch_logs(mode: 'train' | 'test' | 'predict'): boolean {
    const own = mode === 'train' ? this.on_train_batch_end : mode === 'test' ? this.on_test_batch_end : this.on_predict_batch_end
    const base = Callback.prototype
    return own !== base[`on_${mode}_batch_end`] || (mode === 'train' && this.on_batch_end !== base.on_batch_end)
  }

  /** Called when `fit` ends with an error, in place of `on_train_end`: frees what is held for the end of training. @internal */
  _on_train_failed(): void {}

  on_batch_begin(_batch: number, _logs?: Logs): Hook {}
  on_batch_end(_batch: number, _logs?: Logs): Hook {}
  on_epoch_begin(_epoch: number, _logs?: Logs): Hook {}
  on_epoch_end(_epoch: number, _logs?: Logs): Hook {}

  on_train_batch_begin(batch: number, logs?: Logs): Hook {
    return this.on_batch_begin(batch, logs)
  }

  on_train_batch_end(batch: number, logs?: Logs): Hook {
    return this.on_batch_end(batch, logs)
  }

  on_test_batch_begin(_batch: number, _logs?: Logs): Hook {}
  on_test_batch_end(_batch: number, _logs?: Logs): Hook {}
  on_predict_batch_begin(_batch: number, _logs?: Logs): Hook {}
  /** `logs.outputs` holds the outputs of the batch. */
  on_predict_batch_end(_batch: number, _logs?: any): Hook {}
  on_train_begin(_logs?: Logs): Hook {}
  on_train_end(_logs?: Logs): Hook {}
  on_test_begin(_logs?: Logs): Hook {}
  on_test_end(_logs?: Logs): Hook {}
  on_predict_begin(_logs?: Logs): Hook {}
  on_predict_end(_logs?: Logs): Hook {}
}
