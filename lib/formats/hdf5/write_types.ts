import { ValueError } from '../../common/errors'
import { repr, type_text } from '../../common/text'
import type { Hdf5Dtype, Hdf5Values } from './tree'
import { ByteSink, utf8 } from './write_bytes'

type TypedArrayClass = { new (length: number): Exclude<Hdf5Values, string[]>; name: string }

/** How one element type stands in a file. */
export interface StoredType {
  /** Bytes of one element. */
  size: number
  /** The datatype message, without padding. */
  message: Uint8Array
  /** Class of the values; null for strings. */
  array: TypedArrayClass | null
}

const fixed_point = (size: number, signed: boolean): ByteSink =>
  new ByteSink()
    .u8(0x10, signed ? 8 : 0, 0, 0)
    .u32(size)
    .u16(0, 8 * size)

const integer = (array: TypedArrayClass, size: number, signed: boolean): StoredType => ({
  size,
  array,
  message: fixed_point(size, signed).content(),
})

const float = (array: TypedArrayClass, size: number, exponent_bits: number): StoredType => {
  const mantissa_bits = 8 * size - 1 - exponent_bits
  const message = new ByteSink()
    .u8(0x11, 0x20, 8 * size - 1, 0)
    .u32(size)
    .u16(0, 8 * size)
    .u8(mantissa_bits, exponent_bits, 0, mantissa_bits)
    .u32(2 ** (exponent_bits - 1) - 1)
  return { size, array, message: message.content() }
}

const two_opaque_bytes: StoredType = {
  size: 2,
  array: Uint16Array,
  message: new ByteSink().u8(0x15, 0, 0, 0).u32(2).content(),
}

const truth: StoredType = {
  size: 1,
  array: Uint8Array,
  message: new ByteSink()
    .u8(0x18, 2, 0, 0)
    .u32(1)
    .bytes(fixed_point(1, true).content())
    .bytes(utf8('FALSE\0\0\0TRUE\0\0\0\0'))
    .u8(0, 1)
    .content(),
}

const variable_string: StoredType = {
  size: 16,
  array: null,
  message: new ByteSink().u8(0x19, 1, 1, 0).u32(16).u8(0x10, 0, 0, 0).u32(1).u16(0, 8).content(),
}

/** Strings of one length, padded with zeros. */
export const fixed_string = (size: number): StoredType => ({
  size,
  array: null,
  message: new ByteSink().u8(0x13, 1, 0, 0).u32(size).content(),
})

const stored_types: ReadonlyMap<Hdf5Dtype, StoredType> = new Map([
  ['float16', float(Uint16Array, 2, 5)],
  ['bfloat16', two_opaque_bytes],
  ['opaque2', two_opaque_bytes],
  ['float32', float(Float32Array, 4, 8)],
  ['float64', float(Float64Array, 8, 11)],
  ['int8', integer(Int8Array, 1, true)],
  ['int16', integer(Int16Array, 2, true)],
  ['int32', integer(Int32Array, 4, true)],
  ['int64', integer(BigInt64Array, 8, true)],
  ['uint8', integer(Uint8Array, 1, false)],
  ['uint16', integer(Uint16Array, 2, false)],
  ['uint32', integer(Uint32Array, 4, false)],
  ['uint64', integer(BigUint64Array, 8, false)],
  ['bool', truth],
  ['string', variable_string],
  ['empty', { size: 0, array: null, message: float(Float32Array, 4, 8).message }],
])

/** The stored form of a dtype. @throws ValueError for a dtype that is not in the table. */
export function stored_type(dtype: Hdf5Dtype, path: string): StoredType {
  const found = stored_types.get(dtype)
  if (!found) throw new ValueError(`HDF5: ${repr(path)} has a dtype that cannot be written. Received: dtype=${repr(dtype)}`)
  return found
}

/** The number of elements of a shape. @throws ValueError when it is no shape, has more than 32 axes, or is too large to count. */
export function count_elements(shape: readonly number[], dtype: Hdf5Dtype, path: string): number {
  if (dtype === 'empty') {
    if (shape.length === 0) return 0
    throw new ValueError(`HDF5: ${repr(path)} of dtype empty has the shape []. Received: shape=${repr(shape)}`)
  }
  if (shape.length > 32) {
    throw new ValueError(`HDF5: ${repr(path)} has more than 32 axes. Received: ${shape.length} axes`)
  }
  const count = shape.reduce((a, b) => a * b, 1)
  if (!shape.every((d) => Number.isSafeInteger(d) && d >= 0) || !(count * 16 <= Number.MAX_SAFE_INTEGER)) {
    throw new ValueError(`HDF5: ${repr(path)} needs a shape of whole numbers. Received: shape=${repr(shape)}`)
  }
  return count
}

/** @throws ValueError when a text holds NUL or half a surrogate pair: a reader would see another text. */
export function check_text(text: string, path: string): void {
  if (typeof text !== 'string' || /[\0\p{Surrogate}]/u.test(text)) {
    throw new ValueError(`HDF5: ${repr(path)} needs text without NUL and unpaired surrogates. Received: ${repr(text)}`)
  }
}

/** @throws ValueError unless `values` are `count` values of the class that the type stores. */
export function check_values(values: Hdf5Values, dtype: Hdf5Dtype, count: number, path: string): void {
  const { array } = stored_type(dtype, path)
  if (!(array === null ? Array.isArray(values) : values instanceof array)) {
    const wanted = array === null ? 'a list of str' : array.name
    throw new ValueError(`HDF5: ${repr(path)} of dtype ${dtype} takes ${wanted}. Received: ${type_text(values)}`)
  }
  if (values.length !== count) {
    throw new ValueError(`HDF5: ${repr(path)} has ${count} elements by its shape. Received: ${values.length} values`)
  }
  if (array === null) for (const text of values as string[]) check_text(text, path)
  if (dtype === 'bool' && (values as Uint8Array).some((v) => v > 1)) {
    throw new ValueError(`HDF5: ${repr(path)} of dtype bool takes 0 and 1. Received: other values`)
  }
}

/** The bytes of checked numbers, without a copy. */
export function bytes_of(values: Exclude<Hdf5Values, string[]>): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
