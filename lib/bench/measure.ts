import { LastingWorker } from './lasting_worker'
import {
  type Footprint,
  type Library,
  type ModelName,
  type Opened,
  type Phase,
  type TradeName,
  too_slow,
  type Worker,
} from './protocol'
import { median, median_interval, quantile } from './statistics'

/** The median of a ratio with its 95 % interval. */
export interface Ratio {
  ratio: number
  low: number
  high: number
}

/** One library with one model and one phase on one backend. Times are milliseconds of one run. */
export interface Measurement {
  median: number
  /** The middle half of the rounds lies between these. */
  quartiles: [number, number]
  rounds: number
  footprint: Footprint
}

/** One model and phase on one backend. What is missing in `libraries` has its reason in `errors`. */
export interface Row {
  backend: string
  model: ModelName
  phase: Phase
  libraries: Partial<Record<Library, Measurement>>
  errors: Partial<Record<Library, string>>
  /** What the libraries answered; kept out of the results, where `difference` is what was made of it. */
  answers: Partial<Record<Library, number[]>>
  /** The largest difference of this library's answer to any other one to the same case, and whose that is. */
  difference: { largest: number; to: string } | null
  /** How many times as long this library takes as the hand-written form. */
  over_raw: Ratio | null
  /** How many times as long TensorFlow.js Layers takes as this library. */
  over_layers: Ratio | null
}

/** How long one case may take. */
export interface Effort {
  rounds: number
  block_ms: number
  budget_ms: number
  /** Cases with longer runs are not compared with other libraries. */
  limit_ms: number
  /** How long the first two runs of TensorFlow.js Layers may take. */
  patience_ms: number
}

export const full_effort: Effort = { rounds: 31, block_ms: 30, budget_ms: 2000, limit_ms: 1500, patience_ms: 8000 }
export const quick_effort: Effort = { rounds: 7, block_ms: 20, budget_ms: 600, limit_ms: 1000, patience_ms: 6000 }

/** This library may take so many times as long as TensorFlow.js Layers before a case counts as failed. */
const own_patience = 4

/** Rounds of the slowest cases. */
export const least_rounds = 3

/** Which cases are measured and how long, and who is told. */
export interface Plan {
  models: readonly ModelName[]
  phases: readonly Phase[]
  effort: Effort
  /** Why there is no TensorFlow.js Layers to compare with, or null. */
  no_layers: string | null
  begin(about: { backend: string; model: ModelName; phase: Phase }): void
  report(row: Row): void
}

function ratio_of(over: readonly number[] | undefined, under: readonly number[] | undefined): Ratio | null {
  if (over === undefined || under === undefined) return null
  const ratios = over.map((value, i) => value / under[i]!)
  const [low, high] = median_interval(ratios)
  return { ratio: median(ratios), low, high }
}

/** The items in another order each round: each comes first, and after each other, as often as any. */
function in_turn<T>(items: readonly T[], round: number): T[] {
  const turned = items.map((_, i) => items[(i + (round >> 1)) % items.length]!)
  return round % 2 === 0 ? turned : turned.reverse()
}

/** Warms a library up and answers the milliseconds of one run. Slow ones are warm after their first two runs. */
async function warmed(worker: Worker, library: Library, second_ms: number, effort: Effort): Promise<number> {
  let one = second_ms
  for (let spent = one, calls = 1; spent < effort.budget_ms / 3; ) {
    calls = Math.min(calls * 2, 500)
    const took = await worker.ask('time', { library, calls })
    spent += took
    one = took / calls
  }
  return one
}

interface Turn {
  library: Library
  worker: Worker
  calls: number
  /** Milliseconds of one run, round by round. */
  times: number[]
}

/** Times the libraries of the workers in turns, block by block, and compares them round by round. */
async function measure(workers: readonly Worker[], row: Row, effort: Effort): Promise<Row> {
  const turns: Turn[] = []
  let round_ms = 0
  const { model, phase } = row
  const runs: Opened['runs'] = {}
  let slow = false
  for (const worker of workers) {
    if (slow) {
      row.errors.layers = too_slow(effort.limit_ms)
      continue
    }
    const opened = await worker.ask('open', { model, phase, limit_ms: effort.limit_ms })
    Object.assign(row.errors, opened.errors)
    Object.assign(runs, opened.runs)
    for (const library of Object.keys(opened.runs) as Library[]) {
      const { second_ms } = opened.runs[library]!
      slow ||= library === 'keras' && second_ms > effort.limit_ms
      const one = await warmed(worker, library, second_ms, effort)
      const calls = one > effort.block_ms ? 1 : Math.max(4, Math.round(effort.block_ms / one))
      round_ms += 1.25 * calls * one
      turns.push({ library, worker, calls, times: slow ? [second_ms] : [] })
    }
  }
  const rounds = Math.max(least_rounds, Math.min(effort.rounds, Math.round(effort.budget_ms / round_ms)))
  for (let round = slow ? 1 : 0; round < rounds; round++) {
    for (const turn of in_turn(turns, round)) {
      const took = await turn.worker.ask('time', { library: turn.library, calls: turn.calls })
      turn.times.push(took / turn.calls)
    }
  }
  for (const worker of workers) await worker.ask('close', {})
  const times: Partial<Record<Library, number[]>> = {}
  for (const { library, times: own } of turns) {
    const { outputs, footprint } = runs[library]!
    times[library] = own
    row.answers[library] = outputs
    row.libraries[library] = {
      median: median(own),
      quartiles: [quantile(own, 0.25), quantile(own, 0.75)],
      rounds,
      footprint,
    }
  }
  row.over_raw = ratio_of(times.keras, times.raw)
  row.over_layers = ratio_of(times.layers, times.keras)
  return row
}

/** Measures all cases of a backend, which the report calls `title`, and reports each. @throws Error when this library does not start there. */
export async function measure_backend(
  { backend, title }: { backend: string; title: string },
  start_worker: (trade: TradeName) => Promise<Worker>,
  plan: Plan,
): Promise<void> {
  const workers: Worker[] = []
  let no_layers = plan.no_layers
  try {
    const own = new LastingWorker(start_worker, 'keras', backend, own_patience * plan.effort.patience_ms)
    workers.push(own)
    await own.start()
    if (no_layers === null) {
      const peer = new LastingWorker(start_worker, 'layers', backend, plan.effort.patience_ms)
      workers.push(peer)
      await peer.start().catch((error: Error) => {
        no_layers = `TensorFlow.js Layers does not start: ${error.message.split('\n')[0]}`
        workers.pop()!.stop()
      })
    }
    for (const model of plan.models) {
      for (const phase of plan.phases) {
        plan.begin({ backend: title, model, phase })
        const errors = no_layers === null ? {} : { layers: no_layers }
        const nothing = { libraries: {}, answers: {}, difference: null, over_raw: null, over_layers: null }
        const row: Row = { backend: title, model, phase, errors, ...nothing }
        plan.report(await measure(workers, row, plan.effort))
      }
    }
  } finally {
    for (const worker of workers) worker.stop()
  }
}
