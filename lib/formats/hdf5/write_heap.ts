import { align8, type ByteSink, utf8 } from './write_bytes'

const header_size = 16
const smallest_collection = 4096
const most_objects = 65_535
const full_at = 2 ** 20

interface Collection {
  texts: Uint8Array[]
  size: number
}

/** Where the address of a collection is still to be filled in. */
interface Reference {
  at: number
  collection: number
}

/** Texts of variable length, in collections that are written after everything that refers to them. */
export class GlobalHeap {
  #collections: Collection[] = []
  #references: Reference[] = []

  /** Appends the 16 bytes that refer to `text` to `sink`, and keeps the text. */
  refer(sink: ByteSink, text: string): void {
    const bytes = utf8(text)
    let last = this.#collections.at(-1)
    if (!last || last.texts.length === most_objects || last.size >= full_at) {
      last = { texts: [], size: header_size }
      this.#collections.push(last)
    }
    last.texts.push(bytes)
    last.size += header_size + align8(bytes.length)
    sink.u32(bytes.length)
    this.#references.push({ at: sink.length, collection: this.#collections.length - 1 })
    sink.u64(0).u32(last.texts.length)
  }

  /** Appends the collections to the sink that holds the references, and fills in their addresses. */
  write(sink: ByteSink): void {
    const addresses = this.#collections.map((collection) => {
      const address = sink.length
      const size = Math.max(collection.size, smallest_collection)
      sink.bytes(utf8('GCOL')).u8(1, 0, 0, 0).u64(size)
      collection.texts.forEach((text, i) => {
        sink
          .u16(i + 1, 0)
          .u32(0)
          .u64(text.length)
          .bytes(text)
          .align()
      })
      const free = size - collection.size
      if (free > 0) sink.u64(0, free).zeros(free - header_size)
      return address
    })
    for (const { at, collection } of this.#references) sink.set_u64(at, addresses[collection]!)
  }
}
