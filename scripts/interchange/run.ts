import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import { set_backend } from '../../lib/backend/choose'
import { flatten, is_plain_object } from '../../lib/common/tree'
import { utils } from '../../lib/exports'
import { load_model, save_model } from '../../lib/exports/saving'
import { environment, has_python } from './environment'
import { type Sample, samples } from './models'

const usage = `usage: npm run test:keras -- [--versions 3.15.1,3.8.0,3.4.1]

Writes models, opens them with real Keras of each version in an environment of its own under .cache, and compares predictions, the listing of
the weights file, and one more step of training.`

/** The backend of each version, and the files that it is asked about. */
const versions: Record<string, { backend: string; formats: string[] }> = {
  '3.15.1': { backend: 'jax', formats: ['keras', 'h5'] },
  '3.8.0': { backend: 'jax', formats: ['keras'] },
  '3.4.1': { backend: 'jax', formats: ['keras'] },
  '2.15.0': { backend: 'tensorflow', formats: ['h5'] },
}

interface Entry {
  name: string
  file: string
  inputs: unknown
  outputs: unknown
  atol: number
  except: Record<string, string>
  /** The file of Keras that this one was made of. */
  original?: string
  resume?: { x: unknown; y: unknown; logs: Record<string, number>; outputs: unknown }
}

const batch = 3

function draw(shape: number[], seed: number, integers?: number): Tensor {
  let state = seed
  const next = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648
    return state / 2147483648
  }
  const size = shape.reduce((product, d) => product * d, 1)
  const values = Array.from({ length: size }, () => (integers === undefined ? next() * 2 - 1 : Math.floor(next() * integers)))
  return tensor(values, shape, integers === undefined ? 'float32' : 'int32')
}

async function plain(value: any): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(plain))
  if (is_plain_object(value)) {
    return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await plain(item)])))
  }
  const dtype = value.dtype === 'int32' ? 'int32' : 'float32'
  return { shape: value.shape, dtype, data: Array.from(await value.data()) }
}

const free = (value: unknown): void => {
  for (const leaf of flatten(value)) (leaf as Tensor).dispose()
}

async function predicted(model: any, inputs: unknown): Promise<unknown> {
  const outputs = await model.predict(inputs, { verbose: 0 })
  const result = await plain(outputs)
  free(outputs)
  return result
}

async function write_sample(sample: Sample, folder: string): Promise<Entry[]> {
  utils.clear_session()
  utils.set_random_seed(7)
  const { name, atol = 1e-5, except = {}, formats = ['keras', 'h5'] } = sample
  const model = sample.make()
  const inputs = Array.isArray(sample.inputs)
    ? draw([batch, ...sample.inputs], 11, sample.integers)
    : Object.fromEntries(Object.entries(sample.inputs).map(([key, shape], i) => [key, draw([batch, ...shape], 11 + i)]))
  const entries: Entry[] = []
  const y = sample.train ? draw([batch, ...sample.train.target], 5, sample.train.classes) : null
  if (sample.train) {
    model.compile(sample.train.compile)
    for (let i = 0; i < 3; i++) await model.train_on_batch(inputs, y)
  }
  const entry = { inputs: await plain(inputs), outputs: await predicted(model, inputs), atol, except }
  for (const format of formats) {
    const file = `${name}.${format}`
    await save_model(model, join(folder, file))
    entries.push({ name: file, file, ...entry })
  }
  if (y !== null) {
    model.reset_metrics()
    const logs = await model.train_on_batch(inputs, y, { return_dict: true })
    const resume = { x: entry.inputs, y: await plain(y), logs, outputs: await predicted(model, inputs) }
    // Keras cannot go on training from the old format on JAX, and Keras 2 does not take the state of Keras 3's optimizers.
    for (const written of entries) if (written.file.endsWith('.keras')) written.resume = resume
    y.dispose()
  }
  free(inputs)
  model.dispose()
  return entries
}

const recorded = join('spec', 'conformance', 'files', 'fixtures', 'valid')

/** Files of Keras 3.15.1, read and written again. Custom classes, and what JAX cannot run, are left out. */
async function write_recorded(folder: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const name of readdirSync(recorded).filter((file) => file.endsWith('.keras'))) {
    const facts = JSON.parse(readFileSync(join(recorded, name.replace(/keras$/, 'json')), 'utf8'))
    if (facts.keras !== '3.15.1' || facts.custom_objects || facts.backend !== 'jax' || facts.compiled?.optimizer?.built === false)
      continue
    utils.clear_session()
    let model: any
    try {
      model = await load_model(join(recorded, name))
    } catch {
      continue
    }
    const file = `recorded_${name}`
    await save_model(model, join(folder, file))
    model.dispose()
    const except = { '3.8.0': 'not asked', '3.4.1': 'not asked', '2.15.0': 'not asked' }
    entries.push({ name: file, file, inputs: null, outputs: null, atol: 0, except, original: resolve(recorded, name) })
  }
  return entries
}

