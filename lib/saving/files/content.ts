import { ModelFormatError } from '../../common/errors'
import { is_plain_object } from '../../common/tree'
import type { Hdf5Group } from '../../formats/hdf5/tree'
import { parse_json } from '../../formats/json/parse'
import type { Budget } from '../../formats/limits'
import { read_zip, type ZipArchive } from '../../formats/zip/read'
import { fast_crc32 } from './fast_crc32'
import { open_hdf5 } from './open_hdf5'

/** What a file is, told by its content. */
export type Content =
  | { kind: 'zip'; archive: ZipArchive }
  | { kind: 'hdf5'; root: Hdf5Group }
  | { kind: 'json'; value: Record<string, unknown> }
  | { kind: 'safetensors'; bytes: Uint8Array }

const starts_with = (bytes: Uint8Array, ...codes: number[]): boolean => codes.every((code, i) => bytes[i] === code)

/** A safetensors file begins with the length of its header, in eight bytes, and the header. */
function is_safetensors(bytes: Uint8Array): boolean {
  return bytes.length > 9 && bytes[8] === 0x7b && bytes[5] === 0 && bytes[6] === 0 && bytes[7] === 0
}

/** First character of a text that is not a blank or a byte order mark. */
function first_character(bytes: Uint8Array): number | undefined {
  return bytes.subarray(0, 4096).find((code) => ![0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf].includes(code))
}

/**
 * Opens a file by what its first bytes say, whatever it is called.
 * @throws ModelFormatError `unknown-format` when it is none of the formats that are read.
 */
export function open_content(bytes: Uint8Array, budget: Budget, name: string): Content {
  if (starts_with(bytes, 0x50, 0x4b)) return { kind: 'zip', archive: read_zip(bytes, budget, fast_crc32()) }
  if (starts_with(bytes, 0x89, 0x48, 0x44, 0x46)) return { kind: 'hdf5', root: open_hdf5(bytes, budget) }
  if (is_safetensors(bytes)) return { kind: 'safetensors', bytes }
  if (first_character(bytes) === 0x7b) {
    const value = parse_json(bytes, budget, name)
    if (is_plain_object(value)) return { kind: 'json', value }
  }
  throw new ModelFormatError(
    'format',
    'unknown-format',
    `This is no file of Keras or TensorFlow.js: it begins neither like a \`.keras\` archive, nor like HDF5, safetensors or JSON. Received: ${bytes.length} bytes`,
    { path: name },
  )
}
