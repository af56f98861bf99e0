import { file_text, ModelFormatError } from '../../common/errors'
import type { Hdf5Dataset, Hdf5Group } from '../../formats/hdf5/tree'
import { Budget } from '../../formats/limits'
import { own_variables } from '../../layers/base/reflection'
import type { Layer } from '../../layers/layer'
import type { Variable } from '../../variables/variable'
import { layer_group, legacy_weights, listed_datasets, names_of } from './legacy_names'
import { type LegacyModel, legacy_layers } from './legacy_write'
import { group_of } from './places'
import { type Assignment, assign_dataset, commit_all, Mismatch } from './values_plan'

export interface LegacyLoadOptions {
  /** Match layers by name instead of by place. Default false. */
  by_name?: boolean
  /** Leave weights of another shape as they are, with a warning. Default false. */
  skip_mismatch?: boolean
  /** What reading may still cost. */
  budget?: Budget
}

interface Target {
  /** The layer for messages. */
  title: string
  owner: Layer
  variables: Variable[]
  datasets: Hdf5Dataset[]
}

function refuse(message: string, path: string): never {
  throw new ModelFormatError('mismatch', 'weights-mismatch', message, { path })
}

function warn(message: string): void {
  console.warn(`keras-tfjs: ${message}`)
}

const top_level = 'top_level_model_weights'

/**
 * Gives a model the weights of a legacy `.h5` file, whose layers stand one after the other, as Keras 2 and 3 write it. Everything is checked and read before anything is
 * assigned. Source: keras.src.legacy.saving.legacy_h5_format.
 * @throws ModelFormatError of kind `mismatch` when numbers of layers or weights, or a shape, differ; of other kinds for a broken file.
 */
export function load_legacy_weights(
  model: LegacyModel,
  root: Hdf5Group,
  { by_name = false, skip_mismatch = false, budget = new Budget() }: LegacyLoadOptions = {},
): void {
  const names = names_of(root, 'layer_names')
  if (names === null) {
    throw new ModelFormatError('format', 'weights-structure', 'The file has no attribute `layer_names`.', { path: root.path })
  }
  budget.spend_objects(names.length, root.path)
  if (new Set(names).size !== names.length) refuse('The attribute `layer_names` names a layer twice.', root.path)
  const targets = by_name ? targets_by_name(model, root, names, skip_mismatch) : targets_by_place(model, root, names)
  const top = top_level_target(model, root)
  if (top !== null && counts_agree(top, by_name && skip_mismatch)) targets.push(top)
  const assignments = targets.flatMap((target) => plan(target, skip_mismatch))
  commit_all(assignments)
  for (const { owner } of targets) owner.finalize_state()
}

function targets_by_place(model: LegacyModel, root: Hdf5Group, names: readonly string[]): Target[] {
  const layers = legacy_layers(model).filter((layer) => layer.weights.length > 0)
  const saved = names
    .map((name) => ({ name, datasets: datasets_of(layer_group(root, name)) }))
    .filter(({ datasets }) => datasets.length > 0)
  if (saved.length !== layers.length) {
    refuse(
      `Layer count mismatch when loading weights from file. Model expected ${layers.length} layers, found ${saved.length} saved layers.`,
      root.path,
    )
  }
  return saved.map(({ name, datasets }, k) => {
    const owner = layers[k]!
    const title = `layer #${k} (named ${file_text(owner.name)} in the current model, ${file_text(name)} in the save file)`
    const target = { title, owner, variables: legacy_weights(owner), datasets }
    counts_agree(target, false)
    return target
  })
}

function targets_by_name(model: LegacyModel, root: Hdf5Group, names: readonly string[], skip_mismatch: boolean): Target[] {
  const layers = legacy_layers(model)
  const targets: Target[] = []
  names.forEach((name, k) => {
    for (const owner of layers.filter((layer) => layer.name === name)) {
      const datasets = datasets_of(layer_group(root, name))
      const target = { title: `layer #${k} (named ${file_text(name)})`, owner, variables: legacy_weights(owner), datasets }
      if (counts_agree(target, skip_mismatch)) targets.push(target)
    }
  })
  if (targets.every(({ variables }) => variables.length === 0))
    warn('No layer of the model has the name of a layer with weights in the file.')
  return targets
}

function top_level_target(model: LegacyModel, root: Hdf5Group): Target | null {
  const group = group_of(root, top_level)
  if (group === null) return null
  return { title: 'top-level weights', owner: model, variables: own_variables(model), datasets: datasets_of(group) }
}

function datasets_of(group: Hdf5Group): Hdf5Dataset[] {
  return listed_datasets(group).map(({ dataset }) => dataset)
}

function counts_agree({ title, variables, datasets }: Target, skip: boolean): boolean {
  if (variables.length === datasets.length) return true
  const counts = `Layer expects ${variables.length} weight(s). Received ${datasets.length} saved weight(s)`
  if (!skip) refuse(`Weight count mismatch for ${title}. ${counts}`, datasets[0]?.path ?? '/')
  warn(`Skipping loading of weights for ${title} due to mismatch in number of weights. ${counts}`)
  return false
}

function plan({ title, variables, datasets }: Target, skip_mismatch: boolean): Assignment[] {
  return variables.flatMap((variable, i) => {
    try {
      return [assign_dataset(variable, datasets[i]!)]
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error
      if (!skip_mismatch) refuse(`Shape mismatch in ${title}: ${error.message}`, error.path)
      warn(`Skipping loading weights for ${title} due to mismatch: ${error.message}`)
      return []
    }
  })
}
