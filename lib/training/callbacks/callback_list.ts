import { TypeError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Logs, Trainable } from '../trainable'
import type { Callback, CallbackParams } from './callback'
import { History } from './history'
import { ProgbarLogger } from './progbar_logger'

export interface CallbackListConfig extends CallbackParams {
  /** Whether a `History` is added when there is none. Default false. */
  add_history?: boolean
  /** Whether a `ProgbarLogger` is added when there is none. Default false. */
  add_progbar?: boolean
  model?: Trainable | null
}

/** The values of one batch, read when a callback wants them. */
export type LazyLogs = () => Logs | Promise<Logs>

type Mode = 'train' | 'test' | 'predict'

/** Several callbacks as one; each is awaited before the next. Source: keras.callbacks.CallbackList. */
export class CallbackList {
  readonly callbacks: Callback[]
  params: CallbackParams = {}

  /** @throws TypeError for what is no callback. */
  constructor(
    callbacks: Callback | readonly Callback[] | null = null,
    { add_history = false, add_progbar = false, model = null, ...params }: CallbackListConfig = {},
  ) {
    const given =
      callbacks === null ? [] : Array.isArray(callbacks) ? (callbacks as readonly Callback[]) : [callbacks as Callback]
    for (const callback of given) {
      if (typeof (callback as Partial<Callback>)?.on_epoch_end !== 'function') {
        throw new TypeError(`The \`callbacks\` argument must hold \`Callback\` instances. Received: ${repr(callback)}`)
      }
    }
    this.callbacks = [...given]
    if (add_progbar && this.find(ProgbarLogger) === null) this.callbacks.push(new ProgbarLogger())
    if (add_history && this.find(History) === null) this.callbacks.push(new History())
    if (model !== null) this.set_model(model)
    this.set_params(params)
  }

  /** The first callback of a class, or null. */
  find<T extends Callback>(type: new (...args: any[]) => T): T | null {
    return (this.callbacks.find((callback) => callback instanceof type) as T | undefined) ?? null
  }

  append(callback: Callback): void {
    this.callbacks.push(callback)
  }

  set_params(params: CallbackParams): void {
    this.params = params
    for (const callback of this.callbacks) callback.set_params(params)
  }

  set_model(model: Trainable): void {
    const history = this.find(History)
    if (history !== null) (model as { history?: unknown }).history = history
    for (const callback of this.callbacks) callback.set_model(model)
  }

  private async all(call: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.callbacks) {
      const later = call(callback)
      if (later !== undefined) await later
    }
  }

  /** Ends a batch; the logs are read once, and only when a callback wants them. */
  private async batch_end(mode: Mode, batch: number, logs: LazyLogs | Logs | undefined): Promise<void> {
    let read: Logs | undefined = typeof logs === 'function' ? undefined : logs
    for (const callback of this.callbacks) {
      if (typeof logs === 'function' && read === undefined && callback._wants_batch_logs(mode)) read = await logs()
      const later = callback[`on_${mode}_batch_end`](batch, read)
      if (later !== undefined) await later
    }
  }

  on_epoch_begin(epoch: number, logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_epoch_begin(epoch, logs))
  }

  on_epoch_end(epoch: number, logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_epoch_end(epoch, logs))
  }

  on_train_batch_begin(batch: number, logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_train_batch_begin(batch, logs))
  }

  on_train_batch_end(batch: number, logs?: LazyLogs | Logs): Promise<void> {
    return this.batch_end('train', batch, logs)
  }

  on_test_batch_begin(batch: number, logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_test_batch_begin(batch, logs))
  }

  on_test_batch_end(batch: number, logs?: LazyLogs | Logs): Promise<void> {
    return this.batch_end('test', batch, logs)
  }

  on_predict_batch_begin(batch: number, logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_predict_batch_begin(batch, logs))
  }

  on_predict_batch_end(batch: number, logs?: any): Promise<void> {
    return this.batch_end('predict', batch, logs)
  }

  /** Tells all that training ended with an error. */
  on_train_failed(): void {
    for (const callback of this.callbacks) callback._on_train_failed()
  }

  on_train_begin(logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_train_begin(logs))
  }

  on_train_end(logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_train_end(logs))
  }

  on_test_begin(logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_test_begin(logs))
  }

  on_test_end(logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_test_end(logs))
  }

  on_predict_begin(logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_predict_begin(logs))
  }

  on_predict_end(logs?: Logs): Promise<void> {
    return this.all((callback) => callback.on_predict_end(logs))
  }
}
