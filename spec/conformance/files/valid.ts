import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Tensor } from '@tensorflow/tfjs-core'
import { ModelFormatError } from '../../../lib/common/errors'
import { flatten } from '../../../lib/common/tree'
import { read_hdf5 } from '../../../lib/formats/hdf5/read'
import type { Hdf5Dataset, Hdf5Group } from '../../../lib/formats/hdf5/tree'
import { Budget } from '../../../lib/formats/limits'
import { read_zip } from '../../../lib/formats/zip/read'
import { keras_name_of } from '../../../lib/graph/operation'
import { deserialize_keras_object } from '../../../lib/loading/deserialize'
import { load_model } from '../../../lib/loading/load_model'
import { compare, fail, type Tolerance } from '../compare'
import { Pending, pending_names } from '../pending'
import { Decoder } from '../values'
import { fixture_objects } from './fixture_objects'
import type { Warnings } from './outcome'
import type { FileRecord } from './record'

const loose = (facts: any): Tolerance => ({
  atol: facts.atol ?? 1e-4,
  rtol: facts.rtol ?? 1e-4,
  values: true,
})

/** What a record waits for, when its file needs a class of Keras that does not exist yet. */
export function pending_of(error: unknown, facts: any = {}): Pending | null {
  if (!(error instanceof ModelFormatError)) return null
  if (error.code === 'quantization') return new Pending(['quantization'])
  if (error.code !== 'unknown-object') return null
  const name = /'([^']+)'/.exec(error.message)?.[1] ?? 'a class'
  if (/does not yet/.test(error.message)) return new Pending([name])
  const is_custom = Object.keys(facts.custom_objects ?? {}).some((key) => key === name || key.endsWith(`>${name}`))
  return is_custom ? new Pending([`the custom class ${name}`]) : null
}

function needs(object: unknown): void {
  const names = pending_names({ object } as never)
  if (names.length > 0) throw new Pending(names)
}

async function opened(record: FileRecord): Promise<any> {
  const { facts, path } = record
  const { object } = facts
  if (!/\.weights\.(h5|json)$/.test(path)) return load_model(path, { custom_objects: fixture_objects })
  const model = object ? revived(object) : await model_of_sibling(record)
  try {
    await model.load_weights(path)
  } catch (error) {
    model.dispose()
    throw error
  }
  return model
}

function revived(object: any): any {
  needs(object)
  return deserialize_keras_object(object, { custom_objects: fixture_objects })
}

/** The model of a weights file, from a whole-model file of the same name. */
async function model_of_sibling({ path, facts }: FileRecord): Promise<any> {
  const folder = dirname(path)
  const whole = readdirSync(folder).find((name) => name === `${facts.name}.keras` || name === `${facts.name}.h5`)
  const elsewhere = readdirSync(dirname(folder))
    .map((version) => join(dirname(folder), version, `${facts.name}.keras`))
    .filter((candidate) => existsSync(candidate))
  const source = whole === undefined ? elsewhere.at(-1) : join(folder, whole)
  if (source === undefined) throw new Pending([`a file with the model ${facts.name}`])
  return load_model(source, { custom_objects: fixture_objects, compile: false })
}

/** Opens a file that real Keras wrote, and compares everything that is recorded of it. */
export async function check_valid(record: FileRecord, warnings: Warnings): Promise<void> {
  const { facts } = record
  let model: any
  try {
    model = await opened(record)
  } catch (error) {
    if (facts.family === 'lambda' && error instanceof ModelFormatError && error.code === 'unsupported-lambda') return
    throw pending_of(error, facts) ?? error
  }
  const decoder = new Decoder()
  try {
    await compare_model(model, record, decoder, warnings)
    if (facts.format === 'keras' || facts.format === 'legacy-h5') await check_round_trip(model, record, decoder)
    await check_resume(model, facts, decoder)
  } finally {
    decoder.dispose()
    model.dispose()
  }
}

const console_width = 80

/** A line that is longer than the console is broken there, as it was recorded. */
function broken(line: string): string {
  if (/^[┏┃┡│├└]/.test(line)) return line.slice(0, console_width)
  if (line.length <= console_width) return line
  const [first, ...rest] = line.split(' ')
  return [`${first} `, ...(rest.join(' ').match(/.{1,80}/g) ?? [])].join('\n')
}

