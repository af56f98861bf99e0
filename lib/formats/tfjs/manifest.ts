import { file_text, ModelFormatError } from '../../common/errors'
import { is_plain_object } from '../../common/tree'
import { parse_json } from '../json/parse'
import type { Budget } from '../limits'
import { keras2_config, keras2_training_config } from './keras2'

/** Element types that a weight of a TensorFlow.js model may have. */
export type TfjsDtype = 'float32' | 'int32' | 'bool' | 'string'

/** How a weight is stored smaller than it is: `stored * scale + min`, or halves of floats. */
export type TfjsQuantization = { dtype: 'uint8' | 'uint16'; scale: number; min: number } | { dtype: 'float16' }

/** One weight of the manifest. */
export interface TfjsWeightSpec {
  name: string
  shape: number[]
  dtype: TfjsDtype
  quantization: TfjsQuantization | null
  /** `optimizer` for the state of an optimizer, null for a weight of the model. */
  group: string | null
}

/** Weights that stand one after the other in the joined bytes of some files. */
export interface TfjsWeightGroup {
  /** Names of the files, without a folder. */
  paths: string[]
  weights: TfjsWeightSpec[]
}

/** What a `model.json` of the layers format says. */
export interface TfjsModelJson {
  format: 'layers-model'
  /** As it stands in the file. */
  model_topology: Record<string, unknown>
  /** The class of the model and its config, in the form of Keras 2, also where TensorFlow.js layers writes it otherwise. */
  model_config: { class_name: string; config: unknown }
  /** In the form of Keras 2, also where optimizers of TensorFlow.js have other names. */
  training_config: Record<string, unknown> | null
  weight_groups: TfjsWeightGroup[]
  generated_by: string | null
  converted_by: string | null
  user_defined_metadata: Record<string, unknown> | null
}

const file = 'model.json'

/** The error of a `model.json` that does not keep to the format. */
export function bad(code: string, message: string, path: string | null = file): ModelFormatError {
  return new ModelFormatError('format', `tfjs-${code}`, message, { path })
}

/**
 * Reads the `model.json` of a layers model of TensorFlow.js. Names of files may begin with `./`, which is taken off.
 *
 * @throws ModelFormatError for what is not such a file, for graph models (kind `unsupported`), for a file name that is more than a name (kind `unsafe`),
 *   for a quantization without a finite scale, and when `budget` is spent.
 */
export function parse_model_json(bytes: Uint8Array, budget: Budget): TfjsModelJson {
  const json = object_of(parse_json(bytes, budget, file), 'the file')
  const format = json.format ?? 'layers-model'
  if (format !== 'layers-model') {
    const name = typeof format === 'string' ? file_text(format) : typeof format
    throw new ModelFormatError(
      'unsupported',
      'tfjs-format',
      `Only layers models of TensorFlow.js are read. Received: format=${name}`,
      {
        path: file,
      },
    )
  }
  const topology = object_of(json.modelTopology, '`modelTopology`')
  const model = 'model_config' in topology ? object_of(topology.model_config, '`model_config`') : topology
  if (typeof model.class_name !== 'string' || typeof model.config !== 'object' || model.config === null) {
    throw bad('topology', '`modelTopology` needs a `class_name` and a `config`.')
  }
  const is_own = typeof topology.keras_version === 'string' && topology.keras_version.startsWith('tfjs-layers')
  const groups = list_of(json.weightsManifest ?? [], '`weightsManifest`').map((group) => read_group(group, budget))
  check_unique(
    groups.flatMap((group) => group.paths),
    'The manifest names a file twice',
  )
  check_unique(
    groups.flatMap((group) => group.weights.map(({ name }) => name)),
    'The manifest names a weight twice',
  )
  const training = json.trainingConfig ?? topology.training_config ?? null
  const metadata = json.userDefinedMetadata ?? null
  return {
    format,
    model_topology: topology,
    model_config: { class_name: model.class_name, config: is_own ? keras2_config(model.config) : model.config },
    training_config: training === null ? null : keras2_training_config(object_of(training, '`trainingConfig`')),
    weight_groups: groups,
    generated_by: text_or_null(json.generatedBy),
    converted_by: text_or_null(json.convertedBy),
    user_defined_metadata: metadata === null ? null : object_of(metadata, '`userDefinedMetadata`'),
  }
}

