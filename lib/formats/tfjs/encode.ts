import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { stringify_json } from '../json/stringify'
import type { TfjsDtype } from './manifest'

/** A weight that is to be written. */
export interface TfjsWeightToWrite {
  name: string
  dtype: TfjsDtype
  shape: readonly number[]
  values: Float32Array | Int32Array | Uint8Array | readonly string[]
}

/** What a `model.json` is to say. */
export interface TfjsModelToWrite {
  model_topology: Record<string, unknown>
  weights: readonly TfjsWeightToWrite[]
  training_config?: Record<string, unknown> | null
  generated_by?: string | null
  converted_by?: string | null
  /** Bytes of the largest file of weights. Default 4 MiB. */
  shard_bytes?: number
}

/**
 * The files of a layers model of TensorFlow.js: `model.json`, and `group1-shard1of2.bin` and so on with the weights in turn.
 *
 * @throws ValueError for two weights of one name, values that the shape or the dtype does not have, and a `shard_bytes` that is no positive integer.
 */
export function write_model_json(model: TfjsModelToWrite): Record<string, Uint8Array> {
  const { model_topology, weights, training_config = null, generated_by = null, converted_by = null } = model
  const { shard_bytes = 4 * 2 ** 20 } = model
  if (!Number.isSafeInteger(shard_bytes) || shard_bytes < 1) {
    throw new ValueError(`\`shard_bytes\` must be a positive integer. Received: shard_bytes=${repr(shard_bytes)}`)
  }
  if (new Set(weights.map(({ name }) => name)).size < weights.length) {
    throw new ValueError(`The names of weights must differ. Received: ${repr(weights.map(({ name }) => name))}`)
  }
  const parts = weights.map(bytes_of)
  const shards = cut(parts, shard_bytes)
  const names = shards.map((_, i) => `group1-shard${i + 1}of${shards.length}.bin`)
  const json = {
    format: 'layers-model',
    generatedBy: generated_by,
    convertedBy: converted_by,
    modelTopology: model_topology,
    ...(training_config === null ? {} : { trainingConfig: training_config }),
    weightsManifest: [{ paths: names, weights: weights.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype })) }],
  }
  const files: Record<string, Uint8Array> = { 'model.json': new TextEncoder().encode(stringify_json(json)) }
  shards.forEach((shard, i) => {
    files[names[i]!] = shard
  })
  return files
}

const classes = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }

function bytes_of({ name, dtype, shape, values }: TfjsWeightToWrite): Uint8Array {
  const count = shape.reduce((a, b) => a * b, 1)
  const fits = dtype === 'string' ? Array.isArray(values) : values instanceof classes[dtype]
  if (!fits || values.length !== count) {
    throw new ValueError(
      `The weight ${repr(name)} needs ${count} values of ${dtype}. Received: ${values.length} values of class ${values.constructor.name}`,
    )
  }
  if (dtype === 'string') return text_bytes(values as readonly string[])
  const { buffer, byteOffset, byteLength } = values as Uint8Array
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Each text after its length in four bytes. */
function text_bytes(texts: readonly string[]): Uint8Array {
  const encoded = texts.map((text) => new TextEncoder().encode(text))
  const bytes = new Uint8Array(encoded.reduce((sum, text) => sum + 4 + text.length, 0))
  const view = new DataView(bytes.buffer)
  let at = 0
  for (const text of encoded) {
    view.setUint32(at, text.length, true)
    bytes.set(text, at + 4)
    at += 4 + text.length
  }
  return bytes
}

/** The joined parts, cut into files of at most `size` bytes. */
function cut(parts: readonly Uint8Array[], size: number): Uint8Array[] {
  const total = parts.reduce((sum, part) => sum + part.length, 0)
  const shards = Array.from({ length: Math.ceil(total / size) }, (_, i) => new Uint8Array(Math.min(size, total - i * size)))
  let at = 0
  for (const part of parts) {
    for (let taken = 0; taken < part.length; ) {
      const shard = shards[Math.floor(at / size)]!
      const piece = part.subarray(taken, taken + size - (at % size))
      shard.set(piece, at % size)
      taken += piece.length
      at += piece.length
    }
  }
  return shards
}
