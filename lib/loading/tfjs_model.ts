import { ModelFormatError } from '../common/errors'
import type { Hdf5Attribute, Hdf5Dataset, Hdf5Group } from '../formats/hdf5/tree'
import type { Budget } from '../formats/limits'
import { decode_weights, type TfjsWeight } from '../formats/tfjs/decode'
import { parse_model_json } from '../formats/tfjs/manifest'
import type { Model } from '../models/model'
import { guarded } from '../saving/files/guard'
import type { OpenedFile } from '../saving/files/sources'
import { load_legacy_weights } from '../saving/weights/legacy_read'
import { MergedGroup } from '../saving/weights/merged_group'
import { filled } from './filled'
import { revive_model } from './revive_model'

/**
 * A layers model of TensorFlow.js: its `model.json`, with the files of weights that the manifest names. The state of an optimizer is not in such files.
 * @throws ModelFormatError
 */
export async function load_tfjs_model(
  index: Uint8Array,
  file: OpenedFile,
  options: { custom_objects: Record<string, unknown> | null; compile: boolean; budget: Budget },
): Promise<Model> {
  const { budget, compile } = options
  const json = guarded(() => parse_model_json(index, budget))
  const files = new Map<string, Uint8Array>()
  for (const path of json.weight_groups.flatMap((group) => group.paths)) {
    const bytes = await file.member(path)
    if (bytes === null) {
      throw new ModelFormatError('mismatch', 'missing-shard', 'A file of weights is missing: hand it in with `files`.', { path })
    }
    files.set(path, bytes)
  }
  return guarded(() => {
    const weights = new Map([...decode_weights(json, files, budget)].filter(([, weight]) => weight.group === null))
    const training_config = compile ? json.training_config : null
    const config = training_config === null ? json.model_config : { ...json.model_config, training_config }
    return filled(revive_model(config, { ...options, file: 'legacy' }), (model) => {
      load_legacy_weights(model, by_layers(model, weights), { by_name: false, skip_mismatch: false, budget })
    })
  })
}

/** The weights as the groups of a legacy `.h5` file: what a name begins with says whose they are. */
function by_layers(model: any, weights: ReadonlyMap<string, TfjsWeight>): Hdf5Group {
  const root = new MergedGroup('/')
  const owners = new Map<string, string>()
  const layers: any[] = model.layers.filter((layer: any) => layer.weights.length > 0)
  for (const layer of layers) for (const name of names_in(layer)) owners.set(name, layer.name)
  const names = new Map<string, string[]>(layers.map((layer) => [layer.name, []]))
  for (const [name, weight] of weights) {
    const owner =
      owners.get(name) ??
      name
        .split('/')
        .map((part) => owners.get(part))
        .find((found) => found !== undefined)
    if (owner === undefined) {
      throw new ModelFormatError('mismatch', 'weights-mismatch', 'The model has no layer for this weight.', { path: name })
    }
    const key = `weight_${names.get(owner)!.length}`
    names.get(owner)!.push(key)
    root.child(owner).members.set(key, dataset(name, weight))
  }
  for (const [owner, keys] of names) root.child(owner).attributes.set('weight_names', strings(keys))
  root.attributes.set('layer_names', strings([...names.keys()]))
  return root
}

/** The name of a layer, and those of the layers in it. */
function names_in(layer: any): string[] {
  return [layer.name, ...(Array.isArray(layer.layers) ? layer.layers.flatMap(names_in) : [])]
}

const strings = (values: string[]): Hdf5Attribute => ({ dtype: 'string', shape: [values.length], values })

function dataset(path: string, { dtype, shape, values }: TfjsWeight): Hdf5Dataset {
  return { kind: 'dataset', path, dtype, shape, attributes: new Map(), read: () => values.slice() }
}