function object_of(value: unknown, what: string): Record<string, unknown> {
  if (!is_plain_object(value)) throw bad('structure', `${what} must be an object.`)
  return value
}

function list_of(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw bad('structure', `${what} must be a list.`)
  return value
}

const text_or_null = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function check_unique(names: readonly string[], message: string): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw bad('duplicate', `${message}. Received: ${file_text(name)}`)
    seen.add(name)
  }
}

function read_group(value: unknown, budget: Budget): TfjsWeightGroup {
  const group = object_of(value, 'A group of the manifest')
  const paths = list_of(group.paths, '`paths`').map(read_file_name)
  const weights = list_of(group.weights, '`weights`').map(read_spec)
  budget.spend_objects(paths.length + weights.length, file)
  return { paths, weights }
}

/** A name that stays what it is as a path and as a part of a URL. */
function read_file_name(value: unknown): string {
  const name = typeof value === 'string' ? value.replace(/^\.\//, '') : ''
  if (name === '' || /^\.+$/.test(name) || name.length > 255 || /[/\\:?#%\p{Cc}\p{Surrogate}]/u.test(name)) {
    const received = typeof value === 'string' ? file_text(value) : typeof value
    throw new ModelFormatError('unsafe', 'tfjs-path', `\`paths\` must be plain names of files. Received: ${received}`, {
      path: file,
    })
  }
  return name
}

const dtypes: ReadonlySet<unknown> = new Set<TfjsDtype>(['float32', 'int32', 'bool', 'string'])

function read_spec(value: unknown): TfjsWeightSpec {
  const spec = object_of(value, 'A weight of the manifest')
  if (typeof spec.name !== 'string' || spec.name === '') throw bad('weight', 'A weight of the manifest needs a name.')
  const fail = (what: string) => bad('weight', `The weight ${file_text(spec.name as string)} ${what}`)
  const shape = spec.shape
  if (!Array.isArray(shape) || !shape.every((d) => Number.isSafeInteger(d) && d >= 0))
    throw fail('needs a shape of whole numbers.')
  if (!Number.isSafeInteger(shape.reduce((a: number, b: number) => a * b, 1))) throw fail('has a shape too large to count.')
  if (!dtypes.has(spec.dtype)) {
    const received = typeof spec.dtype === 'string' ? file_text(spec.dtype) : typeof spec.dtype
    throw new ModelFormatError('unsupported', 'tfjs-dtype', `Weights of this dtype are not read. Received: dtype=${received}`, {
      path: spec.name,
    })
  }
  const quantization = read_quantization(spec.quantization ?? null, fail)
  if (quantization !== null && (spec.dtype === 'string' || spec.dtype === 'bool'))
    throw fail(`of dtype ${spec.dtype} cannot be quantized.`)
  if (quantization?.dtype === 'float16' && spec.dtype !== 'float32') throw fail('is stored as float16 and is not float32.')
  const group = text_or_null(spec.group)
  return { name: spec.name, shape: shape.slice(), dtype: spec.dtype as TfjsDtype, quantization, group }
}

function read_quantization(value: unknown, fail: (what: string) => ModelFormatError): TfjsQuantization | null {
  if (value === null) return null
  const { dtype, scale, min } = object_of(value, '`quantization`')
  if (dtype === 'float16') return { dtype }
  if (dtype !== 'uint8' && dtype !== 'uint16') throw fail('has a quantization that is not uint8, uint16 or float16.')
  if (typeof scale !== 'number' || typeof min !== 'number' || !Number.isFinite(scale) || !Number.isFinite(min)) {
    throw fail('is quantized without a finite `scale` and `min`.')
  }
  return { dtype, scale, min }
}
