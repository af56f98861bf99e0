import { keras_version } from '../../common/version'
import type { Hdf5GroupToWrite } from '../../formats/hdf5/tree'
import { own_variables } from '../../layers/base/reflection'
import type { Layer } from '../../layers/layer'
import type { Optimizer } from '../../optimizers/optimizer'
import type { Variable } from '../../variables/variable'
import { is_saveable } from './attributes'
import { legacy_weights, put_names } from './legacy_names'
import { dataset, group_at, new_group, note_reading, type OpenGroup, type Reading, read_all, text_attribute } from './write'

/** What a legacy file needs to know of a model. */
export interface LegacyModel extends Layer {
  readonly layers: Layer[]
}

/** The layers of a model, without the operations that its losses and metrics brought into its graph. */
export function legacy_layers(model: LegacyModel): Layer[] {
  return model.layers.filter((layer) => is_saveable(layer) && Array.isArray((layer as Partial<Layer>).trainable_weights))
}

/** Names of variables that differ, and of which none is a folder of another. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>()
  const folders = new Set<string>()
  const parents = (name: string): string[] => [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index))
  return names.map((name) => {
    let free = name
    for (let i = 1; taken.has(free) || folders.has(free) || parents(free).some((parent) => taken.has(parent)); i++)
      free = `${name}_${i}`
    taken.add(free)
    for (const parent of parents(free)) folders.add(parent)
    return free
  })
}

function put_variables(group: OpenGroup, variables: readonly Variable[], readings: [OpenGroup, Reading][]): void {
  const names = distinct(variables.map((variable) => variable.path))
  put_names(group.attributes, 'weight_names', names)
  variables.forEach((variable, i) => {
    const at = names[i]!.lastIndexOf('/')
    const reading = note_reading('', names[i]!.slice(at + 1), variable)
    readings.push([group_at(group, names[i]!.slice(0, Math.max(at, 0))), reading])
  })
}

/** Reads the values into their groups. Two bytes of bfloat16 have no mark in legacy files. */
async function fill(readings: readonly [OpenGroup, Reading][]): Promise<void> {
  const values = await read_all(readings.map(([, reading]) => reading))
  readings.forEach(([group, reading], i) => {
    const made = dataset(reading, values[i]!)
    group.members.set(reading.key, made.dtype === 'bfloat16' ? { ...made, dtype: 'opaque2' } : made)
  })
}

/**
 * The weights of a model as the tree of a legacy `.h5` file: a group for each layer, with all weights below it, trainable ones first.
 * Source: keras.src.legacy.saving.legacy_h5_format.
 */
export async function legacy_weights_tree(model: LegacyModel): Promise<Hdf5GroupToWrite> {
  const root = new_group()
  const layers = legacy_layers(model)
  put_names(
    root.attributes,
    'layer_names',
    layers.map((layer) => layer.name),
  )
  root.attributes.set('backend', text_attribute('tensorflow'))
  root.attributes.set('keras_version', text_attribute(keras_version))
  const readings: [OpenGroup, Reading][] = []
  for (const layer of layers) put_variables(group_at(root, layer.name), legacy_weights(layer), readings)
  put_variables(group_at(root, 'top_level_model_weights'), own_variables(model), readings)
  await fill(readings)
  return root
}

/** The state of an optimizer as the group `optimizer_weights` of a legacy file; null when there is none. */
export async function legacy_optimizer_weights(optimizer: Optimizer | null): Promise<Hdf5GroupToWrite | null> {
  const variables = optimizer?.variables ?? []
  if (variables.length === 0) return null
  const group = new_group()
  const readings: [OpenGroup, Reading][] = []
  put_variables(group, variables, readings)
  await fill(readings)
  return group
}
