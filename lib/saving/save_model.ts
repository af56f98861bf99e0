import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { keras_version } from '../common/version'
import type { Hdf5File } from '../formats/hdf5/tree'
import { hdf5_file } from '../formats/hdf5/write'
import { stringify_json } from '../formats/json/stringify'
import { write_zip, type ZipMember } from '../formats/zip/write'
import { type AnswerForm, answer } from './files/answer'
import { fast_crc32 } from './files/fast_crc32'
import { write_folder, write_path } from './files/targets'
import { legacy_model_file } from './legacy_file'
import { portable_config } from './portable'
import { hdf5_bytes } from './save_weights'
import { serialize_keras_object } from './serialize'
import { shared_object_saving_scope } from './shared_objects'
import { assets_of } from './weights/assets'
import { weights_tree } from './weights/write'

export interface SaveOptions {
  /** Whether a file that exists is replaced. Default true. */
  overwrite?: boolean
  /** False writes a folder instead of an archive. Default true for paths that end in `.keras`. */
  zipped?: boolean | null
  /** `keras` (default) or `h5`, the format of Keras 2. Told by the path where there is one. */
  format?: 'keras' | 'h5' | null
  /** Whether the state of the optimizer is saved; `.h5` only. Default true. */
  include_optimizer?: boolean
  /** Without a path: `bytes` (default) or a `blob`. */
  as?: AnswerForm
}

/**
 * Saves a model with its weights and, when it is compiled, the state of its optimizer: to a path (Node), or answered as bytes when `target` is null. Paths end in `.keras`, or in
 * `.h5` for the format of Keras 2. What is written opens in Keras 3.4 and later. Source: keras.saving.save_model.
 * @throws ValueError for another ending, for what has no serialised form, or when the file may not be replaced; nothing is written then.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
 * const bytes = await save_model(model) // Uint8Array of a .keras file
 * ```
 */
export async function save_model(model: any, target: null, options: SaveOptions & { as: 'blob' }): Promise<Blob>
export async function save_model(model: any, target?: null, options?: SaveOptions): Promise<Uint8Array>
export async function save_model(model: any, target: string, options?: SaveOptions): Promise<void>
export async function save_model(model: any, target: string | null = null, options: SaveOptions = {}): Promise<unknown> {
  const { overwrite = true, include_optimizer = true, as = 'bytes' } = options
  const form = form_of(target, options)
  if (form === 'h5') {
    const bytes = hdf5_bytes(await legacy_model_file(model, include_optimizer))
    return target === null ? answer(bytes, as) : write_path(target, bytes, overwrite)
  }
  const members = await keras_members(model)
  if (form === 'folder') {
    return write_folder(target!, Object.fromEntries(members.map((member) => [member.name, bytes_of(member)])), overwrite)
  }
  const bytes = write_zip(members, { checksum: fast_crc32() })
  return target === null ? answer(bytes, as) : write_path(target, bytes, overwrite)
}

function form_of(target: string | null, { zipped = null, format = null }: SaveOptions): 'keras' | 'h5' | 'folder' {
  const by_path = target === null ? null : target.endsWith('.keras') ? 'keras' : /\.(h5|hdf5)$/.test(target) ? 'h5' : null
  if (zipped === false) {
    if (target !== null && by_path === null) return 'folder'
    throw new ValueError(
      `With \`zipped: false\` a path that does not end in \`.keras\` or \`.h5\` is needed. Received: filepath=${repr(target)}`,
    )
  }
  if (format !== null && by_path !== null && format !== by_path) {
    throw new ValueError(
      `The format contradicts the ending of the path. Received: filepath=${repr(target)}, format=${repr(format)}`,
    )
  }
  if (target !== null && by_path === null) {
    throw new ValueError(
      `Invalid filepath extension for saving. Please add either a \`.keras\` extension for the native Keras format (recommended) or a \`.h5\` extension. Use \`model.export(filepath)\` for TensorFlow.js. Received: filepath=${repr(target)}`,
    )
  }
  return by_path ?? format ?? 'keras'
}

function bytes_of(member: ZipMember): Uint8Array {
  const bytes = new Uint8Array(member.byte_length)
  member.write_into(bytes)
  return bytes
}

/** The members of a `.keras` file in Keras's order. */
async function keras_members(model: any): Promise<ZipMember[]> {
  if (!model.built) {
    console.warn(
      `You are saving a model that has not yet been built. It might not contain any weights yet. Consider building the model first by calling it on some data.`,
    )
  }
  const config = portable_config(shared_object_saving_scope(() => serialize_keras_object(model)))
  const assets = assets_of(model)
  const weights = hdf5_file(await weights_tree(model))
  return [
    text_member('metadata.json', stringify_json({ keras_version, date_saved: date_text(new Date()) })),
    text_member('config.json', stringify_json(config)),
    file_member('model.weights.h5', weights),
    ...[...assets].map(([path, bytes]) => bytes_member(`assets/${path}`, bytes)),
  ]
}

function bytes_member(name: string, bytes: Uint8Array): ZipMember {
  return { name, byte_length: bytes.length, write_into: (target) => target.set(bytes) }
}

const text_member = (name: string, text: string): ZipMember => bytes_member(name, new TextEncoder().encode(text))

const file_member = (name: string, file: Hdf5File): ZipMember => ({
  name,
  byte_length: file.byte_length,
  write_into: (target) => file.write_into(target),
})

/** `2026-01-31@23:59:59`. */
function date_text(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}@${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}
