import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Logs } from '../trainable'
import { Callback } from './callback'

/** Which way a value gets better. */
export type MonitorMode = 'auto' | 'min' | 'max'

/** Names, or ends of names, of values that are better when they are larger. */
const larger_is_better = [
  'acc',
  'accuracy',
  'auc',
  'fmeasure',
  'precision',
  'recall',
  'specificity',
  'similarity',
  'top_k',
  'true',
  'r2_score',
  'f1_score',
  'iou',
  'io_u',
]

/** Base of callbacks that watch one value. */
export abstract class MonitorCallback extends Callback {
  readonly monitor: string
  readonly mode: MonitorMode
  readonly min_delta: number

  constructor(monitor: string, mode: MonitorMode, min_delta: number) {
    super()
    this.monitor = monitor
    this.mode = ['auto', 'min', 'max'].includes(mode) ? mode : 'auto'
    if (this.mode !== mode) console.warn(`keras-tfjs: mode ${repr(mode)} is unknown, fallback to auto mode.`)
    this.min_delta = Math.abs(min_delta)
  }

  /** True when larger values are better. */
  protected get larger(): boolean {
    if (this.mode !== 'auto') return this.mode === 'max'
    const name = this.monitor.replace(/^val_/, '')
    return larger_is_better.some((word) => name.includes(word)) && !name.endsWith('loss')
  }

  /** The worst value there is. */
  protected get worst(): number {
    return this.larger ? -Infinity : Infinity
  }

  protected improves(value: number, reference: number): boolean {
    return this.larger ? value - this.min_delta > reference : value + this.min_delta < reference
  }

  /** The watched value, null with a warning when it is missing. */
  protected current(logs: Logs, who: string): number | null {
    const value = logs[this.monitor]
    if (value !== undefined) return value
    console.warn(
      `keras-tfjs: ${who} conditioned on metric \`${this.monitor}\` which is not available. Available metrics are: ${Object.keys(logs).join(',')}`,
    )
    return null
  }
}

/** @throws ValueError for a negative or broken number. */
export function check_not_negative(name: string, value: number): void {
  if (!(value >= 0)) throw new ValueError(`\`${name}\` must not be negative. Received: ${name}=${repr(value)}`)
}
