import { join } from 'node:path'
import { open_pages, type Pages, why_no_browser } from './browser/run'
import { measure_backend, type Plan } from './measure'
import { type Installation, manifest_of, package_folder, package_of } from './packages'
import { start_process } from './processes'
import type { ModelName, Phase } from './protocol'
import { machine } from './report/machine'
import { compare_answers, type Results } from './report/results'
import { plain_reason } from './report/words'

/** The backends that the suite knows, in the order of the report. Those of the second list run in headless Chromium. */
export const node_backends = ['native', 'wasm', 'cpu']
export const browser_backends = ['webgl', 'webgpu', 'wasm-browser']

/** What is measured, and who is told of its progress. */
export interface BenchOptions {
  place: Installation
  backends: readonly string[]
  models: readonly ModelName[]
  phases: readonly Phase[]
  effort: Plan['effort']
  /** Told before the first case how many there are, and what is left out. */
  start(cases: number, left_out: Results['left_out']): void
  begin: Plan['begin']
  report: Plan['report']
  /** A backend that ended early. */
  failed(backend: string, why: string): void
}

function why_left_out(backend: string, place: Installation): string | null {
  if (browser_backends.includes(backend)) return why_no_browser(backend, place)
  return backend === 'native' && package_folder('@tensorflow/tfjs-node', place) === undefined
    ? '@tensorflow/tfjs-node is not installed: run `npx keras-tfjs setup-native`'
    : null
}

/** Runs the suite, backend by backend. */
export async function run_bench(options: BenchOptions): Promise<Results> {
  const { place, backends, models, phases, effort } = options
  const started = Date.now()
  const left_out = backends.flatMap((what) => {
    const why = why_left_out(what, place)
    return why === null ? [] : [{ what, why }]
  })
  const chosen = backends.filter((backend) => left_out.every(({ what }) => what !== backend))
  const no_layers =
    package_folder('@tensorflow/tfjs-layers', { ...place, project: place.home }) === undefined
      ? '@tensorflow/tfjs-layers is not installed'
      : null
  if (no_layers !== null)
    left_out.push({
      what: 'TensorFlow.js Layers',
      why: `${no_layers}: run \`npm install --no-save @tensorflow/tfjs-layers@4.22.0\``,
    })
  options.start(chosen.length * models.length * phases.length, left_out)
  const results: Results = {
    version: manifest_of(package_of(place.home)).version,
    date: new Date().toISOString().slice(0, 10),
    machine: { ...machine(), browser: null },
    effort,
    minutes: 0,
    left_out,
    rows: [],
    answers: {},
    python: [],
  }
  const plan: Plan = {
    ...{ models, phases, effort, no_layers },
    begin: options.begin,
    report: (row) => {
      results.rows.push(row)
      if (node_backends.includes(row.backend)) results.machine.load = Math.max(results.machine.load, machine().load)
      options.report(row)
    },
  }
  let pages: Pages | undefined
  for (const title of chosen) {
    try {
      const in_browser = browser_backends.includes(title)
      if (in_browser) {
        pages ??= await open_pages(place)
        results.machine.browser = pages.about
      }
      const start = in_browser
        ? pages!.start_page
        : async (trade: 'keras' | 'layers') => start_process(join(place.home, 'worker.mjs'), trade)
      await measure_backend({ backend: title.replace('-browser', ''), title }, start, plan)
    } catch (error) {
      const why = plain_reason((error as Error).message)
      left_out.push({ what: title, why })
      options.failed(title, why)
    }
  }
  await pages?.close()
  const answers = compare_answers(results.rows)
  return { ...results, answers, minutes: Number(((Date.now() - started) / 60_000).toFixed(1)) }
}
