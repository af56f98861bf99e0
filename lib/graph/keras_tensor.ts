import { Tensor } from '@tensorflow/tfjs-core'
import { type DType, standardize_dtype } from '../common/dtypes'
import { AttributeError, ValueError } from '../common/errors'
import { auto_name } from '../common/names'
import { type Shape, shape_text, standardize_shape } from '../common/shape'
import { is_plain_object } from '../common/tree'
import type { Operation } from './operation'

/** Where a symbolic tensor comes from. */
export interface KerasHistory {
  operation: Operation | null
  node_index: number
  tensor_index: number
}

export interface KerasTensorConfig {
  /** Default: floatx. */
  dtype?: DType | null
  sparse?: boolean
  ragged?: boolean
  /** Whether nodes note that they made it. Default true. */
  record_history?: boolean
  /** Default: a unique name. */
  name?: string | null
}

/**
 * A tensor without values: shape and dtype of what a graph will compute. Source: keras.KerasTensor.
 *
 * ```ts
 * new KerasTensor([null, 3], { dtype: 'float32' }).shape // [null, 3]
 * ```
 */
export class KerasTensor {
  static class_name = 'KerasTensor'
  readonly name: string
  readonly record_history: boolean
  /** @internal */ _keras_history: KerasHistory | null = null
  /** @internal */ _keras_mask: KerasTensor | null = null
  private readonly own_shape: Shape
  private readonly own_dtype: DType
  private readonly own_sparse: boolean
  private readonly own_ragged: boolean

  /** @throws ValueError when both sparse and ragged. */
  constructor(
    shape: Shape | readonly (number | null)[],
    { dtype = null, sparse = false, ragged = false, record_history = true, name = null }: KerasTensorConfig = {},
  ) {
    if (sparse && ragged) throw new ValueError('KerasTensor cannot have `sparse=True` and `ragged=True` at the same time.')
    this.own_shape = standardize_shape(shape)
    this.own_dtype = standardize_dtype(dtype)
    this.own_sparse = sparse
    this.own_ragged = ragged
    this.name = name ?? auto_name('KerasTensor')
    this.record_history = record_history
  }

  get shape(): Shape {
    return this.own_shape
  }

  /** @throws AttributeError */
  set shape(_value: Shape) {
    throw new AttributeError(
      'The `shape` attribute of KerasTensor is immutable. One should create a new instance of KerasTensor for this.',
    )
  }

  get dtype(): DType {
    return this.own_dtype
  }

  /** @throws AttributeError */
  set dtype(_value: DType) {
    throw new AttributeError(
      'The `dtype` attribute of KerasTensor is immutable. One should create a new instance of KerasTensor for this.',
    )
  }

  get sparse(): boolean {
    return this.own_sparse
  }

  /** @throws AttributeError */
  set sparse(_value: boolean) {
    throw new AttributeError(
      'The `sparse` attribute of KerasTensor is immutable. One should create a new instance of KerasTensor for this.',
    )
  }

  get ragged(): boolean {
    return this.own_ragged
  }

  /** @throws AttributeError */
  set ragged(_value: boolean) {
    throw new AttributeError(
      'The `ragged` attribute of KerasTensor is immutable. One should create a new instance of KerasTensor for this.',
    )
  }

  /** Number of axes. */
  get ndim(): number {
    return this.own_shape.length
  }

  /** `<KerasTensor shape=(None, 3), dtype=float32, sparse=False, ragged=False, name=keras_tensor>` */
  to_text(): string {
    const flag = (value: boolean): string => (value ? 'True' : 'False')
    return `<KerasTensor shape=${shape_text(this.shape)}, dtype=${this.dtype}, sparse=${flag(this.sparse)}, ragged=${flag(this.ragged)}, name=${this.name}>`
  }

  toString(): string {
    return this.to_text()
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.to_text()
  }
}

/** True for symbolic tensors. Source: keras.utils.is_keras_tensor. */
export function is_keras_tensor(value: unknown): value is KerasTensor {
  return value instanceof KerasTensor
}

/** True when a symbolic tensor is anywhere in the structure. */
export function any_symbolic(structure: unknown): boolean {
  if (typeof structure !== 'object' || structure === null || structure instanceof Tensor) return false
  if (structure instanceof KerasTensor) return true
  if (Array.isArray(structure)) {
    for (const item of structure) if (any_symbolic(item)) return true
    return false
  }
  return is_plain_object(structure) && Object.values(structure).some(any_symbolic)
}
