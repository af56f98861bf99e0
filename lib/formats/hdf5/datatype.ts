import type { Cursor } from './cursor'
import type { Source } from './source'
import type { Hdf5Dtype } from './tree'

/** How the bytes of an element are to be read. */
export interface Datatype {
  dtype: Hdf5Dtype
  /** Bytes of one element as they are stored. */
  size: number
  big_endian: boolean
  /** For strings: how one that is shorter than `size` ends, or that it stands in a global heap. */
  text: 'null-terminated' | 'null-padded' | 'space-padded' | 'vlen' | null
}

const class_names = ['', '', 'time', '', 'bit field', '', 'compound', 'reference', '', '', 'array', 'complex']

/** Reads a datatype message. @throws ModelFormatError for everything that weights and configs are not made of. */
export function read_datatype(cursor: Cursor): Datatype {
  const { source, position } = cursor
  const first = cursor.u8()
  const bits = cursor.u8() | (cursor.u8() << 8) | (cursor.u8() << 16)
  const size = cursor.u32()
  const version = first >> 4
  if (version < 1 || version > 5) throw type_error(source, `The version of a datatype is unknown. Received: ${version}`, position)
  if (size === 0) throw type_error(source, 'A datatype has no bytes.', position)
  switch (first & 0x0f) {
    case 0:
      return fixed_point(cursor, bits, size)
    case 1:
      return float(cursor, bits, size)
    case 3:
      return fixed_string(source, bits, size, position)
    case 5:
      if (size !== 2) throw not_read(source, `opaque of ${size} bytes`, position)
      return { dtype: 'opaque2', size, big_endian: false, text: null }
    case 8:
      return boolean(cursor, bits, size, version)
    case 9:
      return vlen_string(cursor, bits, size)
    default: {
      const name = class_names[first & 0x0f]
      if (name === undefined) throw type_error(source, `The class of a datatype is unknown. Received: ${first & 0x0f}`, position)
      throw not_read(source, name, position)
    }
  }
}

function type_error(source: Source, message: string, offset: number) {
  return source.error('format', 'hdf5-type', message, offset)
}

function not_read(source: Source, name: string, offset: number) {
  return source.error('unsupported', 'hdf5-type', `Elements of this datatype are not read. Received: ${name}`, offset)
}

/** Checks the two numbers that say which bits of an element count: all of them have to. */
function whole_element(cursor: Cursor, size: number): void {
  const { source, position } = cursor
  const first = cursor.u16()
  const precision = cursor.u16()
  if (precision === 0 || first + precision > 8 * size) {
    throw type_error(source, `A number has other bits than its bytes. Received: ${precision} bits in ${size} bytes`, position)
  }
  if (first !== 0 || precision !== 8 * size) throw not_read(source, `number of ${precision} bits in ${size} bytes`, position)
}

function fixed_point(cursor: Cursor, bits: number, size: number): Datatype {
  const { source, position } = cursor
  if (bits & ~0x0f) throw type_error(source, `The flags of an integer are unknown. Received: ${bits}`, position)
  whole_element(cursor, size)
  if (![1, 2, 4, 8].includes(size)) throw not_read(source, `integer of ${size} bytes`, position)
  const dtype = `${bits & 8 ? 'int' : 'uint'}${8 * size}` as Hdf5Dtype
  return { dtype, size, big_endian: (bits & 1) === 1, text: null }
}

/** Sign, exponent position, exponent size, mantissa position, mantissa size and exponent bias. */
const floats: Record<string, Hdf5Dtype> = {
  '15 10 5 0 10 15': 'float16',
  '15 7 8 0 7 127': 'bfloat16',
  '31 23 8 0 23 127': 'float32',
  '63 52 11 0 52 1023': 'float64',
}

function float(cursor: Cursor, bits: number, size: number): Datatype {
  const { source, position } = cursor
  if (bits & ~0xff7f) throw type_error(source, `The flags of a float are unknown. Received: ${bits}`, position)
  if (size === 16) throw not_read(source, 'float of 16 bytes', position)
  if (![2, 4, 8].includes(size)) throw type_error(source, `A float has an odd size. Received: ${size} bytes`, position)
  whole_element(cursor, size)
  const sign = (bits >> 8) & 0xff
  const layout = [sign, cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8(), cursor.u32()].join(' ')
  const order = bits & 0x41
  const dtype = floats[layout]
  const implied_bit = ((bits >> 4) & 3) === 2
  if (dtype === undefined || !implied_bit || order > 1 || size * 8 !== sign + 1) {
    throw not_read(source, order === 0x41 ? 'float in VAX order' : `float with an odd layout (${layout})`, position)
  }
  return { dtype, size, big_endian: order === 1, text: null }
}

function fixed_string(source: Source, bits: number, size: number, position: number): Datatype {
  const text = (['null-terminated', 'null-padded', 'space-padded'] as const)[bits & 0x0f]
  if (text === undefined || bits >> 4 > 1) {
    throw type_error(source, `The flags of a string are unknown. Received: ${bits}`, position)
  }
  return { dtype: 'string', size, big_endian: false, text }
}

function vlen_string(cursor: Cursor, bits: number, size: number): Datatype {
  const { source, position } = cursor
  if ((bits & 0x0f) === 0) throw not_read(source, 'sequence of variable length', position)
  if ((bits & 0x0f) !== 1 || ((bits >> 4) & 0x0f) > 2 || bits >> 8 > 1) {
    throw type_error(source, `The flags of a string are unknown. Received: ${bits}`, position)
  }
  cursor.skip(4)
  if (size !== 8 + source.offset_size || cursor.u32() !== 1) {
    throw type_error(source, `A string of variable length has odd parts. Received: ${size} bytes`, position)
  }
  return { dtype: 'string', size, big_endian: false, text: 'vlen' }
}

/** An enumeration is read when it is the one that stands for booleans: FALSE is 0 and TRUE is 1, in int8. */
function boolean(cursor: Cursor, bits: number, size: number, version: number): Datatype {
  const { source, position } = cursor
  if ((cursor.u8() & 0x0f) !== 0 || size !== 1 || (bits & 0xffff) !== 2) throw not_read(source, 'enumeration', position)
  cursor.skip(3)
  if (cursor.u32() !== 1) throw type_error(source, 'An enumeration has another size than its numbers.', position)
  whole_element(cursor, 1)
  const names = [name(cursor, version), name(cursor, version)]
  const values = [cursor.u8(), cursor.u8()]
  const whole = names.map((text, i) => `${text}=${values[i]}`).join(' ')
  if (whole !== 'FALSE=0 TRUE=1') throw not_read(source, 'enumeration', position)
  return { dtype: 'bool', size, big_endian: false, text: null }
}

/** A name of an enumeration: before version 3 it is filled up to eight bytes. */
function name(cursor: Cursor, version: number): string {
  const start = cursor.position
  let text = ''
  for (let byte = cursor.u8(); byte !== 0; byte = cursor.u8()) text += String.fromCharCode(byte)
  if (version < 3) cursor.skip((8 - ((cursor.position - start) % 8)) % 8)
  return text
}
