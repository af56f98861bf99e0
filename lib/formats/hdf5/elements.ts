import { utf8 } from './cursor'
import type { Datatype } from './datatype'
import type { GlobalHeap } from './global_heap'
import type { Hdf5Dtype, Hdf5Values } from './tree'

const little_endian_machine = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

const arrays = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  opaque2: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} satisfies Record<Exclude<Hdf5Dtype, 'string' | 'empty'>, unknown>

/** Values of `count` elements that are stored in `bytes`: a view of them where the machine can read them as they are. */
export function read_elements(heap: GlobalHeap, datatype: Datatype, bytes: Uint8Array, count: number): Hdf5Values {
  const { source } = heap
  const { dtype, size } = datatype
  if (dtype === 'string') return read_strings(heap, datatype, bytes, count)
  const constructor = arrays[dtype as keyof typeof arrays]
  const swap = size > 1 && dtype !== 'opaque2' && datatype.big_endian === little_endian_machine
  if (dtype === 'bool') check_booleans(heap, bytes)
  if (!swap && bytes.byteOffset % size === 0) {
    return new constructor(bytes.buffer as ArrayBuffer, bytes.byteOffset, count)
  }
  source.budget.spend_bytes(bytes.length, source.path)
  const copy = bytes.slice()
  if (swap) swap_bytes(copy, size)
  return new constructor(copy.buffer as ArrayBuffer, copy.byteOffset, count)
}

/** Turns the bytes of each element round. */
function swap_bytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start < bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = bytes[low]
      bytes[low] = bytes[high]
      bytes[high] = byte
    }
  }
}

function check_booleans({ source }: GlobalHeap, bytes: Uint8Array): void {
  for (const byte of bytes) {
    if (byte > 1) throw source.error('format', 'hdf5-type', `A boolean is neither 0 nor 1. Received: ${byte}`)
  }
}

function read_strings(heap: GlobalHeap, { size, text }: Datatype, bytes: Uint8Array, count: number): string[] {
  const { source } = heap
  source.budget.spend_objects(count, source.path)
  source.budget.spend_bytes(text === 'vlen' ? 8 * count : 8 * count + bytes.length, source.path)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: count }, (_, i) =>
    text === 'vlen' ? vlen_string(heap, view, i * size) : fixed_string(heap, bytes.subarray(i * size, (i + 1) * size), text),
  )
}

/** A reference is a length, the address of a collection, and the number of an object in it. */
function vlen_string(heap: GlobalHeap, view: DataView, at: number): string {
  const { offset_size } = heap.source
  const length = view.getUint32(at, true)
  let address = 0
  for (let i = offset_size - 1; i >= 0; i--) address = address * 256 + view.getUint8(at + 4 + i)
  const index = view.getUint32(at + 4 + offset_size, true)
  if (length === 0) return ''
  return heap.text(address, index, length)
}

function fixed_string({ source }: GlobalHeap, bytes: Uint8Array, text: Datatype['text']): string {
  let end = bytes.length
  if (text === 'null-terminated') {
    const zero = bytes.indexOf(0)
    if (zero >= 0) end = zero
  } else {
    const filler = text === 'space-padded' ? 0x20 : 0
    while (end > 0 && bytes[end - 1] === filler) end--
  }
  return utf8(source, bytes.subarray(0, end), 'string', bytes.byteOffset - source.bytes.byteOffset)
}
