import * as tf from '@tensorflow/tfjs-core'
import { clear_session } from '../../lib/common/state'
import { get_keras_mask } from '../../lib/graph/masking'
import { type CallOptions, Layer, required } from '../../lib/layers/layer'
import { add, multiply } from '../../lib/ops/numpy/arithmetic'
import type { Variable } from '../../lib/variables/variable'

/** Starts every test with fresh names and without open scopes. */
export function fresh_session(): void {
  beforeEach(() => clear_session())
}

/** The values of a tensor or variable, flat. */
export function values(tensor: unknown): number[] {
  return Array.from((tensor as tf.Tensor).dataSync() as Float32Array)
}

/** What `fn` writes to console.warn. */
export function warnings_of(fn: () => unknown): string[] {
  const spy = jest.spyOn(console, 'warn').mockImplementation(() => {})
  try {
    fn()
    return spy.mock.calls.map((call) => String(call[0]))
  } finally {
    spy.mockRestore()
  }
}

/** A float tensor of ones. */
export function ones(...shape: number[]): tf.Tensor {
  return tf.ones(shape)
}

/** Nothing to build: twice the input. */
export class Double extends Layer {
  static override class_name = 'Double'
  override call(x: tf.Tensor): any {
    return multiply(x, 2)
  }
}

/** Built at its first call: the input times one weight for each feature. */
export class Scale extends Layer {
  static override class_name = 'Scale'
  declare scale: Variable
  override build(input_shape: any): void {
    this.scale = this.add_weight({ name: 'scale', shape: [input_shape.at(-1)!], initializer: 'ones' })
  }
  override call(x: tf.Tensor): any {
    return multiply(x, this.scale)
  }
}

/** A table of arguments, one of them required. */
export class Shift extends Layer {
  static override class_name = 'Shift'
  static override defaults = { by: required, times: 1 }
  declare by: number
  declare times: number
  override call(x: tf.Tensor): any {
    return add(x, this.by * this.times)
  }
}

/** Two sub-layers, no build of its own. */
export class Pair extends Layer {
  static override class_name = 'Pair'
  first = new Scale({ name: 'first' })
  second = new Scale({ name: 'second' })
  override call(x: tf.Tensor): any {
    return this.second(this.first(x))
  }
}

/** Two data arguments. */
export class Sum extends Layer {
  static override class_name = 'Sum'
  static override call_arguments = ['a', 'b']
  override call(a: tf.Tensor, b: tf.Tensor): any {
    return b === undefined || b === null ? multiply(a, 1) : add(a, b)
  }
}

/** Notes the training flag and the mask of each call. */
export class Probe extends Layer {
  static override class_name = 'Probe'
  seen: unknown[] = []
  masks: unknown[] = []
  override call(x: tf.Tensor, { training, mask }: CallOptions): any {
    this.seen.push(training)
    this.masks.push(
      mask === null || mask === undefined ? null : Array.isArray(mask) ? mask.map((m) => m && values(m)) : values(mask),
    )
    return multiply(x, 1)
  }
}

/** The mask of a tensor as numbers, or null. */
export function mask_values(tensor: unknown): number[] | null {
  const mask = get_keras_mask(tensor)
  return mask === null ? null : values(mask)
}
