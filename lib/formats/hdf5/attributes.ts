import { Cursor } from './cursor'
import { type Dataspace, read_dataspace } from './dataspace'
import { type Datatype, read_datatype } from './datatype'
import { read_elements } from './elements'
import type { GlobalHeap } from './global_heap'
import type { Hdf5Attribute } from './tree'

/** The attribute of one message, with its name. */
export function read_attribute(heap: GlobalHeap, cursor: Cursor): [string, Hdf5Attribute] {
  const { source, position } = cursor
  const version = cursor.u8()
  if (version < 1 || version > 3) {
    throw source.broken(`The version of an attribute is unknown. Received: ${version}`, position)
  }
  const flags = cursor.u8()
  if (version > 1 && flags !== 0) throw source.unsupported('An attribute has a committed type.', position)
  const sizes = [cursor.u16(), cursor.u16(), cursor.u16()]
  if (version === 3) cursor.skip(1)
  const [name_part, type_part, space_part] = sizes.map((size) => cursor.slice(version === 1 ? Math.ceil(size / 8) * 8 : size))
  const name = read_name(name_part, sizes[0])
  const datatype = read_datatype(type_part)
  const dataspace = read_dataspace(space_part)
  if (dataspace.is_null) return [name, { dtype: 'empty', shape: [], values: [] }]
  return [name, { dtype: datatype.dtype, shape: dataspace.shape, values: values(heap, cursor, datatype, dataspace) }]
}

function values(heap: GlobalHeap, cursor: Cursor, datatype: Datatype, { count }: Dataspace) {
  const { source } = cursor
  if (count * datatype.size > cursor.left) {
    throw source.error(
      'format',
      'hdf5-size',
      `An attribute is larger than its bytes. Received: ${count} elements of ${datatype.size} bytes in ${cursor.left}`,
      cursor.position,
    )
  }
  return read_elements(heap, datatype, cursor.take(count * datatype.size), count)
}

/** A name ends with a zero, which its size counts. */
function read_name(cursor: Cursor, size: number): string {
  const { source, position } = cursor
  const zero = source.bytes.indexOf(0, position)
  if (size === 0 || zero !== position + size - 1) throw source.broken('The name of an attribute has another length.', position)
  return new Cursor(source, position, cursor.end).utf8(size - 1, 'name of an attribute')
}
