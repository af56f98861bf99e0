import { memory } from '@tensorflow/tfjs-core'
import { footprint_of } from './footprint'
import {
  type Answer,
  type Contender,
  type Library,
  type ModelName,
  type Opened,
  type Phase,
  type Request,
  too_slow,
} from './protocol'

/** What a worker knows: how to start a backend, and how its libraries do the models. */
export interface Trade {
  start(backend: string): Promise<void>
  /** Milliseconds on the clock that times are read from. */
  clock(): number
  libraries: Partial<Record<Library, (model: ModelName, phase: Phase) => Contender>>
}

const message_of = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Obeys requests, one at a time. */
export function server(trade: Trade): (request: Request) => Promise<Answer> {
  const open = new Map<Library, Contender>()
  const close = (): void => {
    for (const contender of open.values()) contender.dispose()
    open.clear()
  }
  const obey: Record<Request['command'], (input: any) => Promise<unknown>> = {
    start: async ({ backend }) => {
      await trade.start(backend)
      return null
    },
    open: async ({ model, phase, limit_ms }) => {
      const opened: Opened = { runs: {}, errors: {} }
      let slowest = 0
      for (const [library, make] of Object.entries(trade.libraries) as [Library, NonNullable<Trade['libraries'][Library]>][]) {
        if (slowest > limit_ms) {
          opened.errors[library] = too_slow(limit_ms)
          continue
        }
        try {
          const others = memory().numBytes
          const contender = make(model, phase)
          open.set(library, contender)
          const first = Array.from(await contender.run())
          const start = trade.clock()
          const { answer, footprint } = await footprint_of(contender, others)
          const second_ms = trade.clock() - start
          slowest = Math.max(slowest, second_ms)
          const outputs = phase === 'train_32' ? [...first, ...Array.from(answer)] : first
          opened.runs[library] = { outputs, footprint, second_ms }
        } catch (error) {
          open.delete(library)
          opened.errors[library] = message_of(error).split('\n')[0]!.slice(0, 200)
        }
      }
      return opened
    },
    time: async ({ library, calls }) => {
      const contender = open.get(library)!
      for (let i = 0; i < Math.floor(calls / 4); i++) await contender.run()
      const start = trade.clock()
      for (let i = 0; i < calls; i++) {
        const result = contender.run()
        if (result instanceof Promise) await result
      }
      return trade.clock() - start
    },
    close: async () => {
      close()
      return null
    },
  }
  return async ({ id, command, input }) => {
    try {
      return { id, output: await obey[command](input) }
    } catch (error) {
      return { id, error: message_of(error) }
    }
  }
}
