import { scalar, Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../backend/engine'
import { tracing } from '../backend/meta'
import { scopes, swap_stateless } from './scopes'
import type { TensorLike } from './to_tensor'
import { Variable, type VariableConfig } from './variable'

/** Backends whose memory is at hand: reading a value waits for nothing. */
const at_hand = ['cpu', 'wasm', 'tensorflow']

/** The number that a value is, or null when finding it out would wait for a device. */
export function number_at_hand(value: TensorLike): number | null {
  if (typeof value === 'number') return value
  if (value instanceof NumberVariable) return value._number
  return value instanceof Tensor && value.rank === 0 && at_hand.includes(engine().backendName ?? '') ? value.dataSync()[0]! : null
}

/**
 * A scalar variable whose value is also known in JavaScript: counters, learning rates. Changing it by a plain number runs no kernel; its tensor is written when somebody
 * reads it.
 */
export class NumberVariable extends Variable {
  /** @internal */ declare _number: number | null
  /** @internal */ declare _stale: boolean

  constructor(value: number, { dtype = 'float32', ...config }: Omit<VariableConfig, 'shape'> = {}) {
    super(() => scalar(value, dtype === 'int32' ? 'int32' : 'float32'), { shape: [], dtype, ...config })
    this._number = this._rounded(value)
    this._stale = false
  }

  /** @internal */
  _rounded(value: number): number {
    return this.keras_dtype === 'int32' ? Math.trunc(value) : Math.fround(value)
  }

  /** Not before somebody reads it. */
  override initialize(): void {
    if (this._number !== undefined) super.initialize()
  }

  /** The value as a number. Reads the tensor only after something else than a number was assigned. */
  get number(): number {
    const scoped = scopes.stateless?.get_current_value(this)
    if (scoped !== undefined) return scoped.dataSync()[0]!
    this._number ??= this.dataSync()[0]!
    return this._number
  }

  /** The value as a number, or null when it would have to be read from the tensor or a scope. */
  get known(): number | null {
    return scopes.stateless !== null || tracing() ? null : this._number
  }

  override assign(value: TensorLike): any {
    if (scopes.stateless !== null || tracing()) return super.assign(value)
    if (typeof value === 'number') {
      this._number = this._rounded(value)
      this._stale = this._data !== undefined
      if (!this._stale) this._initializer = () => scalar(this._number!, this.dtype as 'float32')
      return this
    }
    this._stale = false
    const result = super.assign(value)
    this._number = null
    return result
  }

  /** Adds a number without a kernel; a scalar tensor too, where reading it costs nothing. */
  override assign_add(value: TensorLike): any {
    const added = this.known === null ? null : number_at_hand(value)
    return added === null ? super.assign_add(value) : this.assign(this._number! + added)
  }

  override assign_sub(value: TensorLike): any {
    const taken = this.known === null ? null : number_at_hand(value)
    return taken === null ? super.assign_sub(value) : this.assign(this._number! - taken)
  }

  /** Writes the number, if it changed since the last time. */
  refresh(): void {
    if (!this._stale || this.isDisposed) return
    this._stale = false
    const stateless = swap_stateless(null)
    const value = scalar(this._number!, this.dtype as 'float32')
    super.assign(value)
    value.dispose()
    swap_stateless(stateless)
  }
}

const data_id = Object.getOwnPropertyDescriptor(Variable.prototype, 'dataId')!
Object.defineProperty(NumberVariable.prototype, 'dataId', {
  configurable: true,
  get(this: NumberVariable) {
    if (this._stale && !tracing()) this.refresh()
    return data_id.get!.call(this)
  },
  set: data_id.set!,
})
