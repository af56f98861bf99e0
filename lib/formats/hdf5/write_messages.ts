import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Hdf5AttributeToWrite, Hdf5Dtype } from './tree'
import { ByteSink, undefined_address, utf8 } from './write_bytes'
import type { GlobalHeap } from './write_heap'
import { bytes_of, check_text, check_values, count_elements, fixed_string, type StoredType, stored_type } from './write_types'

/** The most bytes that the value of an attribute may have. */
export const attribute_limit = 64_512
const message_limit = 65_528
const message_count_limit = 65_535

/** One message of an object header. */
export interface Message {
  type: number
  /** 1 where the content never changes. */
  flags: number
  /** Appends the content to the sink of the file; what it appends is a multiple of 8 long. */
  write: (sink: ByteSink) => void
}

const plain = (type: number, flags: number, content: ByteSink): Message => ({
  type,
  flags,
  write: (sink) => sink.bytes(content.align().content()),
})

function dataspace(shape: readonly number[], dtype: Hdf5Dtype): ByteSink {
  if (dtype === 'empty') return new ByteSink().u8(2, 0, 0, 2)
  const sink = new ByteSink().u8(1, shape.length, shape.length === 0 ? 0 : 1, 0).u32(0)
  return sink.u64(...shape, ...shape)
}

/** Dataspace, datatype and fill value of a dataset. */
export const array_messages = (shape: readonly number[], type: StoredType, dtype: Hdf5Dtype): Message[] => [
  plain(0x1, 0, dataspace(shape, dtype)),
  plain(0x3, 1, new ByteSink().bytes(type.message)),
  plain(0x5, 1, new ByteSink().u8(2, 2, dtype === 'string' ? 0 : 2, 1).u32(0)),
]

/** Contiguous storage of `size` bytes. `placed` is told where the address stands; without it there is no storage. */
export const layout_message = (size: number, placed: ((at: number) => void) | null): Message => ({
  type: 0x8,
  flags: 0,
  write: (sink) => {
    const at = sink.u8(3, 1).length
    sink.u64(placed ? 0 : undefined_address, size).align()
    placed?.(at)
  },
})

/** Where the B-tree and the local heap of a group are. */
export const symbol_table_message = (tree: number, heap: number): Message => plain(0x11, 0, new ByteSink().u64(tree, heap))

/**
 * A checked attribute as a message.
 *
 * @throws ValueError when name, dtype, shape and values do not fit together, or the value is larger than 64,512 bytes.
 */
export function attribute_message(name: string, attribute: Hdf5AttributeToWrite, owner: string, heap: GlobalHeap): Message {
  const path = `${owner}@${name}`
  check_text(name, path)
  if (name === '') throw new ValueError(`HDF5: an attribute needs a name. Received: '' in ${repr(owner)}`)
  const { dtype, shape, values, fixed = false } = attribute
  if (dtype === 'bfloat16') {
    throw new ValueError(`HDF5: ${repr(path)} is an attribute; bfloat16 is for datasets. Received: dtype='bfloat16'`)
  }
  check_values(values, dtype, count_elements(shape, dtype, path), path)
  const texts = dtype === 'string' && fixed ? (values as string[]).map(utf8) : null
  const type = texts ? fixed_string(Math.max(1, ...texts.map((t) => t.length))) : stored_type(dtype, path)
  const size = values.length * type.size
  const named = utf8(`${name}\0`)
  const space = dataspace(shape, dtype).content()
  const head = new ByteSink()
    .u8(1, 0)
    .u16(named.length, type.message.length, space.length)
    .bytes(named)
    .align()
    .bytes(type.message)
    .align()
    .bytes(space)
    .align()
  if (size > attribute_limit || head.length + size > message_limit) {
    throw new ValueError(`HDF5: the attribute ${repr(path)} is larger than ${attribute_limit} bytes. Received: ${size} bytes`)
  }
  const write = (sink: ByteSink) => {
    sink.bytes(head.content())
    if (texts) for (const text of texts) sink.bytes(text).zeros(type.size - text.length)
    else if (Array.isArray(values)) for (const text of values) heap.refer(sink, text)
    else sink.bytes(bytes_of(values))
    sink.align()
  }
  return { type: 0xc, flags: 0, write }
}

/**
 * Appends an object header and gives its address.
 *
 * @throws ValueError when there are more messages than a header counts.
 */
export function write_header(sink: ByteSink, messages: readonly Message[], path: string): number {
  if (messages.length > message_count_limit) {
    throw new ValueError(`HDF5: ${repr(path)} has too many attributes. Received: ${messages.length}`)
  }
  const address = sink.length
  sink.u8(1, 0).u16(messages.length).u32(1)
  const size_at = sink.length
  sink.u64(0)
  for (const { type, flags, write } of messages) {
    sink.u16(type)
    const at = sink.length
    sink.u16(0).u8(flags, 0, 0, 0)
    write(sink)
    sink.set_u16(at, sink.length - at - 6)
  }
  sink.set_u64(size_at, sink.length - size_at - 8)
  return address
}
