import { read_elements } from './elements'
import { GlobalHeap } from './global_heap'
import type { Link } from './links'
import { type Extent, StoredObject } from './object'
import { message_type } from './object_header'
import type { Source } from './source'
import { read_symbol_table_message } from './symbol_table'
import type { Hdf5Attribute, Hdf5Dataset, Hdf5Dtype, Hdf5Group, Hdf5Values } from './tree'

/** All objects of a file by address. */
export class ObjectStore {
  readonly heap: GlobalHeap
  readonly #objects = new Map<number, StoredObject>()

  constructor(readonly source: Source) {
    this.heap = new GlobalHeap(source)
  }

  get(address: number): StoredObject {
    let object = this.#objects.get(address)
    if (object === undefined) {
      object = new StoredObject(this.heap, address)
      this.#objects.set(address, object)
    }
    return object
  }
}

/** A group, seen at one path. */
export class GroupNode implements Hdf5Group {
  readonly kind = 'group'
  readonly #opened = new Map<string, GroupNode | DatasetNode>()

  constructor(
    readonly store: ObjectStore,
    readonly object: StoredObject,
    readonly path: string,
    readonly parent: GroupNode | null,
    readonly depth: number,
  ) {}

  get attributes(): ReadonlyMap<string, Hdf5Attribute> {
    return this.store.source.within(this.path, () => this.object.attributes)
  }

  keys(): string[] {
    return this.store.source.within(this.path, () => [...this.object.members.keys()])
  }

  get(name: string): GroupNode | DatasetNode | undefined {
    const opened = this.#opened.get(name)
    if (opened !== undefined) return opened
    const link = this.store.source.within(this.path, () => this.object.members.get(name))
    if (link === undefined) return undefined
    const path = `${this.path === '/' ? '' : this.path}/${name}`
    const node = this.store.source.within(path, () => this.#open(link, path))
    this.#opened.set(name, node)
    return node
  }

  #open(link: Link, path: string): GroupNode | DatasetNode {
    const { source } = this.store
    source.budget.spend_objects(1, path)
    source.budget.check_depth(this.depth + 1, path)
    for (let above: GroupNode | null = this; above !== null; above = above.parent) {
      if (above.object.address === link.address) {
        throw source.error('format', 'hdf5-cycle', 'A group contains itself.', link.address)
      }
    }
    const object = this.store.get(link.address)
    check_cached(object, link)
    if (object.extent !== null) return new DatasetNode(object, object.extent, path)
    return new GroupNode(this.store, object, path, this, this.depth + 1)
  }
}

/** Refuses a link that says something else of a group than the group itself, unless the group has moved to the newer kind since. */
export function check_cached(object: StoredObject, { cached }: Link): void {
  if (cached === null) return
  const message = object.header.one(message_type.symbol_table)
  if (message === null) return
  const own = read_symbol_table_message(message)
  if (own.tree !== cached.tree || own.heap !== cached.heap) {
    throw object.source.broken('A link and the group it leads to disagree.', object.address)
  }
}

/** A dataset, seen at one path. */
export class DatasetNode implements Hdf5Dataset {
  readonly kind = 'dataset'
  readonly dtype: Hdf5Dtype
  readonly shape: readonly number[]

  constructor(
    readonly object: StoredObject,
    readonly extent: Extent,
    readonly path: string,
  ) {
    this.dtype = extent.dtype
    this.shape = extent.dataspace.shape
  }

  get attributes(): ReadonlyMap<string, Hdf5Attribute> {
    return this.object.source.within(this.path, () => this.object.attributes)
  }

  /** Checks where the values stand, without reading them. */
  check(): void {
    this.object.source.within(this.path, () => this.extent.chunked?.chunks)
  }

  read(): Hdf5Values {
    return this.object.source.within(this.path, () => {
      const { heap, source } = this.object
      const { datatype, dataspace, layout, chunked } = this.extent
      if (dataspace.is_null) return []
      if (dataspace.count === 0) return read_elements(heap, datatype, new Uint8Array(0), 0)
      if (layout.kind === 'chunked') return read_elements(heap, datatype, chunked!.read(), dataspace.count)
      return read_elements(heap, datatype, source.bytes.subarray(layout.start, layout.start + layout.size), dataspace.count)
    })
  }
}
