import { file_text, ModelFormatError } from '../common/errors'
import { is_plain_object } from '../common/tree'
import { parse_json } from './json/parse'
import type { Budget } from './limits'

/** What `name.weights.json` says of sharded weights. */
export interface ShardIndex {
  /** Bytes of all weights. */
  total_size: number
  /** The path of a group of variables, from the root -> names of the shards that hold it, in order. */
  weight_map: Map<string, string[]>
}

/** Shards of one index: far more than weights of any size need. */
const most_shards = 4096

const shard_name = /^[A-Za-z0-9._-]+\.weights\.h5$/

const places = /[/\\:]/

function refuse(kind: 'format' | 'unsafe', code: string, message: string, path: string | null = null): never {
  throw new ModelFormatError(kind, code, message, { path })
}

/**
 * Reads the index of sharded weights: its bytes, its text, or the value of its text. Names of shards are plain names of `.weights.h5` files beside the index.
 *
 * @throws ModelFormatError `shard-index`; `shard-name` (kind `unsafe` for a path or URL); of kind `limit` for more groups than `limits.objects` or more than 4096 shards.
 */
export function parse_shard_index(source: Uint8Array | string | object, budget: Budget): ShardIndex {
  const is_text = typeof source === 'string' || source instanceof Uint8Array
  const index = is_text ? parse_json(source, budget) : source
  if (!is_plain_object(index) || !is_plain_object(index.weight_map)) {
    refuse('format', 'shard-index', 'The index of shards must be an object with the key `weight_map`.')
  }
  const groups = Object.entries(index.weight_map)
  budget.spend_objects(groups.length)
  const known = new Set<string>()
  const weight_map = new Map<string, string[]>()
  for (const [path, value] of groups) {
    if (!is_group_path(path)) refuse('format', 'shard-index', 'The index of shards has a key that is no path of a group.', path)
    const names = (Array.isArray(value) ? value : [value]).map((name) => check_name(name, path))
    if (names.length === 0 || new Set(names).size !== names.length) {
      refuse('format', 'shard-index', 'The index of shards must give each group one or more different shards.', path)
    }
    for (const name of names) known.add(name)
    if (known.size > most_shards) {
      const message = `The index names more shards than are read. Received: more than ${most_shards}`
      throw new ModelFormatError('limit', 'limit-exceeded', message, { path })
    }
    weight_map.set(path, names)
  }
  return { total_size: total_size(index), weight_map }
}

function is_group_path(path: string): boolean {
  const [first, ...parts] = path.split('/')
  return first === '' && parts.length > 0 && parts.every((part) => part !== '' && part !== '.' && part !== '..')
}

function check_name(name: unknown, path: string): string {
  if (typeof name !== 'string') {
    refuse('format', 'shard-name', `The name of a shard must be a text. Received: a value of type ${typeof name}`, path)
  }
  if (!shard_name.test(name)) {
    const message = `The name of a shard must be that of a \`.weights.h5\` file beside the index. Received: '${file_text(name)}'`
    refuse(places.test(name) ? 'unsafe' : 'format', 'shard-name', message, path)
  }
  return name
}

function total_size(index: Record<string, unknown>): number {
  const { metadata = {} } = index
  const size = is_plain_object(metadata) ? (metadata.total_size ?? 0) : null
  if (typeof size !== 'number' || !Number.isFinite(size) || size < 0) {
    refuse('format', 'shard-index', 'The index of shards must give `metadata.total_size` as a number.')
  }
  return size
}

/** The bytes of `name.weights.json`, as Keras lays them out. */
export function write_shard_index({
  total_size,
  weight_map,
}: {
  total_size: number
  weight_map: ReadonlyMap<string, readonly string[]>
}): Uint8Array {
  const index = { metadata: { total_size }, weight_map: Object.fromEntries(weight_map) }
  const text = JSON.stringify(index, null, 4).replace(
    /[\u007f-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return new TextEncoder().encode(text)
}
