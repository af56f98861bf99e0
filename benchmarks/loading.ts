import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'

/** Loading and saving a `.keras` file of 100 MB: ours, the bytes alone by h5wasm and fflate, and Keras in Python. Each run is a process of its own. */
const units = 5000
const rounds = 5
const python = join('.cache', 'keras', '3.15.1', 'bin', 'python')

interface Measured {
  ms: number
  /** Growth of the resident memory's peak over what the process had before, in MB. */
  peak_mb: number
}

const peak_now = (): number => process.resourceUsage().maxRSS / 1024

async function measured(work: () => Promise<void>): Promise<Measured> {
  const before = peak_now()
  const begun = performance.now()
  await work()
  return { ms: performance.now() - begun, peak_mb: peak_now() - before }
}

async function make_model(): Promise<any> {
  const { Input, Sequential } = await import('../lib/exports')
  const { Dense } = await import('../lib/exports/layers')
  return new Sequential([Input({ shape: [units] }), new Dense({ units, kernel_initializer: 'ones' }), new Dense({ units: 10 })])
}

/** The h5wasm package is ESM alone and starts asynchronously. */
async function h5(): Promise<any> {
  const module: any = await import('h5wasm')
  const { FS } = await module.ready
  return { File: module.File ?? module.default.File, FS }
}

const contenders: Record<string, (file: string) => Promise<Measured>> = {
  'ours save': async (file) => {
    await start()
    const model = await make_model()
    await model.predict(await zeros(), { verbose: 0 })
    return measured(() => model.save(file))
  },
  'ours load': async (file) => {
    await start()
    const { load_model } = await import('../lib/exports/saving')
    return measured(async () => void (await load_model(file)))
  },
  'h5wasm + fflate save': async (file) => {
    const hdf5 = await h5()
    const kernel = new Float32Array(units * units).fill(1)
    return measured(async () => {
      const target = new hdf5.File('weights.h5', 'w')
      target
        .create_group('layers')
        .create_group('dense')
        .create_group('vars')
        .create_dataset({ name: '0', data: kernel, shape: [units, units] })
      target.close()
      const bytes = hdf5.FS.readFile('weights.h5')
      writeFileSync(file, zipSync({ 'config.json': strToU8('{}'), 'model.weights.h5': bytes }, { level: 0 }))
    })
  },
  'h5wasm + fflate load': async (file) => {
    const hdf5 = await h5()
    return measured(async () => {
      hdf5.FS.writeFile('weights.h5', unzipSync(new Uint8Array(readFileSync(file)))['model.weights.h5']!)
      const source = new hdf5.File('weights.h5', 'r')
      void source.get('layers/dense/vars/0').value[0]
      source.close()
    })
  },
}

async function start(): Promise<void> {
  const { set_backend } = await import('../lib/backend/choose')
  await set_backend('cpu')
}

async function zeros(): Promise<unknown> {
  const tf = await import('@tensorflow/tfjs-core')
  return tf.zeros([1, units])
}

const in_python = (work: string): string => `
import json, resource, sys, time
import keras, numpy
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
path = sys.argv[1]
${work}`

const python_load = in_python(`
before = peak(); begun = time.perf_counter()
keras.models.load_model(path)
print(json.dumps({"ms": (time.perf_counter() - begun) * 1000, "peak_mb": peak() - before}))`)

const python_save = in_python(`
model = keras.Sequential([keras.Input((${units},)), keras.layers.Dense(${units}, kernel_initializer="ones"), keras.layers.Dense(10)])
before = peak(); begun = time.perf_counter()
model.save(path)
print(json.dumps({"ms": (time.perf_counter() - begun) * 1000, "peak_mb": peak() - before}))`)

function run_python(code: string, file: string): Measured | null {
  if (!existsSync(python)) return null
  const run = spawnSync(python, ['-c', code, file], { encoding: 'utf8', env: { ...process.env, KERAS_BACKEND: 'jax' } })
  if (run.status !== 0) throw new Error(run.stderr)
  return JSON.parse(run.stdout.trim().split('\n').at(-1)!)
}

function run_child(name: string, file: string): Measured {
  const out = execFileSync(process.execPath, [...process.execArgv, import.meta.filename ?? __filename, name, file], {
    encoding: 'utf8',
  })
  return JSON.parse(out.trim().split('\n').at(-1)!)
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'keras-tfjs-loading-'))
  try {
    const ours = join(folder, 'ours.keras')
    const other = join(folder, 'other.keras')
    const runs: [string, () => Measured | null][] = [
      ['ours save', () => run_child('ours save', ours)],
      ['h5wasm + fflate save', () => run_child('h5wasm + fflate save', other)],
      ['Keras (JAX) save', () => run_python(python_save, join(folder, 'python.keras'))],
      ['ours load', () => run_child('ours load', ours)],
      ['h5wasm + fflate load', () => run_child('h5wasm + fflate load', other)],
      ['Keras (JAX) load', () => run_python(python_load, ours)],
    ]
    const results = new Map<string, Measured[]>()
    for (let round = 0; round < rounds; round++) {
      for (const [name, run] of runs) {
        const result = run()
        if (result !== null) results.set(name, [...(results.get(name) ?? []), result])
      }
    }
    console.log(`file: ${(statSync(ours).size / 2 ** 20).toFixed(1)} MiB, ${rounds} rounds, interleaved`)
    for (const [name] of runs) {
      const list = results.get(name)
      if (list === undefined) console.log(`${name.padEnd(22)} not run: \`npm run test:keras\` makes the environment of Python`)
      else {
        const ms = list.map((item) => item.ms)
        const peak = median(list.map((item) => item.peak_mb))
        console.log(
          `${name.padEnd(22)} median ${median(ms).toFixed(0).padStart(5)} ms (${Math.min(...ms).toFixed(0)} to ${Math.max(...ms).toFixed(0)}), peak memory +${peak.toFixed(0)} MB`,
        )
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const [name, file] = process.argv.slice(2)
if (name === undefined) main()
else contenders[name]!(file!).then((result) => console.log(JSON.stringify(result)))
