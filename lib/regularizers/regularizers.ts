import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { is_float_dtype } from '../common/dtypes'
import { NotImplementedError, ValueError } from '../common/errors'
import { take_config } from '../common/objects'
import { repr, type_text } from '../common/text'
import { Callable } from '../graph/callable'
import { class_name_of } from '../graph/operation'
import { add, divide, maximum, multiply, subtract } from '../ops/numpy/arithmetic'
import { eye } from '../ops/numpy/creation'
import { abs, sqrt, square } from '../ops/numpy/elementwise'
import { matmul } from '../ops/numpy/linear'
import { sum } from '../ops/numpy/reduce'
import { transpose } from '../ops/numpy/shape'
import { type TensorLike, tensor_dtype, to_tensor } from '../variables/to_tensor'

export interface Regularizer {
  (x: TensorLike): Tensor
}

/** A penalty on the size of weights or outputs: `regularizer(x)` is a scalar. A subclass writes `penalty`. Source: keras.regularizers.Regularizer. */
export class Regularizer extends Callable {
  static class_name = 'Regularizer'
  static module = 'keras.regularizers'

  constructor(_config: object = {}) {
    super(class_name_of(new.target))
  }

  override __call__(...args: any[]): Tensor {
    return scoped(() => this.penalty(to_tensor(args[0])))
  }

  /** @throws NotImplementedError unless a subclass writes it. */
  penalty(_x: Tensor): Tensor {
    throw new NotImplementedError(`${class_name_of(this.constructor)}: \`penalty(x)\` is not implemented.`)
  }

  get_config(): Record<string, unknown> {
    return {}
  }

  static from_config<T extends Regularizer>(this: new (config: any) => T, config: Record<string, unknown>): T {
    return new this(config)
  }
}

function checked(name: string, value: unknown): number {
  if (typeof value !== 'number' || Number.isNaN(value) || !Number.isFinite(value)) {
    throw new ValueError(
      `Invalid value for argument ${name}: expected a non-negative float. Received: ${name}=${repr(value)} (of type ${type_text(value)})`,
    )
  }
  if (value < 0)
    throw new ValueError(`Invalid value for argument ${name}: expected a non-negative float. Received: ${name}=${value}`)
  return value
}

/** The factor in the dtype of the values: whole for integers. */
function factor_for(x: Tensor, factor: number): number {
  return is_float_dtype(tensor_dtype(x)) ? factor : Math.trunc(factor)
}

/** `l1 * sum(|x|)`, default 0.01. Source: keras.regularizers.L1. */
export class L1 extends Regularizer {
  static override class_name = 'L1'
  declare readonly l1: number

  /** @throws ValueError for a factor that is negative or no number. */
  constructor(config?: { l1?: number | null }) {
    super()
    this.l1 = checked('l1', take_config(new.target, config, { l1: 0.01 as number | null }).l1 ?? 0.01)
  }

  override penalty(x: Tensor): Tensor {
    return multiply(factor_for(x, this.l1), sum(abs(x)))
  }

  override get_config(): Record<string, unknown> {
    return { l1: this.l1 }
  }
}

/** `l2 * sum(x^2)`, default 0.01. Source: keras.regularizers.L2. */
export class L2 extends Regularizer {
  static override class_name = 'L2'
  declare readonly l2: number

  /** @throws ValueError for a factor that is negative or no number. */
  constructor(config?: { l2?: number | null }) {
    super()
    this.l2 = checked('l2', take_config(new.target, config, { l2: 0.01 as number | null }).l2 ?? 0.01)
  }

  override penalty(x: Tensor): Tensor {
    return multiply(factor_for(x, this.l2), sum(square(x)))
  }

  override get_config(): Record<string, unknown> {
    return { l2: this.l2 }
  }
}

/** `l1 * sum(|x|) + l2 * sum(x^2)`, defaults 0. Source: keras.regularizers.L1L2. */
export class L1L2 extends Regularizer {
  static override class_name = 'L1L2'
  declare readonly l1: number
  declare readonly l2: number

  /** @throws ValueError for a factor that is negative or no number. */
  constructor(config?: { l1?: number | null; l2?: number | null }) {
    super()
    const taken = take_config(new.target, config, { l1: 0 as number | null, l2: 0 as number | null })
    this.l1 = checked('l1', taken.l1 ?? 0)
    this.l2 = checked('l2', taken.l2 ?? 0)
  }

  override penalty(x: Tensor): Tensor {
    return add(multiply(factor_for(x, this.l1), sum(abs(x))), multiply(factor_for(x, this.l2), sum(square(x))))
  }

  override get_config(): Record<string, unknown> {
    return { l1: this.l1, l2: this.l2 }
  }
}

/** Keeps the rows (or columns) of a matrix orthogonal to each other. Defaults: factor 0.01, mode `rows`. Source: keras.regularizers.OrthogonalRegularizer. */
export class OrthogonalRegularizer extends Regularizer {
  static override class_name = 'OrthogonalRegularizer'
  declare readonly factor: number
  declare readonly mode: 'rows' | 'columns'

  /** @throws ValueError for a negative factor or an unknown mode. */
  constructor(config?: { factor?: number; mode?: 'rows' | 'columns' }) {
    super()
    const { factor, mode } = take_config(new.target, config, { factor: 0.01, mode: 'rows' as 'rows' | 'columns' })
    if (mode !== 'rows' && mode !== 'columns') {
      throw new ValueError(
        `Invalid value for argument \`mode\`. Expected one of {"rows", "columns"}. Received: mode=${repr(mode)}`,
      )
    }
    this.factor = checked('factor', factor)
    this.mode = mode
  }

  /** @throws ValueError for anything but a matrix. */
  override penalty(x: Tensor): Tensor {
    if (x.shape.length !== 2) {
      throw new ValueError(`Inputs to OrthogonalRegularizer must have rank 2. Received: inputs.shape=(${x.shape.join(', ')})`)
    }
    const rows = this.mode === 'rows'
    const length = sqrt(maximum(sum(square(x), { axis: rows ? 1 : 0, keepdims: true }), 1e-12))
    const unit = divide(x, length)
    const product = rows ? matmul(unit, transpose(unit)) : matmul(transpose(unit), unit)
    const size = product.shape[0]!
    const off_diagonal = multiply(product, subtract(1, eye(size)))
    const pairs = (size * (size - 1)) / 2
    return multiply(this.factor, divide(multiply(sum(abs(off_diagonal)), 0.5), pairs))
  }

  override get_config(): Record<string, unknown> {
    return { factor: this.factor, mode: this.mode }
  }
}
