import { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../backend/engine'
import { round_half } from '../backend/kernels/round_half'
import { shaped_view } from '../backend/shaped_view'
import { floatx } from '../common/config'
import { type DType, is_float_dtype, is_half_dtype, storage_dtype } from '../common/dtypes'
import { dtype_label, label_dtype } from '../variables/half'
import { cast_tensor, tensor_dtype, to_tensor } from '../variables/to_tensor'
import { Float, has_object, natural_dtype, operand_dtype, result_type } from './promotion'

/** Bits and sign of the integer types that are held in int32. */
const narrow_bits: Record<string, [bits: number, signed: boolean]> = {
  int8: [8, true],
  int16: [16, true],
  uint8: [8, false],
  uint16: [16, false],
  int4: [4, true],
  uint4: [4, false],
}

/** A tensor of any tensor-like value; whole numbers give int32, others floatx. */
export function as_tensor(value: unknown, dtype?: DType | null): Tensor {
  if (value instanceof Tensor) return dtype === undefined || dtype === null ? to_tensor(value) : convert(to_tensor(value), dtype)
  if (Array.isArray(value) && has_object(value)) {
    const wanted = dtype ?? natural_dtype(value)
    return run_kernel('Pack', value.map((item) => as_tensor(item, wanted)) as never, { axis: 0 })
  }
  return to_tensor(value instanceof Float ? value.value : value, dtype ?? natural_dtype(value))
}

/** A tensor of another dtype; values wrap in the narrow integer types. */
export function convert(tensor: Tensor, dtype: DType): Tensor {
  const present = tensor_dtype(tensor)
  if (present === dtype) return tensor
  if (dtype === 'bool') return truth(tensor)
  if (narrow_bits[dtype] === undefined) return cast_tensor(tensor, dtype)
  return label_dtype(
    wrap(tensor.dtype === 'int32' ? tensor : run_kernel('Cast', { x: tensor }, { dtype: 'int32' }), dtype),
    dtype,
  )
}

function wrap(tensor: Tensor, dtype: DType): Tensor {
  const [bits, signed] = narrow_bits[dtype]!
  const span = int_scalar(2 ** bits)
  if (!signed) return run_kernel('Mod', { a: tensor, b: span })
  const half = int_scalar(2 ** (bits - 1))
  return run_kernel('Sub', { a: run_kernel('Mod', { a: run_kernel('Add', { a: tensor, b: half }), b: span }), b: half })
}

/** A fresh kernel result as `dtype`: cast to its storage, rounded or wrapped, labelled. */
export function finish(tensor: Tensor, dtype: DType): Tensor {
  if (tensor.dtype === dtype) return tensor
  const storage = storage_dtype(dtype)
  const stored =
    tensor.dtype === storage ? tensor : storage === 'bool' ? truth(tensor) : run_kernel('Cast', { x: tensor }, { dtype: storage })
  if (is_half_dtype(dtype)) return label_dtype(round_half(stored, dtype), dtype)
  if (narrow_bits[dtype] !== undefined) return label_dtype(wrap(stored, dtype), dtype)
  return dtype === stored.dtype ? stored : label_dtype(stored, dtype)
}

/** A result whose values are some of those of `source`: it takes over its label, nothing is rounded. */
export function like(result: Tensor, source: Tensor): Tensor {
  const label = dtype_label(source)
  return label === undefined ? result : label_dtype(result, label)
}

/** The float dtype that float functions compute in: integers become floatx. */
export function float_dtype(dtype: DType): DType {
  return is_float_dtype(dtype) || dtype === 'complex64' ? dtype : floatx()
}

/** A float tensor; integers become floatx. */
export function as_float(value: unknown): Tensor {
  const x = as_tensor(value)
  if (x.dtype === 'float32' || x.dtype === 'complex64') return x
  return convert(x, floatx())
}

/** The values, which are float32 tensors or variables, as tensors; null when one is something else. */
function float32_tensors(values: unknown[]): Tensor[] | null {
  for (const value of values) if (!(value instanceof Tensor) || operand_dtype(value) !== 'float32') return null
  return values.map((value) => to_tensor(value))
}

/** The values as tensors of their common dtype, and that dtype. */
export function promote(...values: unknown[]): [tensors: Tensor[], dtype: DType] {
  const plain = float32_tensors(values)
  if (plain !== null) return [plain, 'float32']
  const dtype = result_type(...values.map(operand_dtype))
  return [values.map((value) => as_tensor(value, dtype)), dtype]
}

/** Like `promote`; integers become floatx. */
export function promote_float(...values: unknown[]): [tensors: Tensor[], dtype: DType] {
  const plain = float32_tensors(values)
  if (plain !== null) return [plain, 'float32']
  const dtype = float_dtype(result_type(...values.map(operand_dtype)))
  return [values.map((value) => as_tensor(value, dtype)), dtype]
}

/** A float32 scalar. */
export function float_scalar(value: number | Float): Tensor {
  return to_tensor(Number(value), 'float32')
}

/** An int32 scalar. */
export function int_scalar(value: number | Float): Tensor {
  return to_tensor(Number(value), 'int32')
}

/** The kernel that multiplies etc. with two tensors of one storage dtype. */
export function binary(kernel: string, a: Tensor, b: Tensor): Tensor {
  return run_kernel(kernel, { a, b })
}

/** A kernel with the one input `x`. */
export function unary(kernel: string, x: Tensor, attrs?: Record<string, unknown>): Tensor {
  return run_kernel(kernel, { x }, attrs)
}

/** True where a value is not zero: casts to bool keep other bytes than 0 and 1 on some backends. */
function truth(x: Tensor): Tensor {
  if (x.dtype !== 'float32' && x.dtype !== 'int32') return run_kernel('Cast', { x }, { dtype: 'bool' })
  return run_kernel('NotEqual', { a: x, b: to_tensor(0, x.dtype) })
}

/** The tensor with another storage dtype, without rounding or labels. */
export function store_as(x: Tensor, dtype: 'float32' | 'int32' | 'bool'): Tensor {
  if (x.dtype === dtype) return x
  return dtype === 'bool' ? truth(x) : run_kernel('Cast', { x }, { dtype })
}

/** The same values in another shape. */
export function reshaped(x: Tensor, shape: readonly number[]): Tensor {
  return shaped_view(x, shape) ?? run_kernel('Reshape', { x }, { shape: shape as number[] })
}