/** The summary as it was recorded: with lines of 110 characters, on a console that shows 80 of them. */
function compare_summary(model: any, facts: any): void {
  const whole: string = model.summary({ line_length: 110, expand_nested: true, as: 'text' })
  const text = whole.split('\n').map(broken).join('\n').trimEnd()
  const unbuilt = facts.compiled?.optimizer?.built === false
  // Sizes of the optimizer are those of another backend, or of the time before the file was read.
  const shape = (summary: string): string => {
    const lines = summary.trimEnd().split('\n')
    if (unbuilt) return lines.filter((line) => !/^ (Total|Optimizer) params/.test(line)).join('\n')
    return facts.backend === 'tensorflow'
      ? lines.map((line) => line.replace(/(params: [\d,]+).*/, '$1')).join('\n')
      : lines.join('\n')
  }
  if (shape(text) !== shape(facts.summary)) fail('summary', `\n${text}`, `\n${facts.summary}`)
}

async function compare_model(model: any, { facts }: FileRecord, decoder: Decoder, warnings: Warnings): Promise<void> {
  const tolerance = loose(facts)
  if (facts.summary !== undefined) compare_summary(model, facts)
  if (facts.built !== undefined && model.built !== facts.built) fail('built', model.built, facts.built)
  if (facts.layers) {
    const layers = model.layers.map((layer: any) => `${keras_name_of(layer.constructor)} ${layer.name}`)
    const wanted = facts.layers.map(([path, name]: string[]) => `${path!.split('.').at(-1)} ${name}`)
    if (layers.join() !== wanted.join()) fail('layers', layers, wanted)
  }
  if (facts.count_params && facts.count_params !== model.count_params())
    fail('count_params', model.count_params(), facts.count_params)
  if (facts.outputs_not_in_file) {
    if (warnings.length === 0) fail('warnings', 'none', facts.outputs_not_in_file)
    return
  }
  await compare_all_weights(model, facts, tolerance)
  if (facts.outputs !== undefined) {
    await compare_prediction(model, facts.inputs, facts.outputs, tolerance, decoder)
  }
  if (facts.compiled && model.optimizer) {
    const { optimizer } = facts.compiled
    const wanted = optimizer?.variables ?? facts.compiled.optimizer_variables ?? []
    if (optimizer && model.optimizer.constructor.class_name !== optimizer.class)
      fail('optimizer', model.optimizer.constructor.class_name, optimizer.class)
    const variables = optimizer_variables(model.optimizer, facts).slice(0, optimizer?.built === false ? wanted.length : undefined)
    await compare_weights('optimizer', variables, wanted, tolerance, facts.keras.startsWith('2'))
  } else if (facts.compiled) fail('compiled', 'no optimizer', facts.compiled)
}

/** A file with LoRA holds the sum of a kernel and its two factors, and was recorded with the three apart; the first versions forgot that there were any. */
async function compare_all_weights(model: any, facts: any, tolerance: Tolerance): Promise<void> {
  const has_lora = facts.weights.some(({ path }: { path: string }) => path.includes('lora_'))
  if (has_lora && model.weights.length !== facts.weights.length) return
  await compare_weights('weights', model.weights, facts.weights, { ...tolerance, values: !has_lora }, facts.keras.startsWith('2'))
}

export async function compare_prediction(
  model: any,
  inputs: unknown,
  outputs: unknown,
  tolerance: Tolerance,
  decoder: Decoder,
): Promise<void> {
  const got = await model.predict(decoder.decode(inputs), { verbose: 0 })
  try {
    await compare('outputs', got, outputs, tolerance)
  } finally {
    for (const leaf of flatten(got)) if (leaf instanceof Tensor) leaf.dispose()
  }
}

/** The variables that the record has: Keras 2 has none for the learning rate. */
function optimizer_variables(optimizer: any, facts: any): any[] {
  const { variables } = optimizer
  return facts.keras.startsWith('2') ? variables.filter((variable: any) => !variable.path.endsWith('learning_rate')) : variables
}

/** A model that was read does not put its name before the paths that were recorded before it was saved: neither does Keras. */
function same_path(got: string, wanted: string): boolean {
  if (got === wanted || wanted.endsWith(`/${got}`)) return true
  const [owner, name] = got.split('/')
  return wanted.startsWith(`${owner}/`) && name !== undefined && wanted.endsWith(`_${name}`)
}

/** Variables in order: path, shape, dtype, trainable and first values. tf.keras named them otherwise. */
async function compare_weights(where: string, got: any[], wanted: any[], tolerance: Tolerance, old: boolean): Promise<void> {
  if (got.length !== wanted.length) {
    fail(
      `number of ${where}`,
      got.map((v) => v.path),
      wanted.map((v) => v.path),
    )
  }
  for (const [i, facts] of wanted.entries()) {
    const variable = got[i]
    const at = `${where}[${i}] ${facts.path}`
    if (!old && !same_path(variable.path, facts.path)) fail(`${at} path`, variable.path, facts.path)
    if (variable.shape.join() !== facts.shape.join()) fail(`${at} shape`, variable.shape, facts.shape)
    const dtype = variable.keras_dtype ?? variable.dtype
    if (dtype !== facts.dtype && !(facts.dtype === 'int64' && dtype === 'int32')) fail(`${at} dtype`, dtype, facts.dtype)
    if (facts.trainable !== undefined && variable.trainable !== facts.trainable)
      fail(`${at} trainable`, variable.trainable, facts.trainable)
    const values = Array.from((await variable.data()) as ArrayLike<number>).slice(0, facts.first4.length)
    await compare(`${at} values`, values, facts.first4.map(Number), { ...tolerance, rtol: Math.max(tolerance.rtol, 1e-5) })
  }
}

