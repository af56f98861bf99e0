import { storage_dtype } from '../../common/dtypes'
import { TypeError } from '../../common/errors'
import { repr } from '../../common/text'
import { from_bfloat16, from_float16, to_bfloat16, to_float16 } from '../../formats/half'
import type { Hdf5Dtype, Hdf5Values } from '../../formats/hdf5/tree'

type Numbers = Float32Array | Int32Array | Uint8Array

const writers: Record<string, (values: Numbers) => Hdf5Values> = {
  float16: (values) => Uint16Array.from(values as Float32Array, to_float16),
  bfloat16: (values) => Uint16Array.from(values as Float32Array, to_bfloat16),
  float32: (values) => (values instanceof Float32Array ? values : new Float32Array(values)),
  int8: (values) => new Int8Array(values),
  int16: (values) => new Int16Array(values),
  int32: (values) => (values instanceof Int32Array ? values : new Int32Array(values)),
  uint8: (values) => new Uint8Array(values),
  uint16: (values) => new Uint16Array(values),
  uint32: (values) => new Uint32Array(values),
  bool: (values) => Uint8Array.from(values as Uint8Array, (value) => (value === 0 ? 0 : 1)),
}

/** Whether a Keras dtype has a form in files. */
export function is_file_dtype(dtype: string): dtype is Hdf5Dtype {
  return Object.hasOwn(writers, dtype)
}

/** The values of a tensor as a file holds them: the same array where nothing has to be converted. @throws TypeError for a dtype that files cannot hold. */
export function to_file_values(values: Numbers, dtype: string): Hdf5Values {
  if (!is_file_dtype(dtype)) throw new TypeError(`Values of this dtype cannot be saved. Received: dtype=${repr(dtype)}`)
  return writers[dtype]!(values)
}

/** Bytes of one element of each dtype. */
export const element_bytes: Readonly<Record<string, number>> = {
  float16: 2,
  bfloat16: 2,
  opaque2: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
}

const floats = ['float16', 'bfloat16', 'float32', 'float64']

/** Whether values of a file may become those of a tensor: floats for floats, integers for integers, booleans for booleans, bytes without meaning for bfloat16. */
export function converts(from: Hdf5Dtype, to: string): boolean {
  if (from === 'opaque2') return to === 'bfloat16'
  if (from === 'bool' || from === 'string') return from === to
  const storage = storage_dtype(to)
  return floats.includes(from) ? storage === 'float32' : storage === 'int32'
}

const ranges: Record<string, readonly [low: number, high: number]> = {
  int8: [-(2 ** 7), 2 ** 7 - 1],
  int16: [-(2 ** 15), 2 ** 15 - 1],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint8: [0, 2 ** 8 - 1],
  uint16: [0, 2 ** 16 - 1],
  uint32: [0, 2 ** 32 - 1],
}

/** Whether integers of a file fit into a tensor of another integer dtype. */
export function in_range(values: Hdf5Values, from: Hdf5Dtype, to: string): boolean {
  const range = ranges[to]
  if (range === undefined || from === to || Array.isArray(values)) return true
  const [low, high] = range
  for (const value of values) if (value < low || value > high) return false
  return true
}

/** Whether an array has its memory to itself. A view of a file never covers all of the file. */
const is_own = (values: ArrayBufferView): boolean => values.byteLength === values.buffer.byteLength

/** The values of a file as TensorFlow.js stores them for a dtype: never a view of the file. */
export function from_file_values(values: Hdf5Values, from: Hdf5Dtype): Numbers | string[] {
  if (Array.isArray(values)) return values.slice()
  if (from === 'float16') return Float32Array.from(values as Uint16Array, from_float16)
  if (from === 'bfloat16' || from === 'opaque2') return Float32Array.from(values as Uint16Array, from_bfloat16)
  if (from === 'float32') return is_own(values) ? (values as Float32Array) : new Float32Array(values as Float32Array)
  if (from === 'float64') return new Float32Array(values as Float64Array)
  if (from === 'bool') return new Uint8Array(values as Uint8Array)
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return Int32Array.from(values as BigInt64Array, Number)
  return new Int32Array(values as Int32Array)
}
