import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { full_effort, quick_effort } from '../bench/measure'
import { type ModelName, model_names, type Phase, phases } from '../bench/protocol'
import { html_page } from '../bench/report/html'
import { Progress } from '../bench/report/progress'
import { json_of } from '../bench/report/results'
import { summary_table } from '../bench/report/terminal'
import { browser_backends, node_backends, run_bench } from '../bench/run'
import { ValueError } from '../common/errors'
import { repr, suggestion } from '../common/text'

const backends = [...node_backends, ...browser_backends]

const usage = `Usage: keras-tfjs bench [OPTIONS]

Times the models of the suite on every backend of this machine, against TensorFlow.js written by hand and, if it is installed,
TensorFlow.js Layers. Backends in headless Chromium need playwright-core and Chromium.

  --backend NAMES  ${backends.join(', ')} (default: all that work here)
  --models NAMES   ${model_names.join(', ')} (default: all)
  --phases NAMES   ${phases.join(', ')} (default: all)
  --rounds N       at most so many rounds a case (default: ${full_effort.rounds}; slow cases have fewer, at least 3)
  --quick          short rounds, and few: a first look
  --json FILE      writes all that was found
  --html FILE      writes a page with charts
  --help           prints this`

/** The names of a list with commas. @throws ValueError for a name that is not known. */
function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): readonly T[] {
  if (text === undefined) return known
  const names = text.split(',') as T[]
  for (const name of names) {
    if (!known.includes(name))
      throw new ValueError(
        `bench: expected one of ${repr([...known])}.${suggestion(name, [...known])} Received: --${option}=${repr(name)}`,
      )
  }
  return known.filter((name) => names.includes(name))
}

function rounds_of(text: string): number {
  const rounds = Number(text)
  if (!Number.isInteger(rounds) || rounds < 3)
    throw new ValueError(`bench: \`rounds\` must be 3 or more. Received: --rounds=${repr(text)}`)
  return rounds
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(`Written: ${file}`)
}

/** `keras-tfjs bench`. */
export async function bench(words: string[]): Promise<void> {
  const { values } = parseArgs({
    args: words,
    options: {
      backend: { type: 'string' },
      models: { type: 'string' },
      phases: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      html: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return console.log(usage)
  const effort = values.quick ? quick_effort : full_effort
  const progress = new Progress()
  const results = await run_bench({
    place: { home: dirname(fileURLToPath(import.meta.url)), project: process.cwd() },
    backends: chosen('backend', values.backend, backends),
    models: chosen<ModelName>('models', values.models, model_names),
    phases: chosen<Phase>('phases', values.phases, phases),
    effort: values.rounds === undefined ? effort : { ...effort, rounds: rounds_of(values.rounds) },
    ...progress.listener,
  })
  if (results.rows.length === 0) {
    const reasons = results.left_out.map(({ what, why }) => `${what} (${why})`)
    throw new ValueError(`bench: none of the backends runs here. Received: ${reasons.join('; ')}`)
  }
  console.log(`\n${summary_table(results)}`)
  if (values.json !== undefined) write(values.json, json_of(results))
  if (values.html !== undefined) write(values.html, html_page(results))
}
