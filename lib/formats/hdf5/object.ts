import { over } from '../limits'
import { read_attribute } from './attributes'
import { ChunkedData } from './chunks'
import type { Cursor } from './cursor'
import { type Dataspace, read_dataspace } from './dataspace'
import { type Datatype, read_datatype } from './datatype'
import { check_hash, read_attribute_info, read_dense_attributes } from './dense'
import { read_filters } from './filters'
import type { GlobalHeap } from './global_heap'
import { is_unallocated, type Layout, read_layout } from './layout'
import type { Link } from './links'
import { read_members } from './members'
import { message_type, type ObjectHeader, read_object_header } from './object_header'
import type { Source } from './source'
import type { Hdf5Attribute, Hdf5Dtype } from './tree'

/** What a header says of an array. */
export interface Extent {
  datatype: Datatype
  dataspace: Dataspace
  layout: Layout
  dtype: Hdf5Dtype
  /** For layouts of chunks. */
  chunked: ChunkedData | null
}

/** The object at one address, however many links lead there. Everything is read at most once. */
export class StoredObject {
  readonly header: ObjectHeader
  readonly extent: Extent | null
  #members: Map<string, Link> | null = null
  #attributes: Map<string, Hdf5Attribute> | null = null

  constructor(
    readonly heap: GlobalHeap,
    readonly address: number,
  ) {
    const header = read_object_header(heap.source, address)
    this.header = header
    const has = (type: number) => header.messages.some((message) => message.type === type)
    const is_group = has(message_type.symbol_table) || has(message_type.link_info)
    const is_dataset = has(message_type.dataspace) || has(message_type.layout)
    if (!is_group && !is_dataset && has(message_type.datatype)) {
      throw heap.source.unsupported('A committed type is not read.', address)
    }
    if (is_group === is_dataset) throw heap.source.broken('An object is neither a group nor a dataset.', address)
    this.extent = is_dataset ? this.#read_extent() : null
  }

  get source(): Source {
    return this.heap.source
  }

  get members(): Map<string, Link> {
    this.#members ??= read_members(this.header)
    return this.#members
  }

  get attributes(): Map<string, Hdf5Attribute> {
    this.#attributes ??= this.#read_attributes()
    return this.#attributes
  }

  #read_attributes(): Map<string, Hdf5Attribute> {
    const { source, header } = this
    const attributes = new Map<string, Hdf5Attribute>()
    const add = (cursor: Cursor) => {
      source.budget.spend_objects(1, source.path)
      const [name, attribute] = read_attribute(this.heap, cursor)
      if (attributes.has(name)) throw source.broken('An object has two attributes of one name.', cursor.position)
      attributes.set(name, attribute)
      return name
    }
    header.all(message_type.attribute).forEach(add)
    const info = header.one(message_type.attribute_info)
    if (info === null) return attributes
    for (const message of read_dense_attributes(source, read_attribute_info(info))) check_hash(message, add(message.cursor))
    return attributes
  }

  #read_extent(): Extent {
    const { source, header } = this
    if (header.one(message_type.external_files) !== null) {
      throw source.unsafe('A dataset whose values stand in another file is not read.', this.address)
    }
    const [dataspace, datatype, layout] = (['dataspace', 'datatype', 'layout'] as const).map((name) => {
      const cursor = header.one(message_type[name])
      if (cursor === null) throw source.broken(`A dataset has no ${name}.`, this.address)
      return cursor
    })
    const extent = {
      dataspace: read_dataspace(dataspace),
      datatype: read_datatype(datatype),
      layout: read_layout(layout),
    }
    this.#check_size(extent)
    return {
      ...extent,
      chunked: this.#read_chunked(extent),
      dtype: this.#keras_dtype(extent.dataspace.is_null ? 'empty' : extent.datatype.dtype),
    }
  }

  /** What is declared has to be stored. */
  #check_size({ dataspace, datatype, layout }: Omit<Extent, 'dtype' | 'chunked'>): void {
    const { source } = this
    const declared = dataspace.count * datatype.size
    const stored = is_unallocated(layout) ? 0 : layout.kind === 'chunked' ? Number.NaN : layout.size
    const { total_bytes } = source.budget.limits
    if (declared === stored && declared > total_bytes) throw over('total_bytes', total_bytes, source.path)
    const bomb = declared > total_bytes || (stored === 0 && declared > 2 ** 20)
    if (bomb || (stored !== declared && !Number.isNaN(stored))) {
      throw source.error(
        bomb ? 'limit' : 'format',
        'hdf5-size',
        `A dataset declares other bytes than it stores. Received: ${declared} declared, ${stored} stored`,
        this.address,
      )
    }
    if (layout.kind === 'contiguous' && stored > 0) source.claim(layout.start, stored, 'values of a dataset')
  }

  #read_chunked({ dataspace, datatype, layout }: Omit<Extent, 'dtype' | 'chunked'>): ChunkedData | null {
    const { source, header } = this
    const pipeline = header.one(message_type.filters)
    const filters = pipeline === null ? [] : read_filters(pipeline)
    if (layout.kind === 'chunked') return new ChunkedData(source, layout, dataspace, datatype, filters)
    if (filters.length > 0) throw source.broken('A dataset has filters, but no chunks.', this.address)
    return null
  }

  /** Keras marks two opaque bytes as bfloat16 with an attribute. */
  #keras_dtype(dtype: Hdf5Dtype): Hdf5Dtype {
    const mark = this.attributes.get('dtype')
    if (mark === undefined) return dtype
    const name = mark.dtype === 'string' && mark.shape.length === 0 ? (mark.values as string[])[0] : null
    if (name === dtype || (name === 'bfloat16' && dtype === 'opaque2')) return name
    throw this.source.error(
      'format',
      'hdf5-type',
      `The \`dtype\` attribute of a dataset does not fit its datatype. Received: ${dtype}`,
      this.address,
    )
  }
}
