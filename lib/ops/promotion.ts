import { Tensor } from '@tensorflow/tfjs-core'
import { floatx } from '../common/config'
import { type DType, is_float_dtype, is_int_dtype, standardize_dtype } from '../common/dtypes'
import { TypeError } from '../common/errors'
import { repr } from '../common/text'
import { plain_dtype, tensor_dtype } from '../variables/to_tensor'

/** A number that counts as a float even when it has no fraction. */
export class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
  valueOf(): number {
    return this.value
  }
  to_text(): string {
    return Number.isInteger(this.value) ? `${this.value}.0` : repr(this.value)
  }
}

/** Marks a number as a float: `ops.add(int_tensor, ops.float(2))` is float32, where `2` alone counts as an integer. */
export function float(value: number): Float {
  return new Float(value)
}

const rank_of_float: Record<string, number> = { bfloat16: 1, float16: 1, float32: 2, float64: 3 }

function width(dtype: DType): number {
  return Number(dtype.replace(/^u?int/, ''))
}

function join(a: DType, b: DType): DType {
  if (a === b) return a
  if (a === 'bool') return b
  if (b === 'bool') return a
  if (a.startsWith('complex') || b.startsWith('complex')) return 'complex64'
  if (a === 'float') return is_float_dtype(b) ? b : 'float'
  if (b === 'float') return is_float_dtype(a) ? a : 'float'
  const float_a = is_float_dtype(a)
  const float_b = is_float_dtype(b)
  if (float_a && float_b) {
    const difference = rank_of_float[a]! - rank_of_float[b]!
    return difference === 0 ? 'float32' : difference > 0 ? a : b
  }
  if (float_a) return a
  if (float_b) return b
  if (a === 'int') return b
  if (b === 'int') return a
  if (!is_int_dtype(a) || !is_int_dtype(b)) throw new TypeError(`No common dtype. Received: ${a} and ${b}`)
  const unsigned_a = a.startsWith('u')
  if (unsigned_a === b.startsWith('u')) return width(a) >= width(b) ? a : b
  const signed = unsigned_a ? b : a
  const unsigned = unsigned_a ? a : b
  return width(signed) > width(unsigned) ? signed : `int${Math.min(64, 2 * width(unsigned))}`
}

/** The last step: plain numbers that met no tensor get their default type, 64-bit types become 32-bit ones. */
function settle(dtype: DType): DType {
  if (dtype === 'int') return 'int32'
  if (dtype === 'float') return floatx()
  if (dtype === 'int64') return 'int32'
  if (dtype === 'uint64') return 'uint32'
  if (dtype === 'float64') return 'float32'
  return dtype
}

/**
 * The dtype that values of the given dtypes have together. `'int'` and `'float'` stand for plain numbers, which give way to any tensor of their kind.
 * Source: keras.backend.result_type.
 */
export function result_type(...dtypes: (DType | null | undefined)[]): DType {
  let result: DType | null = null
  for (const dtype of dtypes) {
    const known =
      dtype === 'int' || dtype === 'float' ? dtype : dtype === null || dtype === undefined ? floatx() : standardize_dtype(dtype)
    result = result === null ? known : join(result, known)
  }
  return settle(result ?? floatx())
}

/** True when every number in the value is whole; booleans count as numbers. */
function all_whole(value: unknown): boolean {
  return Array.isArray(value) ? value.every(all_whole) : typeof value === 'boolean' || Number.isInteger(value)
}

/** The dtype of a value in promotion: `int` and `float` for plain numbers. Nested arrays are not weak. */
export function operand_dtype(value: unknown): DType {
  if (value instanceof Tensor) return tensor_dtype((value as { value?: Tensor }).value ?? value)
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (value instanceof Float) return 'float'
  if (typeof value === 'boolean') return 'bool'
  return natural_dtype(value)
}

/** The dtype of the tensor of a value that was given none. */
export function natural_dtype(value: unknown): DType {
  if (value instanceof Tensor) return operand_dtype(value)
  if (value instanceof Float) return floatx()
  if (Array.isArray(value) && has_object(value)) {
    const leaves: DType[] = value.map((item) => settle(operand_dtype(item)))
    return leaves.reduce(join)
  }
  return plain_dtype(value, all_whole(value) && !(Array.isArray(value) && value.flat(Infinity).length === 0) ? 'int32' : floatx())
}

/** True when a tensor or a marked number is somewhere in the list. */
export function has_object(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(has_object)
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
}
