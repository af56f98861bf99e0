import { Callback } from './callback'

type HookName = Extract<keyof Callback, `on_${string}`>

/** Functions for the moments that they are named after. */
export type LambdaCallbackConfig = { [K in HookName]?: Callback[K] | null }

/** A callback made of functions. Source: keras.callbacks.LambdaCallback. */
export class LambdaCallback extends Callback {
  static override class_name = 'LambdaCallback'

  constructor(functions: LambdaCallbackConfig = {}) {
    super()
    for (const [name, fn] of Object.entries(functions)) {
      if (typeof fn === 'function') (this as Record<string, unknown>)[name] = fn
    }
  }
}
