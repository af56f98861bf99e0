import { ModelFormatError } from '../../common/errors'
import type { Hdf5Group } from '../../formats/hdf5/tree'
import type { Budget } from '../../formats/limits'
import { parse_shard_index } from '../../formats/shards'
import { flat_to_tree } from '../weights/flat'
import { merge_shards } from '../weights/shards'
import { open_content } from './content'
import { guarded } from './guard'
import { open_hdf5 } from './open_hdf5'
import type { OpenedFile } from './sources'

/** Weights of a file: by the places of layers (`tree`), or by the layers in order, as in files of Keras 2 (`legacy`). */
export interface WeightsContent {
  form: 'tree' | 'legacy'
  root: Hdf5Group
}

const weights_member = 'model.weights.h5'

/** The weights in a file of any kind. @throws ModelFormatError when it holds none. */
export async function weights_content(file: OpenedFile, budget: Budget): Promise<WeightsContent> {
  const { bytes, name } = file
  if (bytes === null) {
    const inner = await file.member(weights_member)
    if (inner === null) throw missing(weights_member)
    return guarded(() => content_of_hdf5(open_hdf5(inner, budget)))
  }
  const content = guarded(() => open_content(bytes, budget, name))
  switch (content.kind) {
    case 'hdf5':
      return content_of_hdf5(content.root)
    case 'zip':
      return guarded(() => ({ form: 'tree', root: open_hdf5(content.archive.read(weights_member), budget) }))
    case 'safetensors':
      return guarded(() => ({ form: 'tree', root: flat_to_tree(content.bytes, budget) }))
    case 'json':
      return shards_content(file, content.value, budget)
  }
}

/** The weights of an opened HDF5 file. */
export function content_of_hdf5(root: Hdf5Group): WeightsContent {
  const inner = root.get('model_weights')
  if (root.attributes.has('model_config') || inner !== undefined) {
    if (inner?.kind !== 'group') throw missing('model_weights')
    return { form: 'legacy', root: inner }
  }
  const legacy = root.attributes.has('layer_names') || root.attributes.has('layer_names0')
  return { form: legacy ? 'legacy' : 'tree', root }
}

async function shards_content(file: OpenedFile, index: Record<string, unknown>, budget: Budget): Promise<WeightsContent> {
  if (!('weight_map' in index)) {
    throw new ModelFormatError('format', 'no-weights', 'The JSON text is no index of sharded weights: it has no `weight_map`.', {
      path: file.name,
    })
  }
  const { weight_map } = guarded(() => parse_shard_index(index, budget))
  const shards = new Map<string, Hdf5Group>()
  for (const name of new Set([...weight_map.values()].flat())) {
    const bytes = await file.member(name)
    if (bytes === null) {
      throw new ModelFormatError('mismatch', 'missing-shard', 'A shard of the weights is missing: hand it in with `files`.', {
        path: name,
      })
    }
    shards.set(
      name,
      guarded(() => open_hdf5(bytes, budget)),
    )
  }
  return guarded(() => ({ form: 'tree', root: merge_shards(weight_map, shards) }))
}

function missing(path: string): ModelFormatError {
  return new ModelFormatError('format', 'missing-member', 'The file holds no weights.', { path })
}
