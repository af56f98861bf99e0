import { TypeError, ValueError } from './errors'
import { repr } from './text'

/** The dtypes that TensorFlow.js stores. */
export type StorageDType = 'float32' | 'int32' | 'bool' | 'string' | 'complex64'

/** Keras's names of dtypes. */
export type DType = string

const floats = ['bfloat16', 'float16', 'float32', 'float64']
const integers = ['int4', 'int8', 'int16', 'int32', 'int64', 'uint4', 'uint8', 'uint16', 'uint32', 'uint64']
const complexes = ['complex64', 'complex128']
const known = new Set([...floats, ...integers, ...complexes, 'bool', 'string', 'float8_e4m3fn', 'float8_e5m2'])
const warned = new Set<string>()

/** True for `float32`, `float16`, `bfloat16`, `float64`. */
export function is_float_dtype(dtype: DType): boolean {
  return dtype.startsWith('float') || dtype.startsWith('bfloat')
}

/** True for signed and unsigned integers. */
export function is_int_dtype(dtype: DType): boolean {
  return dtype.startsWith('int') || dtype.startsWith('uint')
}

/** True for the types that are held in float32 and rounded to their own grid. */
export function is_half_dtype(dtype: DType | undefined | null): dtype is 'float16' | 'bfloat16' {
  return dtype === 'float16' || dtype === 'bfloat16'
}

/**
 * The canonical name of a dtype; `null` gives `fallback`. The 64-bit names answer their 32-bit types, as TensorFlow.js holds nothing wider; the first
 * use of each warns.
 * @throws ValueError for an unknown name.
 */
export function standardize_dtype(dtype: unknown, fallback = 'float32'): DType {
  if (dtype === null || dtype === undefined) return fallback
  let name = dtype
  if (typeof dtype === 'object' && typeof (dtype as { name?: unknown }).name === 'string') name = (dtype as { name: string }).name
  if (name === 'int') name = 'int32'
  if (name === 'float') name = 'float32'
  if (typeof name !== 'string' || !known.has(name))
    throw new ValueError(`Invalid dtype: ${typeof name === 'string' ? name : repr(name)}`)
  return narrow(name)
}

function narrow(name: string): string {
  const narrower: Record<string, string> = { float64: 'float32', int64: 'int32', uint64: 'uint32', complex128: 'complex64' }
  const result = narrower[name]
  if (result === undefined) return name
  if (!warned.has(name)) {
    warned.add(name)
    console.warn(`keras-tfjs: ${name} is not available in TensorFlow.js; ${result} is used instead.`)
  }
  return result
}

/** Where TensorFlow.js keeps values of a dtype. */
export function storage_dtype(dtype: DType): StorageDType {
  if (is_float_dtype(dtype)) return 'float32'
  if (is_int_dtype(dtype)) return 'int32'
  if (dtype === 'bool' || dtype === 'string' || dtype === 'complex64') return dtype
  throw new TypeError(`Unknown dtype. Received: dtype=${repr(dtype)}`)
}
