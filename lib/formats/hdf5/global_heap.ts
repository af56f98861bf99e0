import { utf8 } from './cursor'
import type { Source } from './source'

/** An object of a collection. */
interface HeapObject {
  start: number
  size: number
  text: string | null
}

/** Strings of variable length. Each collection is read once, each string decoded once. */
export class GlobalHeap {
  readonly #collections = new Map<number, Map<number, HeapObject>>()

  constructor(readonly source: Source) {}

  /** The string of `size` bytes at `index` of the collection at `address`. It ends at a zero, if there is one. */
  text(address: number, index: number, size: number): string {
    const { source } = this
    let objects = this.#collections.get(address)
    if (objects === undefined) {
      objects = read_collection(source, address)
      this.#collections.set(address, objects)
    }
    const object = objects.get(index)
    if (object === undefined) {
      throw source.broken(`A string refers to an object that its heap does not have. Received: object ${index}`, address)
    }
    if (object.size !== size) {
      throw source.broken(`A string has another length than its heap says. Received: ${size} for ${object.size}`, object.start)
    }
    if (object.text === null) {
      const bytes = source.bytes.subarray(object.start, object.start + size)
      const end = bytes.indexOf(0)
      source.budget.spend_bytes(size, source.path)
      object.text = utf8(source, end < 0 ? bytes : bytes.subarray(0, end), 'string', object.start)
    }
    return object.text
  }
}

/** Reads the objects of a collection. The head of the collection and of each object is filled up to eight bytes. */
function read_collection(source: Source, address: number): Map<number, HeapObject> {
  const prefix = Math.ceil((8 + source.length_size) / 8) * 8
  const start = source.at(address, prefix, 'global heap')
  start.signature('GCOL')
  start.version(1, 'global heap')
  start.skip(3)
  const size = start.length()
  const cursor = source.claim(address, size, 'global heap')
  cursor.skip(prefix)
  const objects = new Map<number, HeapObject>()
  while (cursor.left >= prefix) {
    const at = cursor.position
    const index = cursor.u16()
    cursor.skip(6)
    const length = cursor.length()
    cursor.skip(prefix - 8 - source.length_size)
    if (index === 0) {
      if (at + length > cursor.end) throw source.broken('The free space of a global heap leaves it.', at)
      break
    }
    if (objects.has(index)) throw source.broken(`A global heap has an object twice. Received: object ${index}`, at)
    objects.set(index, { start: cursor.position, size: length, text: null })
    cursor.skip(Math.min(Math.ceil(length / 8) * 8, Math.max(cursor.left, length)))
  }
  return objects
}
