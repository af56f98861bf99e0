import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { shape_text, shapes_equal } from '../common/shape'
import { repr } from '../common/text'
import { swap_stateless } from './scopes'
import { to_tensor } from './to_tensor'
import type { Variable } from './variable'

/**
 * While it is open, reading a mapped variable gives the mapped value, and assigning to a variable is recorded here instead of done.
 * Source: keras.StatelessScope.
 */
export class StatelessScope {
  readonly state_mapping = new Map<Variable, Tensor>()
  readonly losses: unknown[] = []
  readonly collect_losses: boolean

  /** @throws ValueError when a key is not a variable, or a value does not have the variable's shape. */
  constructor({
    state_mapping = [],
    collect_losses = false,
  }: { state_mapping?: Iterable<[Variable, unknown]>; collect_losses?: boolean } = {}) {
    this.collect_losses = collect_losses
    const made: Tensor[] = []
    try {
      this._map(state_mapping, made)
    } catch (error) {
      for (const tensor of made) tensor.dispose()
      throw error
    }
  }

  private _map(state_mapping: Iterable<[Variable, unknown]>, made: Tensor[]): void {
    for (const [variable, value] of state_mapping) {
      if (typeof (variable as Variable)?.assign !== 'function' || (variable as Variable).path === undefined) {
        throw new ValueError(
          `Invalid reference variable in StatelessScope: all keys in argument \`state_mapping\` must be Variable instances. Received instead: ${repr(variable)}`,
        )
      }
      const tensor = to_tensor(value, variable.keras_dtype)
      if (tensor !== value && tensor !== (value as { value?: unknown } | null)?.value) made.push(tensor)
      if (!shapes_equal(tensor.shape, variable.shape)) {
        throw new ValueError(
          `Invalid variable value in StatelessScope: all values in argument \`state_mapping\` must be tensors with a shape that matches the corresponding variable shape. For variable ${variable.path}, received invalid value of shape ${shape_text(tensor.shape)} for variable shape ${shape_text(variable.shape)}`,
        )
      }
      this.state_mapping.set(variable, tensor)
    }
  }

  /** The value of a variable in this scope, undefined when it is not mapped. */
  get_current_value(variable: Variable): Tensor | undefined {
    return this.state_mapping.get(variable)
  }

  /** Records a new value for a variable. */
  add_update(variable: Variable, value: Tensor): void {
    this.state_mapping.set(variable, value)
  }

  /** Records a loss, when losses are collected. */
  add_loss(loss: unknown): void {
    if (this.collect_losses) this.losses.push(loss)
  }

  /** Runs `fn` inside this scope. */
  run<T>(fn: () => T): T {
    const before = swap_stateless(this)
    try {
      return fn()
    } finally {
      swap_stateless(before)
    }
  }
}
