import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read_hdf5 } from '../../lib/formats/hdf5/read'
import type { Hdf5Group } from '../../lib/formats/hdf5/tree'
import { Budget } from '../../lib/formats/limits'
import { write_shard_index } from '../../lib/formats/shards'
import { read_zip } from '../../lib/formats/zip/read'
import { write_zip } from '../../lib/formats/zip/write'
import { Dense } from '../../lib/layers/core/dense'
import { Input } from '../../lib/layers/core/input'
import { deserialize_keras_object } from '../../lib/loading/deserialize'
import { load_model } from '../../lib/loading/load_model'
import type { Model } from '../../lib/models/model'
import { Sequential } from '../../lib/models/sequential'
import { hdf5_bytes } from '../../lib/saving/save_weights'
import { tfjs_files } from '../../lib/saving/tfjs_model'
import { shard_weights } from '../../lib/saving/weights/shards'
import { weights_tree } from '../../lib/saving/weights/write'

/** Files by name. The first one is opened, the others are handed in with it. */
export type Parts = Readonly<Record<string, Uint8Array>>

/** One kind of file: a small one of it, and how it is opened. */
export interface Kind {
  name: string
  parts: Parts
  /** The model that takes the weights of the file; null where the file holds a model. */
  model: Model | null
  open(parts: Parts): Promise<Model>
}

const fixtures = join(__dirname, '../conformance/files/fixtures')
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, name)))

const main_of = (parts: Parts): Uint8Array => Object.values(parts)[0]!

function whole_model(name: string, parts: Parts): Kind {
  return { name, parts, model: null, open: (given) => load_model(main_of(given), { files: given }) }
}

function weights_of(name: string, model: any, parts: Parts): Kind {
  const open = async (given: Parts): Promise<Model> => {
    await model.load_weights(main_of(given), { files: given })
    return model
  }
  return { name, parts, model, open }
}

function small_model(): any {
  const layers = [Input({ shape: [2] }), new Dense({ units: 2, name: 'a' }), new Dense({ units: 1, name: 'b' })]
  const model: any = new Sequential(layers, { name: 'small' })
  model.set_weights([
    [
      [0.5, -1.25],
      [2.5, 0.75],
    ],
    [0.125, -3],
    [[1.5], [-0.375]],
    [4.25],
  ])
  return model
}

async function shards_of(model: any): Promise<Parts> {
  const { shards, weight_map, total_size } = shard_weights(await weights_tree(model), 20, 'w')
  const parts: Record<string, Uint8Array> = { 'w.weights.json': write_shard_index({ total_size, weight_map }) }
  for (const [name, tree] of shards) parts[name] = hdf5_bytes(tree)
  return parts
}

/** The kinds of files that are cut and changed: what real Keras wrote, where there is a small one, else what is written here. */
export async function file_kinds(): Promise<Kind[]> {
  const compiled = JSON.parse(readFileSync(join(fixtures, 'valid/w_compiled.json'), 'utf8'))
  const model = small_model()
  return [
    whole_model('.keras', { 'm.keras': fixture('valid/seq_input_dense.keras') }),
    whole_model('legacy .h5', { 'm.h5': fixture('legacy/stateful_gru.h5') }),
    weights_of('.weights.h5', deserialize_keras_object(compiled.object), {
      'm.weights.h5': fixture('valid/w_compiled.weights.h5'),
    }),
    weights_of('.safetensors', small_model(), { 'm.safetensors': await model.save_weights(null, { format: 'safetensors' }) }),
    weights_of('.weights.json', small_model(), await shards_of(model)),
    whole_model('model.json', await tfjs_files(model)),
  ]
}

/** The archive with another content under a name, its checksums right. */
export function with_member(archive: Uint8Array, name: string, content: Uint8Array): Uint8Array {
  const opened = read_zip(archive, new Budget())
  const members = opened.names().map((known) => ({ known, bytes: known === name ? content : opened.read(known) }))
  const date = new Date(2020, 0, 1)
  return write_zip(
    members.map(({ known, bytes }) => ({ name: known, byte_length: bytes.length, write_into: (to) => to.set(bytes) })),
    { date },
  )
}

/** From and to which byte something stands. */
export type Range = readonly [number, number]

const at = (bytes: Uint8Array, piece: Uint8Array): Range => {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(piece)
  if (start < 0 || piece.length === 0) throw new Error('the piece is not there')
  return [start, start + piece.length]
}

/** Where values stand that are a view of the bytes, or a copy because of their alignment. */
function place_of(bytes: Uint8Array, { buffer, byteOffset, byteLength }: ArrayBufferView): Range {
  if (buffer !== bytes.buffer) return at(bytes, new Uint8Array(buffer, byteOffset, byteLength))
  const start = byteOffset - bytes.byteOffset
  return [start, start + byteLength]
}

/** Where the values of an HDF5 file stand, and the JSON texts in it. */
export function value_ranges(bytes: Uint8Array): Range[] {
  const ranges: Range[] = []
  const visit = (group: Hdf5Group): void => {
    for (const { values } of group.attributes.values()) {
      for (const text of values as Iterable<unknown>) {
        if (typeof text === 'string' && text.startsWith('{')) ranges.push(at(bytes, new TextEncoder().encode(text)))
      }
    }
    for (const key of group.keys()) {
      const member = group.get(key)!
      if (member.kind === 'group') visit(member)
      else {
        const values = member.read()
        if (ArrayBuffer.isView(values) && values.byteLength > 0) ranges.push(place_of(bytes, values))
      }
    }
  }
  visit(read_hdf5(bytes, new Budget()))
  return ranges
}

/** Bytes of a datatype of numbers: class and version, then the bits with the byte order, then the size. */
const datatypes = [4, 8].flatMap((size) => [
  [0x11, 0x20, size === 4 ? 0x1f : 0x3f, 0, size, 0, 0, 0],
  [0x10, 0x08, 0, 0, size, 0, 0, 0],
])

/**
 * Where an HDF5 file says in which order the bytes of values stand, and from where to where: with other ones it is a right file of other values, and nothing in it tells that they
 * are wrong.
 */
export function meaning_ranges(bytes: Uint8Array): Range[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const ranges: Range[] = []
  const find = (piece: Uint8Array, from: number, to: number): void => {
    for (let start = text.indexOf(piece); start >= 0; start = text.indexOf(piece, start + 1))
      ranges.push([start + from, start + to])
  }
  for (const datatype of datatypes) find(Uint8Array.from(datatype), 1, 2)
  for (const [start, end] of value_ranges(bytes)) {
    const place = Buffer.alloc(16)
    place.writeBigUInt64LE(BigInt(start), 0)
    place.writeBigUInt64LE(BigInt(end - start), 8)
    find(place, 0, 16)
  }
  return ranges
}
