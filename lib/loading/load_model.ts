import { ready } from '../backend/choose'
import { ModelFormatError, ValueError } from '../common/errors'
import { is_plain_object } from '../common/tree'
import type { Hdf5Group } from '../formats/hdf5/tree'
import { parse_json } from '../formats/json/parse'
import { Budget, type LoadLimits } from '../formats/limits'
import type { Model } from '../models/model'
import { open_content } from '../saving/files/content'
import { guarded } from '../saving/files/guard'
import { type FileMap, type FileSource, type OpenedFile, open_source, type ReadOptions } from '../saving/files/sources'
import { content_of_hdf5 } from '../saving/files/weights_content'
import { load_assets } from '../saving/weights/assets'
import { load_legacy_optimizer } from '../saving/weights/legacy_optimizer'
import { load_legacy_weights } from '../saving/weights/legacy_read'
import { load_weights_tree } from '../saving/weights/read'
import { filled } from './filled'
import { archive_parts, folder_parts, type KerasParts } from './keras_archive'
import { revive_model } from './revive_model'
import { load_tfjs_model } from './tfjs_model'

export interface LoadModelOptions extends ReadOptions {
  /** Classes and functions that the file names, by name; functions of `Lambda` layers by the name of the layer. */
  custom_objects?: Record<string, unknown> | null
  /** Whether the model is compiled as it was when it was saved, the state of its optimizer included. Default true. */
  compile?: boolean
  /** Accepted for Keras's sake: code in a file never runs, whatever it says. */
  safe_mode?: boolean
  /** What reading may cost. */
  limits?: Partial<LoadLimits> | null
}

interface Reading {
  custom_objects: Record<string, unknown> | null
  compile: boolean
  budget: Budget
}

/**
 * Opens a model: a `.keras` file (zipped or a folder), a legacy `.h5` file, or a TensorFlow.js `model.json` with its weights. What it is is told by its content. `source` is a path (Node), a
 * URL, bytes, a `Blob` or `File`, or an object of several files by name.
 *
 * Nothing but what is handed in is read, and no code in a file ever runs. Source: keras.saving.load_model.
 * @throws ModelFormatError with what is wrong and where; nothing of the model is left then. ValueError when there is no such file.
 *
 * ```ts
 * const model = new Sequential([Input({ shape: [3] }), new Dense({ units: 2 })])
 * const twin = await load_model(await model.save())
 * ```
 */
export async function load_model(source: FileSource | FileMap, options: LoadModelOptions = {}): Promise<Model> {
  const { custom_objects = null, compile = true, limits = null } = options
  const reading = { custom_objects, compile, budget: new Budget(limits) }
  await ready()
  const file = await open_source(source, options)
  if (file.bytes === null) return load_folder(file, reading)
  const { bytes } = file
  const content = guarded(() => open_content(bytes, reading.budget, file.name))
  switch (content.kind) {
    case 'zip':
      return guarded(() => revive_keras(archive_parts(content.archive, reading.budget), reading))
    case 'hdf5':
      return guarded(() => revive_legacy(content.root, reading))
    case 'json':
      return load_json(content.value, bytes, file, reading)
    case 'safetensors':
      throw weights_only('safetensors')
  }
}

async function load_folder(folder: OpenedFile, reading: Reading): Promise<Model> {
  const names = await folder.names()
  if (names.includes('config.json')) {
    const parts = await folder_parts(folder, reading.budget)
    return guarded(() => revive_keras(parts, reading))
  }
  const index = await folder.member('model.json')
  if (index === null) {
    throw new ValueError(`There is neither a \`config.json\` nor a \`model.json\` in the folder. Received: ${folder.name}`)
  }
  const content = guarded(() => open_content(index, reading.budget, 'model.json'))
  if (content.kind !== 'json')
    throw new ModelFormatError('format', 'unknown-format', 'This is no JSON text.', { path: 'model.json' })
  return load_json(content.value, index, folder, reading)
}

async function load_json(value: Record<string, unknown>, bytes: Uint8Array, file: OpenedFile, reading: Reading): Promise<Model> {
  if ('weight_map' in value) throw weights_only('an index of sharded weights')
  if ('modelTopology' in value) return load_tfjs_model(bytes, file, reading)
  throw new ModelFormatError(
    'format',
    'unknown-format',
    'The JSON text is no model of TensorFlow.js. A text of `model.to_json()` is opened by `models.model_from_json`.',
    { path: file.name },
  )
}

const weights_only = (what: string): ModelFormatError =>
  new ModelFormatError(
    'format',
    'weights-only',
    `The file holds weights without a model (${what}): open it with \`model.load_weights\`.`,
  )

function revive_keras({ config, weights, keras_version, assets }: KerasParts, reading: Reading): Model {
  const { budget } = reading
  return filled(revive_model(config, { ...reading, file: 'v3', keras_version }), (model) => {
    load_weights_tree(model, weights, { skip_mismatch: false, budget })
    load_assets(model, assets)
  })
}

function revive_legacy(root: Hdf5Group, reading: Reading): Model {
  const { budget } = reading
  const config = json_attribute(root, 'model_config', budget)
  if (config === null) throw weights_only('HDF5')
  const training_config = reading.compile ? json_attribute(root, 'training_config', budget) : null
  const form = is_plain_object(training_config) && is_plain_object(config) ? { ...config, training_config } : config
  const version = text_attribute_of(root, 'keras_version')
  return filled(revive_model(form, { ...reading, file: 'legacy', keras_version: version }), (model) => {
    load_legacy_weights(model, content_of_hdf5(root).root, { by_name: false, skip_mismatch: false, budget })
    const state = root.get('optimizer_weights')
    if (model.optimizer && state?.kind === 'group') load_legacy_optimizer(model, state, budget)
  })
}

function text_attribute_of(root: Hdf5Group, name: string): string | null {
  const attribute = root.attributes.get(name)
  const text = attribute?.dtype === 'string' && attribute.shape.length === 0 ? attribute.values[0] : null
  return typeof text === 'string' ? text : null
}

function json_attribute(root: Hdf5Group, name: string, budget: Budget): unknown {
  if (!root.attributes.has(name)) return null
  const text = text_attribute_of(root, name)
  if (text === null) {
    throw new ModelFormatError('format', 'invalid-config', 'The attribute must be one text.', { path: `/@${name}` })
  }
  return parse_json(text, budget, `/@${name}`)
}
