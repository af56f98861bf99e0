import { tensor as make_tensor, Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { round_half } from '../backend/kernels/round_half'
import { floatx } from '../common/config'
import { type DType, is_half_dtype, type StorageDType, storage_dtype } from '../common/dtypes'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { dtype_label, label_dtype } from './half'

/** What counts as a tensor: TensorFlow.js tensors, variables, nested arrays, typed arrays, numbers, booleans, strings. */
export type TensorLike = Tensor | number | boolean | string | ArrayLike<unknown> | readonly TensorLike[]

/** True for TensorFlow.js tensors, variables included. */
export function is_tensor(value: unknown): value is Tensor {
  return value instanceof Tensor
}

/** The Keras dtype of a tensor: its label, else its storage dtype. */
export function tensor_dtype(tensor: Tensor): DType {
  return dtype_label(tensor) ?? (tensor as { keras_dtype?: DType }).keras_dtype ?? tensor.dtype
}

function first_leaf(value: unknown): unknown {
  let leaf = value
  while (Array.isArray(leaf)) leaf = leaf[0]
  return leaf
}

function has_tensor(value: unknown): boolean {
  return Array.isArray(value) ? value.some(has_tensor) : value instanceof Tensor
}

function all_leaves(value: unknown, test: (leaf: unknown) => boolean): boolean {
  return Array.isArray(value) ? value.every((item) => all_leaves(item, test)) : test(value)
}

/** The shape of nested arrays. */
export function nested_shape(value: unknown): number[] {
  if (ArrayBuffer.isView(value)) return [(value as Float32Array).length]
  return Array.isArray(value) ? [value.length, ...(value.length > 0 ? nested_shape(value[0]) : [])] : []
}

/** The dtype of plain values: booleans, strings; numbers are `number_dtype`. */
export function plain_dtype(value: unknown, number_dtype: DType): DType {
  if (ArrayBuffer.isView(value)) {
    if (value instanceof Float32Array || value instanceof Float64Array) return 'float32'
    return 'int32'
  }
  const leaf = first_leaf(value)
  if (typeof leaf === 'string') return 'string'
  if (typeof leaf === 'boolean' && all_leaves(value, (v) => typeof v === 'boolean')) return 'bool'
  return number_dtype
}

/**
 * A tensor of `value`. A tensor that already has the dtype is returned as it is; a variable gives its value.
 * @throws ValueError when the value has no tensor form (objects, functions, ragged lists).
 */
export function to_tensor(value: unknown, dtype?: DType | null): Tensor {
  if (value instanceof Tensor) {
    const tensor = (value as { value?: Tensor }).value instanceof Tensor ? (value as unknown as { value: Tensor }).value : value
    return dtype === undefined || dtype === null ? tensor : cast_tensor(tensor, dtype)
  }
  if (
    value === null ||
    value === undefined ||
    typeof value === 'function' ||
    (typeof value === 'object' && !Array.isArray(value) && !ArrayBuffer.isView(value))
  ) {
    throw new ValueError(`Cannot convert the value to a tensor. Received: ${repr(value)}`)
  }
  if (Array.isArray(value) && has_tensor(value)) {
    const items = value.map((item) => to_tensor(item, dtype))
    const result = run_kernel('Pack', items as never, { axis: 0 }) as Tensor
    return result
  }
  const wanted = dtype ?? plain_dtype(value, floatx())
  const storage = storage_dtype(wanted)
  const shape = nested_shape(value)
  const data = make_data(
    storage,
    shape.reduce((size, d) => size * d, 1),
  )
  fill_data(data, value, shape, 0, 0, value)
  const tensor = make_tensor(data as Float32Array, shape, storage)
  return is_half_dtype(wanted)
    ? consume(tensor, (t) => label_dtype(round_half(t, wanted), wanted))
    : label_if_narrow(tensor, wanted)
}

function consume(tensor: Tensor, fn: (t: Tensor) => Tensor): Tensor {
  const result = fn(tensor)
  if (result !== tensor) tensor.dispose()
  return result
}

function label_if_narrow(tensor: Tensor, dtype: DType): Tensor {
  return dtype === tensor.dtype ? tensor : label_dtype(tensor, dtype)
}

function make_data(dtype: StorageDType, size: number): unknown[] | Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float32') return new Float32Array(size)
  if (dtype === 'int32') return new Int32Array(size)
  if (dtype === 'bool') return new Uint8Array(size)
  if (dtype === 'string') return new Array(size)
  throw new ValueError(`Plain values cannot be ${dtype}. Received: dtype=${dtype}`)
}

/** Writes nested arrays into one flat array; numbers are truncated for integers. Answers the place after the last value. */
function fill_data(data: any, value: unknown, shape: readonly number[], axis: number, start: number, whole: unknown): number {
  if (axis === shape.length) {
    const kind = typeof value
    if (Array.isArray(data) ? kind !== 'string' : kind !== 'number' && kind !== 'boolean' && kind !== 'bigint') wrong_value(whole)
    data[start] = data instanceof Uint8Array ? Number(Boolean(value)) : Array.isArray(data) ? value : Number(value)
    return start + 1
  }
  const list = value as ArrayLike<unknown>
  if ((!Array.isArray(value) && !ArrayBuffer.isView(value)) || list.length !== shape[axis]) wrong_value(whole)
  if (ArrayBuffer.isView(value) && !(data instanceof Uint8Array)) {
    if (axis !== shape.length - 1) wrong_value(whole)
    data.set(value, start)
    return start + list.length
  }
  let next = start
  for (let i = 0; i < list.length; i++) next = fill_data(data, list[i], shape, axis + 1, next, whole)
  return next
}

function wrong_value(value: unknown): never {
  throw new ValueError(`Cannot convert the value to a tensor: its parts differ in shape or type. Received: ${repr(value)}`)
}

/** A tensor of another dtype; the same one when nothing changes. Casting to a half type rounds to its grid. */
export function cast_tensor(tensor: Tensor, dtype: DType): Tensor {
  const present = tensor_dtype(tensor)
  if (present === dtype) return tensor
  const storage = storage_dtype(dtype)
  let result = tensor
  if (tensor.dtype !== storage) result = run_kernel('Cast', { x: tensor }, { dtype: storage }) as Tensor
  if (is_half_dtype(dtype)) return label_dtype(round_half(result, dtype), dtype)
  if (result === tensor && (dtype !== tensor.dtype || present !== tensor.dtype)) {
    result = run_kernel('Identity', { x: tensor }, {}) as Tensor
  }
  return dtype === result.dtype ? result : label_dtype(result, dtype)
}