let [passed, failed] = [0, 0]

function count(what: string, problem: string | null): void {
  if (problem === null) passed++
  else {
    failed++
    console.log(`FAILED ${what}: ${problem}`)
  }
}

function ask(version: string, entries: Entry[], folder: string): Record<string, any> {
  const { backend, formats } = versions[version]!
  const python = environment(version)
  const results = join(folder, `results_${version}.json`)
  writeFileSync(
    join(folder, 'manifest.json'),
    JSON.stringify(
      entries.filter(
        ({ file, except }) => except[version] === undefined && formats.some((format) => file.endsWith(`.${format}`)),
      ),
    ),
  )
  const environment_variables = { ...process.env, KERAS_BACKEND: backend, TF_CPP_MIN_LOG_LEVEL: '3', CUDA_VISIBLE_DEVICES: '' }
  const run = spawnSync(python, [join('scripts', 'interchange', 'check.py'), folder, results], {
    env: environment_variables,
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`Keras ${version} did not run: ${run.stderr.slice(-2000)}`)
  return JSON.parse(readFileSync(results, 'utf8')).results
}

async function opened_again(entry: Entry, file: string): Promise<string | null> {
  const model: any = await load_model(file)
  try {
    const inputs: any = revive(entry.inputs)
    const outputs = (await predicted(model, inputs)) as any
    free(inputs)
    const [got, wanted] = [leaves(outputs), leaves(entry.outputs)]
    const worst = Math.max(...got.map((value, i) => Math.abs(value - wanted[i]!)))
    return worst <= entry.atol ? null : `predictions differ by ${worst}`
  } finally {
    model.dispose()
  }
}

function revive(value: any): any {
  if (Array.isArray(value)) return value.map(revive)
  if (Array.isArray(value.data)) return tensor(value.data, value.shape, value.dtype)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]))
}

function leaves(value: any): number[] {
  if (Array.isArray(value)) return value.flatMap(leaves)
  if (Array.isArray(value.data)) return value.data
  return Object.keys(value)
    .sort()
    .flatMap((key) => leaves(value[key]))
}

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  if (words.length > 0 && words[0] !== '--versions') throw new Error(usage)
  const wanted = words[1]?.split(',') ?? Object.keys(versions)
  const unknown = wanted.find((version) => versions[version] === undefined)
  if (unknown) throw new Error(`no such version: ${unknown}\n${usage}`)
  if (!has_python()) {
    console.log('skipped: there is no python3 here, so nothing was opened with real Keras')
    console.log('0 passed, 0 failed')
    return
  }
  await set_backend('cpu')
  const folder = mkdtempSync(join(tmpdir(), 'keras-tfjs-interchange-'))
  try {
    const entries: Entry[] = []
    for (const sample of samples) {
      try {
        entries.push(...(await write_sample(sample, folder)))
      } catch (error) {
        count(`writing ${sample.name}`, (error as Error).stack ?? String(error))
      }
    }
    entries.push(...(await write_recorded(folder)))
    for (const version of wanted) await check_version(version, entries, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

async function check_version(version: string, entries: Entry[], folder: string): Promise<void> {
  const results = ask(version, entries, folder)
  for (const entry of entries) {
    const result = results[entry.name]
    if (result === undefined) continue
    const what = `Keras ${version}, ${entry.name}`
    if (result.error) {
      count(what, result.error)
      continue
    }
    count(`${what}, predictions`, result.difference <= entry.atol ? null : `differ by ${result.difference}`)
    if (result.listing)
      count(`${what}, listing`, result.listing.length === 0 ? null : `\n${result.listing.slice(0, 12).join('\n')}`)
    if (result.logs_difference !== undefined) {
      count(
        `${what}, one more step`,
        Math.max(result.logs_difference, result.after_difference) <= 1e-4 ? null : JSON.stringify(result),
      )
    }
    if (result.again) count(`${what}, written again`, await opened_again(entry, join(folder, result.again)))
  }
}

main().catch((error: Error) => {
  console.error(error.stack)
  process.exitCode = 2
})
