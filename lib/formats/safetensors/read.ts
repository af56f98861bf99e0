import { type FormatErrorKind, file_text, ModelFormatError } from '../../common/errors'
import { is_plain_object } from '../../common/tree'
import type { Hdf5Dtype, Hdf5Values } from '../hdf5/tree'
import { parse_json } from '../json/parse'
import { type Budget, over } from '../limits'
import { type SafetensorsType, safetensors_types } from './dtypes'

/** A tensor of a safetensors file. */
export interface SafetensorsEntry {
  dtype: Hdf5Dtype
  shape: number[]
  /** A view of the file's bytes where alignment permits: do not write into it. */
  values: Hdf5Values
}

export interface SafetensorsFile {
  /** In the order of the header. */
  entries: Map<string, SafetensorsEntry>
  metadata: Map<string, string>
}

interface Plan {
  name: string
  type: SafetensorsType
  shape: number[]
  start: number
  end: number
}

function fail(code: string, message: string, path: string | null = null, kind: FormatErrorKind = 'format'): never {
  throw new ModelFormatError(kind, code, message, { path })
}

/**
 * Reads a safetensors file. The tensors cover the bytes behind the header, without holes and without overlap; names are unique.
 *
 * @throws ModelFormatError `safetensors-header`, `safetensors-bounds` or `safetensors-dtype`, those of `parse_json`, or one of kind `limit`.
 */
export function read_safetensors(bytes: Uint8Array, budget: Budget): SafetensorsFile {
  if (bytes.length < 8) fail('safetensors-header', 'The file is too short for a safetensors header.')
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8)
  const header_length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  if (header_length > bytes.length - 8) fail('safetensors-header', 'The safetensors header is longer than the file.')
  if (header_length > budget.limits.json_bytes) throw over('json_bytes', budget.limits.json_bytes)
  const text = bytes.subarray(8, 8 + header_length)
  if (text[0] !== 0x7b) fail('safetensors-header', 'The safetensors header must begin with `{`.')
  const header = parse_json(text, budget) as Record<string, unknown>
  const metadata = read_metadata(header.__metadata__)
  const plans = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, info]) => plan(name, info))
  budget.spend_objects(plans.length)

  const data = bytes.subarray(8 + header_length)
  let expected = 0
  for (const { name, start, end } of [...plans].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== expected) {
      fail(
        'safetensors-bounds',
        `The tensors ${start < expected ? 'overlap' : 'leave a hole'} at byte ${start} of the data.`,
        name,
      )
    }
    expected = end
  }
  if (expected !== data.length) {
    fail('safetensors-bounds', `The tensors take ${expected} bytes. Received: a file with ${data.length} bytes of data`)
  }
  const entries = plans.map(({ name, type, shape, start, end }): [string, SafetensorsEntry] => [
    name,
    { dtype: type.dtype, shape, values: read_values(data.subarray(start, end), type, name, budget) },
  ])
  return { entries: new Map(entries), metadata }
}

function read_metadata(value: unknown): Map<string, string> {
  if (value === undefined) return new Map()
  const entries = is_plain_object(value) ? Object.entries(value) : []
  if (!is_plain_object(value) || !entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    return fail('safetensors-header', 'The safetensors metadata must be an object of texts.', '__metadata__')
  }
  return new Map(entries)
}

function is_size(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function plan(name: string, info: unknown): Plan {
  const { dtype, shape, data_offsets: offsets } = is_plain_object(info) ? info : ({} as Record<string, unknown>)
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !shape.every(is_size)) {
    fail('safetensors-header', 'A tensor needs a `dtype` and a `shape` of whole numbers.', name)
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(is_size)) {
    fail('safetensors-header', 'A tensor needs `data_offsets` of two whole numbers.', name)
  }
  const type = safetensors_types.find((known) => known.name === dtype)
  if (type === undefined) {
    fail('safetensors-dtype', `Tensors of this dtype are not read. Received: '${file_text(dtype)}'`, name, 'unsupported')
  }
  const [start, end] = offsets as [number, number]
  const length = shape.reduce((product, size) => product * size, type.array.BYTES_PER_ELEMENT)
  if (end - start !== length) {
    fail('safetensors-bounds', `The tensor needs ${length} bytes. Received: data_offsets=[${start}, ${end}]`, name)
  }
  return { name, type, shape, start, end }
}

function read_values(stored: Uint8Array, { array, dtype }: SafetensorsType, name: string, budget: Budget): Hdf5Values {
  if (dtype === 'bool' && stored.some((byte) => byte > 1)) {
    fail('safetensors-dtype', 'A boolean is neither 0 nor 1.', name)
  }
  let source = stored
  if (stored.byteOffset % array.BYTES_PER_ELEMENT !== 0) {
    budget.spend_bytes(stored.length, name)
    source = stored.slice()
  }
  return new array(source.buffer, source.byteOffset, source.length / array.BYTES_PER_ELEMENT)
}
