import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import type { Hdf5AttributeToWrite, Hdf5DatasetToWrite, Hdf5GroupToWrite } from './tree'
import { align8, ByteSink } from './write_bytes'
import { type Entry, write_symbols } from './write_group'
import { GlobalHeap } from './write_heap'
import {
  array_messages,
  attribute_message,
  layout_message,
  type Message,
  symbol_table_message,
  write_header,
} from './write_messages'
import { check_text, check_values, count_elements, stored_type } from './write_types'

const deepest = 1000

/** Numbers that are copied to their place when the file is written. */
interface Placed {
  path: string
  dataset: Hdf5DatasetToWrite
  count: number
  /** In bytes. */
  size: number
  /** From the start of the data. */
  offset: number
  /** Where the address stands in the head of the file. */
  address_at: number
}

type Written = Omit<Entry, 'name'>
type Attributes = ReadonlyMap<string, Hdf5AttributeToWrite>

/** Everything of a file but its numbers, object by object, members before their group. */
export class FilePlan {
  readonly sink = new ByteSink()
  readonly heap = new GlobalHeap()
  readonly placed: Placed[] = []
  data_size = 0

  write_group(group: Hdf5GroupToWrite, path: string, depth: number): Written {
    if (depth > deepest) {
      throw new ValueError(`HDF5: groups are deeper than ${deepest}. Received: ${repr(path.slice(0, 80))}`)
    }
    const attributes = this.#attributes(group.attributes, path || '/')
    const entries: Entry[] = []
    for (const [name, member] of group.members) {
      check_name(name, path)
      const inner = `${path}/${name}`
      if (member.kind !== 'group' && member.kind !== 'dataset') {
        throw new ValueError(`HDF5: ${repr(inner)} is neither a group nor a dataset. Received: ${repr(member)}`)
      }
      const written = member.kind === 'group' ? this.write_group(member, inner, depth + 1) : this.#write_dataset(member, inner)
      entries.push({ name, ...written })
    }
    const table = write_symbols(this.sink, entries)
    const messages = [symbol_table_message(table.tree, table.heap), ...attributes]
    return { address: write_header(this.sink, messages, path || '/'), table }
  }

  #write_dataset(dataset: Hdf5DatasetToWrite, path: string): Written {
    const { dtype, shape } = dataset
    const type = stored_type(dtype, path)
    const count = count_elements(shape, dtype, path)
    const attributes = this.#attributes(dataset_attributes(dataset, path), path)
    const layout = type.array ? this.#numbers(dataset, count, path) : this.#texts(dataset, count, path)
    return {
      address: write_header(this.sink, [...array_messages(shape, type, dtype), layout, ...attributes], path),
      table: null,
    }
  }

  #numbers(dataset: Hdf5DatasetToWrite, count: number, path: string): Message {
    const size = count * stored_type(dataset.dtype, path).size
    if (size === 0) return layout_message(0, null)
    const one: Placed = { path, dataset, count, size, offset: this.data_size, address_at: 0 }
    this.placed.push(one)
    this.data_size += align8(size)
    return layout_message(size, (at) => {
      one.address_at = at
    })
  }

  #texts(dataset: Hdf5DatasetToWrite, count: number, path: string): Message {
    const texts = dataset.values()
    check_values(texts, dataset.dtype, count, path)
    if (count === 0) return layout_message(0, null)
    this.sink.align()
    const start = this.sink.length
    for (const text of texts as string[]) this.heap.refer(this.sink, text)
    return layout_message(this.sink.length - start, (at) => this.sink.set_u64(at, start))
  }

  #attributes(attributes: Attributes | undefined, owner: string): Message[] {
    return Array.from(attributes ?? [], ([name, value]) => attribute_message(name, value, owner, this.heap))
  }
}

/** What Keras adds to a dataset of bfloat16, whose bytes have no type of their own in HDF5. */
function dataset_attributes({ dtype, attributes }: Hdf5DatasetToWrite, path: string): Attributes | undefined {
  if (dtype !== 'bfloat16') return attributes
  if (attributes?.has('dtype')) {
    throw new ValueError(`HDF5: the attribute 'dtype' of ${repr(path)} says bfloat16. Received: another value for it`)
  }
  return new Map([...(attributes ?? []), ['dtype', { dtype: 'string', shape: [], values: ['bfloat16'] }]])
}

function check_name(name: string, path: string): void {
  check_text(name, `${path}/${name}`)
  if (name === '' || name === '.' || name.includes('/')) {
    throw new ValueError(`HDF5: a member of ${repr(path || '/')} needs a name without '/'. Received: name=${repr(name)}`)
  }
}
