import { median, median_interval } from '../paired'
import { type Action, actions, type Footprint, type Library, type Worker } from './protocol'

/** The median of a ratio with its 95 % interval. */
export interface Ratio {
  ratio: number
  low: number
  high: number
}

/** One library with one model and one action on one backend. Times are milliseconds of one run. */
export interface Measurement {
  median: number
  /** The middle half of the runs lies between these. */
  quartiles: [number, number]
  rounds: number
  footprint: Footprint | null
  outputs: number[]
}

/** One model and action on one backend. */
export interface Row {
  backend: string
  model: string
  action: Action
  libraries: Partial<Record<Library, Measurement>>
  errors: Partial<Record<Library, string>>
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
}

export const full_effort: Effort = { rounds: 41, block_ms: 40, budget_ms: 4000 }
export const quick_effort: Effort = { rounds: 9, block_ms: 25, budget_ms: 1500 }

const least_rounds = 3

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
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

/** Warms a library up and answers the milliseconds of one run. */
async function warmed(worker: Worker, library: Library, effort: Effort): Promise<number> {
  let one = await worker.ask('time', { library, calls: 1 })
  for (let spent = one, calls = 1; spent < effort.budget_ms / 12; ) {
    calls = Math.min(calls * 2, 500)
    const took = await worker.ask('time', { library, calls })
    spent += took
    one = took / calls
  }
  return one
}

/** Times the libraries of the workers in turns, block by block, and compares them round by round. */
export async function measure(
  workers: readonly Worker[],
  { backend, model, action }: { backend: string; model: string; action: Action },
  effort: Effort,
): Promise<Row> {
  const row: Row = { backend, model, action, libraries: {}, errors: {}, over_raw: null, over_layers: null }
  const turns: { library: Library; worker: Worker; calls: number; times: number[] }[] = []
  let round_ms = 0
  for (const worker of workers) {
    const opened = await worker.ask('open', { model, action })
    Object.assign(row.errors, opened.errors)
    for (const library of Object.keys(opened.outputs) as Library[]) {
      if (opened.errors[library] !== undefined) continue
      const one = await warmed(worker, library, effort)
      const calls = one > effort.block_ms ? 1 : Math.max(4, Math.round(effort.block_ms / one))
      round_ms += 1.25 * calls * one
      turns.push({ library, worker, calls, times: [] })
      const footprint = opened.footprints[library] ?? null
      row.libraries[library] = { median: 0, quartiles: [0, 0], rounds: 0, footprint, outputs: opened.outputs[library]! }
    }
  }
  const rounds = Math.max(least_rounds, Math.min(effort.rounds, Math.round(effort.budget_ms / round_ms)))
  for (let round = 0; round < rounds; round++) {
    for (const turn of in_turn(turns, round)) {
      const took = await turn.worker.ask('time', { library: turn.library, calls: turn.calls })
      turn.times.push(took / turn.calls)
    }
  }
  for (const worker of workers) await worker.ask('close', {})
  const times: Partial<Record<Library, number[]>> = {}
  for (const turn of turns) {
    times[turn.library] = turn.times
    Object.assign(row.libraries[turn.library]!, {
      median: median(turn.times),
      quartiles: [quantile(turn.times, 0.25), quantile(turn.times, 0.75)],
      rounds,
    })
  }
  row.over_raw = ratio_of(times.keras, times.raw)
  row.over_layers = ratio_of(times.layers, times.keras)
  return row
}

/** Measures all cases of a backend and reports each. */
export async function measure_backend(
  backend: string,
  start_worker: (trade: 'keras' | 'layers') => Promise<Worker>,
  { wanted, effort, report }: { wanted: readonly string[] | null; effort: Effort; report: (row: Row) => void },
): Promise<void> {
  const workers: Worker[] = []
  try {
    workers.push(await start_worker('keras'))
    const { models } = await workers[0]!.ask('start', { backend })
    const peer = await start_worker('layers')
    workers.push(peer)
    await peer.ask('start', { backend })
    for (const model of models.filter((name) => wanted === null || wanted.includes(name))) {
      for (const action of actions) {
        report(await measure(workers, { backend, model, action }, effort))
      }
    }
  } finally {
    for (const worker of workers) worker.stop()
  }
}
