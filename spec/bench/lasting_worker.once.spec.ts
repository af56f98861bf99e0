import { LastingWorker } from '../../lib/bench/lasting_worker'
import { measure_backend, type Row } from '../../lib/bench/measure'
import type { Opened, TradeName, Worker } from '../../lib/bench/protocol'

const footprint = { kernels: 1, by_name: {}, bytes: 0, peak_bytes: 0, leaked: 0 }
const request = { model: 'mlp', phase: 'infer_1', limit_ms: 1000 } as const

/** A worker whose runs take so many milliseconds. `open` decides how it begins. */
function worker_of(milliseconds: number, open: () => Promise<Opened>, log: string[] = []): Worker {
  const answers: Record<string, (input: any) => Promise<unknown>> = {
    start: async ({ backend }) => log.push(`start ${backend}`),
    open,
    time: async ({ calls }) => milliseconds * calls,
    close: async () => null,
  }
  return { ask: (command, input) => answers[command]!(input) as Promise<any>, stop: () => void log.push('stop') }
}

const opened = (library: 'keras' | 'layers', second_ms = 1): Opened => ({
  runs: { [library]: { outputs: [1, 2], footprint, second_ms } },
  errors: {},
})

describe('a worker that lasts', () => {
  it('gives up a case that takes too long, and is started anew for the next one', async () => {
    const log: string[] = []
    const answers = [() => new Promise<Opened>(() => undefined), async () => opened('layers')]
    const worker = new LastingWorker(async () => worker_of(1, answers.shift()!, log), 'layers', 'cpu', 20)
    expect(await worker.ask('open', request)).toEqual({
      runs: {},
      errors: { layers: 'The first two runs took more than 0.02 s' },
    })
    expect(await worker.ask('close', {})).toBeNull()
    expect(await worker.ask('open', request)).toEqual(opened('layers'))
    expect(log).toEqual(['start cpu', 'stop', 'start cpu'])
  })

  it('turns the end of its process into an error of all its libraries', async () => {
    const open = (): Promise<Opened> => Promise.reject(new Error('the worker ended'))
    const worker = new LastingWorker(async () => worker_of(1, open), 'keras', 'cpu', 1000)
    expect(await worker.ask('open', request)).toEqual({
      runs: {},
      errors: { keras: 'the worker ended', raw: 'the worker ended' },
    })
  })
})

describe('the cases of a backend', () => {
  async function rows_of(milliseconds: Record<TradeName, number>): Promise<Row[]> {
    const rows: Row[] = []
    const effort = { rounds: 5, block_ms: 10, budget_ms: 120, limit_ms: 1000, patience_ms: 1000 }
    const plan = { models: ['mlp'], phases: ['infer_1'], effort, no_layers: null } as const
    await measure_backend(
      { backend: 'cpu', title: 'cpu' },
      async (trade) => worker_of(milliseconds[trade], async () => opened(trade, milliseconds[trade])),
      { ...plan, begin: () => undefined, report: (row) => rows.push(row) },
    )
    return rows
  }

  it('have the ratio of the two libraries and the rounds that there was time for', async () => {
    const [row] = await rows_of({ keras: 1, layers: 3 })
    expect(row!.over_layers).toEqual({ ratio: 3, low: 3, high: 3 })
    expect(row!.libraries.keras).toMatchObject({ median: 1, quartiles: [1, 1], rounds: 4 })
  })

  it('are measured alone, in three rounds, where one run takes long', async () => {
    const [row] = await rows_of({ keras: 1500, layers: 3000 })
    expect(row!.libraries.keras).toMatchObject({ median: 1500, rounds: 3 })
    expect(row!.libraries.layers).toBeUndefined()
    expect(row!.errors).toEqual({ layers: 'Not compared: one run takes more than 1 s here' })
  })
})
