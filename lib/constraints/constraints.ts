import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { epsilon } from '../common/config'
import { take_config } from '../common/objects'
import { Callable } from '../graph/callable'
import { class_name_of } from '../graph/operation'
import { add, divide, maximum, multiply } from '../ops/numpy/arithmetic'
import { clip, sqrt, square } from '../ops/numpy/elementwise'
import { sum } from '../ops/numpy/reduce'
import { type TensorLike, to_tensor } from '../variables/to_tensor'

export interface Constraint {
  (w: TensorLike): Tensor
}

/** A rule that weights obey after each update: `constraint(w)` is the corrected weight. A subclass writes `project`. Source: keras.constraints.Constraint. */
export class Constraint extends Callable {
  static class_name = 'Constraint'
  static module = 'keras.constraints'

  constructor(_config: object = {}) {
    super(class_name_of(new.target))
  }

  override __call__(...args: any[]): Tensor {
    return scoped(() => this.project(to_tensor(args[0])))
  }

  /** The weight as it is, unless a subclass writes another rule. */
  project(w: Tensor): Tensor {
    return w
  }

  get_config(): Record<string, unknown> {
    return {}
  }

  static from_config<T extends Constraint>(this: new (config: any) => T, config: Record<string, unknown>): T {
    return new this(config)
  }
}

type Axis = number | readonly number[]

function lengths(w: Tensor, axis: Axis): Tensor {
  return sqrt(sum(square(w), { axis: typeof axis === 'number' ? axis : [...axis], keepdims: true }))
}

/** Lengths along `axis` of at most `max_value`. Defaults: 2, axis 0. Source: keras.constraints.MaxNorm. */
export class MaxNorm extends Constraint {
  static override class_name = 'MaxNorm'
  declare readonly max_value: number
  declare readonly axis: Axis

  constructor(config?: { max_value?: number; axis?: Axis }) {
    super()
    const taken = take_config(new.target, config, { max_value: 2, axis: 0 as Axis })
    this.max_value = taken.max_value
    this.axis = taken.axis
  }

  override project(w: Tensor): Tensor {
    const norms = lengths(w, this.axis)
    return multiply(w, divide(clip(norms, 0, this.max_value), add(norms, epsilon())))
  }

  override get_config(): Record<string, unknown> {
    return { max_value: this.max_value, axis: this.axis }
  }
}

/** No negative values. Source: keras.constraints.NonNeg. */
export class NonNeg extends Constraint {
  static override class_name = 'NonNeg'

  override project(w: Tensor): Tensor {
    return maximum(w, 0)
  }
}

/** Length one along `axis`, default 0. Source: keras.constraints.UnitNorm. */
export class UnitNorm extends Constraint {
  static override class_name = 'UnitNorm'
  declare readonly axis: Axis

  constructor(config?: { axis?: Axis }) {
    super()
    this.axis = take_config(new.target, config, { axis: 0 as Axis }).axis
  }

  override project(w: Tensor): Tensor {
    return divide(w, add(lengths(w, this.axis), epsilon()))
  }

  override get_config(): Record<string, unknown> {
    return { axis: this.axis }
  }
}

/** Lengths along `axis` between two bounds, approached at `rate`. Defaults: 0, 1, rate 1, axis 0. Source: keras.constraints.MinMaxNorm. */
export class MinMaxNorm extends Constraint {
  static override class_name = 'MinMaxNorm'
  declare readonly min_value: number
  declare readonly max_value: number
  declare readonly rate: number
  declare readonly axis: Axis

  constructor(config?: { min_value?: number; max_value?: number; rate?: number; axis?: Axis }) {
    super()
    const taken = take_config(new.target, config, { min_value: 0, max_value: 1, rate: 1, axis: 0 as Axis })
    this.min_value = taken.min_value
    this.max_value = taken.max_value
    this.rate = taken.rate
    this.axis = taken.axis
  }

  override project(w: Tensor): Tensor {
    const norms = lengths(w, this.axis)
    const desired = add(multiply(this.rate, clip(norms, this.min_value, this.max_value)), multiply(1 - this.rate, norms))
    return multiply(w, divide(desired, add(norms, epsilon())))
  }

  override get_config(): Record<string, unknown> {
    return { min_value: this.min_value, max_value: this.max_value, rate: this.rate, axis: this.axis }
  }
}