/** What is saved opens again, and its weights stand where Keras puts them. */
async function check_round_trip(model: any, { facts, path }: FileRecord, decoder: Decoder): Promise<void> {
  const legacy = facts.format === 'legacy-h5'
  const bytes: Uint8Array = await model.save(null, legacy ? { format: 'h5' } : {})
  const comparable = facts.keras === '3.15.1' && !legacy && facts.compiled?.optimizer?.built !== false
  if (comparable && basename(path).endsWith('.keras')) {
    const archive = read_zip(bytes, new Budget())
    const listing = list_of(read_hdf5(archive.read('model.weights.h5'), new Budget()))
    const wanted = (facts.h5 as any[]).map((item) => entry_text(item.path, item.kind, item.shape, item.dtype, item.attrs)).sort()
    for (let i = 0; i < Math.max(listing.length, wanted.length); i++) {
      if (listing[i] !== wanted[i]) fail('h5 listing', listing[i], wanted[i])
    }
  }
  const again = await load_model(bytes, { custom_objects: fixture_objects })
  try {
    if (facts.outputs !== undefined) await compare_prediction(again, facts.inputs, facts.outputs, loose(facts), decoder)
    if (model.optimizer && again.optimizer?.variables.length !== model.optimizer.variables.length) {
      fail('optimizer variables of the copy', again.optimizer?.variables.length, model.optimizer.variables.length)
    }
  } finally {
    again.dispose()
  }
}

function entry_text(
  path: string,
  kind: string,
  shape: readonly number[] | undefined,
  dtype: string | undefined,
  attrs: any,
): string {
  return JSON.stringify([path, kind, shape ?? null, dtype === 'int64' ? 'int32' : (dtype ?? null), attrs ?? {}])
}

/** Long texts were recorded by their length and their start. */
function recorded_text(value: unknown): unknown {
  return typeof value === 'string' && value.length > 300 ? { string_length: value.length, start: value.slice(0, 80) } : value
}

function list_of(group: Hdf5Group): string[] {
  const lines: string[] = []
  const look = (item: Hdf5Group | Hdf5Dataset): void => {
    const attributes = Object.fromEntries([...item.attributes].map(([name, value]) => [name, recorded_text(value.values[0])]))
    if (item.kind === 'group') {
      lines.push(entry_text(item.path, 'group', undefined, undefined, attributes))
      for (const key of item.keys()) look(item.get(key)!)
    } else {
      const dtype = item.dtype === 'bfloat16' ? '|V2' : item.dtype
      lines.push(entry_text(item.path, 'dataset', item.shape, dtype, attributes))
    }
  }
  look(group)
  return lines.sort()
}

/** Training goes on where it stopped. */
async function check_resume(model: any, facts: any, decoder: Decoder): Promise<void> {
  const { resume } = facts
  if (!resume || resume.error) return
  const tolerance = { ...loose(facts), atol: Math.max(facts.atol ?? 0, 1e-5) }
  const [x, y] = [decoder.decode(resume.x), decoder.decode(resume.y)]
  if (resume.evaluate) {
    const got = await model.evaluate(x, y, { return_dict: true, verbose: 0 })
    await compare('resume evaluate', got, resume.evaluate, tolerance)
  }
  // A mask that is drawn without a seed is another one each time that a file is read.
  const random = model.layers.some((layer: any) => layer.get_config().seed === null)
  if (resume.train_on_batch && !random) {
    const got = await model.train_on_batch(x, y, { return_dict: true })
    await compare('resume train_on_batch', got, resume.train_on_batch, tolerance)
    const unnamed = (list: any[], variables: any[]): any[] =>
      list.map((item, i) => ({ ...item, path: variables[i]?.path ?? item.path }))
    await compare_weights('weights after', model.weights, unnamed(resume.weights_after, model.weights), tolerance, false)
    await compare_weights(
      'optimizer after',
      model.optimizer.variables,
      unnamed(resume.optimizer_after, model.optimizer.variables),
      tolerance,
      false,
    )
  }
}
