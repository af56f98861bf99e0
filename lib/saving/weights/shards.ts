import { ModelFormatError, ValueError } from '../../common/errors'
import type { Hdf5DatasetToWrite, Hdf5Group, Hdf5GroupToWrite } from '../../formats/hdf5/tree'
import { MergedGroup } from './merged_group'
import { member_at } from './places'
import { element_bytes } from './values'
import { group_at, new_group, type OpenGroup } from './write'

/** Weights cut into several files. */
export interface ShardedWeights {
  /** By the names of their files. */
  shards: Map<string, Hdf5GroupToWrite>
  /** The path of each group with values -> the files that hold them. */
  weight_map: Map<string, string[]>
  /** Bytes of all values. */
  total_size: number
}

/**
 * Cuts a tree of weights into files of at most `max_bytes` of values, in the order of the tree. The values of one group may lie in several files.
 * Source: keras.src.saving.saving_lib.ShardedH5IOStore.
 * @throws ValueError for one value that is larger than a file may be.
 */
export function shard_weights(tree: Hdf5GroupToWrite, max_bytes: number, name: string): ShardedWeights {
  const shards = new Map<string, OpenGroup>()
  const weight_map = new Map<string, string[]>()
  let total_size = 0
  let size = 0
  let shard_name = ''
  let shard = new_group()
  const begin = (): void => {
    shard_name = `${name}_${String(shards.size).padStart(5, '0')}.weights.h5`
    shard = new_group()
    shards.set(shard_name, shard)
    size = 0
  }
  const put = (path: string, key: string, dataset: Hdf5DatasetToWrite): void => {
    const bytes = dataset.shape.reduce((product, d) => product * d, element_bytes[dataset.dtype]!)
    if (bytes > max_bytes) {
      throw new ValueError(
        `The size of ${path}/${key} exceeds the maximum shard size: raise \`max_shard_size\`. Received: ${bytes} bytes, at most ${max_bytes}`,
      )
    }
    if (size + bytes > max_bytes) begin()
    size += bytes
    total_size += bytes
    group_at(shard, path).members.set(key, dataset)
    const names = weight_map.get(path) ?? []
    if (!names.includes(shard_name)) weight_map.set(path, [...names, shard_name])
  }
  const visit = (group: Hdf5GroupToWrite, path: string): void => {
    for (const [key, value] of group.attributes ?? []) group_at(shard, path).attributes.set(key, value)
    for (const [key, member] of group.members) {
      if (member.kind === 'dataset') put(path, key, member)
      else visit(member, `${path}/${key}`)
    }
  }
  begin()
  visit(tree, '')
  return { shards, weight_map, total_size }
}

/**
 * The groups that an index names, with the values that its files hold for them, as one tree.
 * @throws ModelFormatError when a file does not hold a group that the index promises (kind `mismatch`), or two files hold one value.
 */
export function merge_shards(
  weight_map: ReadonlyMap<string, readonly string[]>,
  shards: ReadonlyMap<string, Hdf5Group>,
): Hdf5Group {
  const root = new MergedGroup('/')
  for (const [path, names] of weight_map) {
    let target = root
    for (const name of path.split('/')) if (name !== '') target = target.child(name)
    for (const name of names) {
      const shard = shards.get(name)
      const group = shard === undefined ? null : member_at(shard, path)
      if (group === null) {
        throw new ModelFormatError('mismatch', 'missing-shard', `The shard ${name} does not hold what the index says.`, { path })
      }
      if (group.kind === 'dataset') throw broken('A dataset stands where a group must be.', path)
      merge(target, group)
    }
  }
  return root
}

function merge(target: MergedGroup, group: Hdf5Group): void {
  for (const key of group.keys()) {
    const member = group.get(key)!
    if (member.kind === 'group') throw broken('A group stands where a dataset must be.', member.path)
    if (target.members.has(key)) throw broken('Two shards hold one value.', member.path)
    target.members.set(key, member)
  }
}

function broken(message: string, path: string): ModelFormatError {
  return new ModelFormatError('format', 'weights-structure', message, { path })
}
