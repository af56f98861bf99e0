import { ModelFormatError } from '../../common/errors'
import type { Hdf5Dataset, Hdf5DatasetToWrite, Hdf5Group, Hdf5GroupToWrite } from '../../formats/hdf5/tree'
import type { Budget } from '../../formats/limits'
import { read_safetensors } from '../../formats/safetensors/read'
import { write_safetensors } from '../../formats/safetensors/write'
import type { Saveable } from './attributes'
import { MergedGroup } from './merged_group'
import { join_path } from './walk'
import { weights_tree } from './write'

/** The values of a tree by their paths: `layers/dense/vars/0`. */
export function flat_entries(tree: Hdf5GroupToWrite): Map<string, Hdf5DatasetToWrite> {
  const entries = new Map<string, Hdf5DatasetToWrite>()
  const visit = (group: Hdf5GroupToWrite, path: string): void => {
    for (const [key, member] of group.members) {
      if (member.kind === 'dataset') entries.set(join_path(path, key), member)
      else visit(member, join_path(path, key))
    }
  }
  visit(tree, '')
  return entries
}

/** The weights of a model, and the state of its optimizer, as a safetensors file: each under the path that it has in a `.weights.h5` file. */
export async function flat_weights(model: Saveable): Promise<Uint8Array> {
  return write_safetensors(flat_entries(await weights_tree(model)), new Map([['format', 'keras-tfjs']]))
}

/** A safetensors file as the tree that its names describe. @throws ModelFormatError for a broken file, or names that are no paths of values. */
export function flat_to_tree(bytes: Uint8Array, budget: Budget): Hdf5Group {
  const root = new MergedGroup('/')
  for (const [name, { dtype, shape, values }] of read_safetensors(bytes, budget).entries) {
    const parts = name.split('/')
    const key = parts.pop()!
    budget.spend_objects(parts.length, name)
    budget.check_depth(parts.length, name)
    if (key === '' || parts.includes('')) throw bad_name(name)
    let group = root
    for (const part of parts) group = group.child(part)
    if (group.members.has(key)) throw bad_name(name)
    const dataset: Hdf5Dataset = { kind: 'dataset', path: `/${name}`, dtype, shape, attributes: new Map(), read: () => values }
    group.members.set(key, dataset)
  }
  return root
}

function bad_name(name: string): ModelFormatError {
  return new ModelFormatError('mismatch', 'weights-mismatch', 'The names of the tensors are no paths of weights.', { path: name })
}
