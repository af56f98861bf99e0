import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Hdf5Dtype, Hdf5Values } from '../hdf5/tree'
import { type SafetensorsType, safetensors_types } from './dtypes'

/** A tensor to write: `values` are as many elements as `shape` says, or a function that gives them and is called once. */
export interface SafetensorsEntryToWrite {
  dtype: Hdf5Dtype
  shape: readonly number[]
  values: Hdf5Values | (() => Hdf5Values)
}

interface Placed {
  name: string
  entry: SafetensorsEntryToWrite
  type: SafetensorsType
  rank: number
  start: number
  end: number
}

/**
 * The bytes of a safetensors file, laid out as the reference implementation does it: tensors of wider dtypes first, then by name, every one aligned.
 *
 * @throws ValueError for a dtype that the format does not have, the name `__metadata__`, or values that do not fit dtype and shape.
 */
export function write_safetensors(
  entries: ReadonlyMap<string, SafetensorsEntryToWrite>,
  metadata: ReadonlyMap<string, string> | null = null,
): Uint8Array {
  const { placed, length } = place(entries)
  const infos = placed.map(({ name, entry, type, start, end }) => {
    const info = { dtype: type.name, shape: entry.shape, data_offsets: [start, end] }
    return `${JSON.stringify(name)}:${JSON.stringify(info)}`
  })
  if (metadata !== null) infos.unshift(`"__metadata__":${JSON.stringify(Object.fromEntries(metadata))}`)
  const header = new TextEncoder().encode(`{${infos.join(',')}}`)
  const data_at = 8 + Math.ceil(header.length / 8) * 8
  const bytes = new Uint8Array(data_at + length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(data_at - 8), true)
  bytes.set(header, 8)
  bytes.fill(0x20, 8 + header.length, data_at)
  for (const member of placed) bytes.set(values_of(member), data_at + member.start)
  return bytes
}

function place(entries: ReadonlyMap<string, SafetensorsEntryToWrite>): { placed: Placed[]; length: number } {
  const placed = [...entries].map(([name, entry]): Placed => {
    const rank = safetensors_types.findIndex((known) => known.dtype === entry.dtype)
    const type = safetensors_types[rank]
    if (type === undefined) throw new ValueError(`safetensors has no dtype for '${name}'. Received: dtype=${repr(entry.dtype)}`)
    if (name === '__metadata__')
      throw new ValueError("A tensor of a safetensors file cannot have this name. Received: '__metadata__'")
    return { name, entry, type, rank, start: 0, end: 0 }
  })
  const encoder = new TextEncoder()
  const keys = new Map(placed.map(({ name }) => [name, encoder.encode(name)]))
  placed.sort((a, b) => b.rank - a.rank || compare(keys.get(a.name)!, keys.get(b.name)!))
  let length = 0
  for (const member of placed) {
    member.start = length
    length += member.entry.shape.reduce((product, size) => product * size, member.type.array.BYTES_PER_ELEMENT)
    member.end = length
  }
  return { placed, length }
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

function values_of({ name, entry, type, start, end }: Placed): Uint8Array {
  const values = typeof entry.values === 'function' ? entry.values() : entry.values
  const is_right = !Array.isArray(values) && values instanceof type.array && values.byteLength === end - start
  if (!is_right) {
    const what = Array.isArray(values) ? 'a list' : `${values.constructor.name} of ${values.length}`
    throw new ValueError(
      `The values of '${name}' do not fit ${entry.dtype} of shape ${repr([...entry.shape])}. Received: ${what}`,
    )
  }
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}
