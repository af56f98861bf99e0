import { file_text, ModelFormatError } from '../../common/errors'
import { from_float16 } from '../half'
import type { Budget } from '../limits'
import { bad, type TfjsDtype, type TfjsModelJson, type TfjsQuantization, type TfjsWeightSpec } from './manifest'
import { ShardReader } from './shards'

/** A weight with its values in row-major order. bool is 0 or 1 in bytes. */
export interface TfjsWeight {
  dtype: TfjsDtype
  shape: number[]
  values: Float32Array | Int32Array | Uint8Array | string[]
  /** `optimizer` for the state of an optimizer, null for a weight of the model. */
  group: string | null
}

const stored_sizes = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 }

/**
 * The weights of a model by name, in the order of the manifest; quantized ones as the floats and integers that they stand for.
 * Values may be views of the files' bytes.
 *
 * @param files the bytes of every file that the manifest names.
 * @throws ModelFormatError for a file that is missing, too short or too long, and when `budget` is spent.
 */
export function decode_weights(
  { weight_groups }: Pick<TfjsModelJson, 'weight_groups'>,
  files: ReadonlyMap<string, Uint8Array>,
  budget: Budget,
): Map<string, TfjsWeight> {
  const found = new Map<string, TfjsWeight>()
  for (const { paths, weights } of weight_groups) {
    const shards = paths.map((path) => {
      const bytes = files.get(path)
      if (!bytes) throw bad('missing', `A file of weights is missing. Received: no file ${file_text(path)}`, null)
      return bytes
    })
    const reader = new ShardReader(shards)
    for (const spec of weights) {
      const { name, dtype, shape, group } = spec
      budget.spend_parameters(count_of(shape), name)
      found.set(name, { dtype, shape: shape.slice(), group, values: decode(spec, reader, budget) })
    }
    if (reader.left > 0)
      throw bad('bytes', `The files of weights are too long. Received: ${reader.left} bytes that belong to no weight`, null)
  }
  return found
}

const count_of = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

function decode({ name, dtype, shape, quantization }: TfjsWeightSpec, reader: ShardReader, budget: Budget): TfjsWeight['values'] {
  const count = count_of(shape)
  if (dtype === 'string') return decode_texts(count, reader, name, budget)
  const size = count * stored_sizes[quantization?.dtype ?? dtype]
  const bytes = reader.take(size, name)
  budget.spend_bytes(quantization === null ? size : 4 * count, name)
  if (quantization !== null) return dequantize(aligned(bytes, quantization.dtype === 'uint8' ? 1 : 2), count, quantization, dtype)
  if (dtype === 'bool') {
    if (bytes.some((value) => value > 1))
      throw bad('bool', `The weight ${file_text(name)} has a bool that is neither 0 nor 1.`, null)
    return bytes
  }
  const { buffer, byteOffset } = aligned(bytes, 4)
  return dtype === 'float32' ? new Float32Array(buffer, byteOffset, count) : new Int32Array(buffer, byteOffset, count)
}

const aligned = (bytes: Uint8Array, size: number): Uint8Array => (bytes.byteOffset % size === 0 ? bytes : bytes.slice())

function dequantize(
  { buffer, byteOffset }: Uint8Array,
  count: number,
  quantization: TfjsQuantization,
  dtype: TfjsDtype,
): Float32Array | Int32Array {
  const stored =
    quantization.dtype === 'uint8' ? new Uint8Array(buffer, byteOffset, count) : new Uint16Array(buffer, byteOffset, count)
  if (quantization.dtype === 'float16') return Float32Array.from(stored, from_float16)
  const { scale, min } = quantization
  return dtype === 'int32'
    ? Int32Array.from(stored, (value) => Math.round(value * scale + min))
    : Float32Array.from(stored, (value) => value * scale + min)
}

function decode_texts(count: number, reader: ShardReader, name: string, budget: Budget): string[] {
  if (count * 4 > reader.left) throw bad('bytes', `The files of weights are too short for the texts of ${file_text(name)}.`, null)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return Array.from({ length: count }, () => {
    const head = reader.take(4, name)
    const size = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, true)
    budget.spend_bytes(size, name)
    try {
      return decoder.decode(reader.take(size, name))
    } catch (cause) {
      if (cause instanceof ModelFormatError) throw cause
      throw new ModelFormatError('format', 'tfjs-text', 'A text among the weights is not UTF-8.', { path: name, cause })
    }
  })
}
