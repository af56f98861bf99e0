import { ValueError } from '../../common/errors'
import { on_clear_session } from '../../common/state'
import { repr } from '../../common/text'

const modes = ['full', 'activations', 'larger_than', 'list_of_layers', null]

/** Which calls are computed again for their gradients: all, the activation of each layer, those with large outputs, those of named layers, none. */
export type RematMode = 'full' | 'activations' | 'larger_than' | 'list_of_layers' | null

export interface RematScopeConfig {
  /** Default `full`. */
  mode?: RematMode
  /** For `larger_than`: outputs of more values than this. Default 1024. */
  output_size_threshold?: number
  /** For `list_of_layers`. */
  layer_names?: readonly string[] | null
}

let current: RematScope | null = null

/**
 * Layers that are made while it runs keep none of their intermediate results for the gradient: they compute them again. Less memory for more time, equal results.
 * Source: keras.RematScope.
 *
 * ```ts
 * const layer = new RematScope({ mode: 'full' }).run(() => new Dense({ units: 2 }))
 * ```
 */
export class RematScope {
  readonly mode: RematMode
  readonly output_size_threshold: number
  readonly layer_names: readonly string[]

  /** @throws ValueError for another mode. */
  constructor({ mode = 'full', output_size_threshold = 1024, layer_names = null }: RematScopeConfig = {}) {
    if (!modes.includes(mode)) {
      throw new ValueError(
        `Invalid mode ${repr(mode)}. Supported modes are: 'full', 'activations', 'larger_than', 'list_of_layers', or None. Received: mode=${repr(mode)}`,
      )
    }
    this.mode = mode
    this.output_size_threshold = output_size_threshold
    this.layer_names = layer_names ?? []
  }

  /** Runs `fn` inside this scope. */
  run<T>(fn: () => T): T {
    const outer = current
    current = this
    try {
      return fn()
    } finally {
      current = outer
    }
  }
}

/** The scope that layers made now belong to, or null. */
export function current_remat(): RematScope | null {
  return current?.mode == null ? null : current
}

on_clear_session(() => {
  current = null
})
