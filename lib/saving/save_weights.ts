import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import type { Hdf5GroupToWrite } from '../formats/hdf5/tree'
import { hdf5_file } from '../formats/hdf5/write'
import { write_shard_index } from '../formats/shards'
import { type AnswerForm, answer } from './files/answer'
import { write_folder, write_path } from './files/targets'
import { flat_weights } from './weights/flat'
import { shard_weights } from './weights/shards'
import { weights_tree } from './weights/write'

export interface SaveWeightsOptions {
  /** Whether a file that exists is replaced. Default true. */
  overwrite?: boolean
  /** Largest size of one shard in GB, for paths that end in `.weights.json`. */
  max_shard_size?: number | null
  /** What is written when there is no path to tell it: `h5` (default) or `safetensors`. */
  format?: 'h5' | 'safetensors' | null
  /** Without a path: `bytes` (default) or a `blob`. */
  as?: AnswerForm
}

/** The bytes of an HDF5 file. */
export function hdf5_bytes(tree: Hdf5GroupToWrite): Uint8Array {
  const file = hdf5_file(tree)
  const bytes = new Uint8Array(file.byte_length)
  file.write_into(bytes)
  return bytes
}

/**
 * Writes the weights of a model, and the state of its optimizer, to a path (Node), or answers the bytes when `target` is null. A path ends in `.weights.h5`, in
 * `.safetensors`, or in `.weights.json` for shards. Source: keras.saving.save_weights.
 * @throws ValueError for another ending, a model without weights, or a file that may not be replaced.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
 * const bytes = await save_weights(model) // Uint8Array of a .weights.h5 file
 * ```
 */
export async function save_weights(model: any, target: null, options: SaveWeightsOptions & { as: 'blob' }): Promise<Blob>
export async function save_weights(model: any, target?: null, options?: SaveWeightsOptions): Promise<Uint8Array>
export async function save_weights(model: any, target: string, options?: SaveWeightsOptions): Promise<void>
export async function save_weights(
  model: any,
  target: string | null = null,
  { overwrite = true, max_shard_size = null, format = null, as = 'bytes' }: SaveWeightsOptions = {},
): Promise<unknown> {
  const form = form_of(target, format)
  if (max_shard_size !== null && form !== 'shards') {
    throw new ValueError(`With \`max_shard_size\` the path must end in \`.weights.json\`. Received: filepath=${repr(target)}`)
  }
  if (!model.built) {
    throw new ValueError(`The model '${model.name}' has no weights to save yet: call it, or \`build()\`, first.`)
  }
  if (form === 'shards') return write_shards(model, target!, max_shard_size, overwrite)
  const bytes = form === 'safetensors' ? await flat_weights(model) : hdf5_bytes(await weights_tree(model))
  if (target === null) return answer(bytes, as)
  return write_path(target, bytes, overwrite)
}

function form_of(target: string | null, format: 'h5' | 'safetensors' | null): 'h5' | 'safetensors' | 'shards' {
  if (target === null) return format ?? 'h5'
  if (target.endsWith('.weights.h5')) return 'h5'
  if (target.endsWith('.weights.json')) return 'shards'
  if (target.endsWith('.safetensors')) return 'safetensors'
  throw new ValueError(
    `The filename must end in \`.weights.h5\`, \`.weights.json\` or \`.safetensors\`. Received: filepath=${repr(target)}`,
  )
}

const default_shard_gb = 10

async function write_shards(model: any, target: string, max_shard_size: number | null, overwrite: boolean): Promise<void> {
  const cut = target.lastIndexOf('/') + 1
  const stem = target.slice(cut, -'.weights.json'.length)
  const { shards, weight_map, total_size } = shard_weights(
    await weights_tree(model),
    (max_shard_size ?? default_shard_gb) * 2 ** 30,
    stem,
  )
  const members: Record<string, Uint8Array> = {}
  for (const [name, tree] of shards) members[name] = hdf5_bytes(tree)
  members[target.slice(cut)] = write_shard_index({ total_size, weight_map })
  await write_folder(cut === 0 ? '.' : target.slice(0, cut), members, overwrite)
}
