import { footprint_of } from './footprint'
import type { Action, Answer, Contender, Library, Opened, Request } from './protocol'

/** What a worker knows: how to start a backend, which models it has, how its libraries do them. */
export interface Trade {
  start(backend: string): Promise<void>
  models(): string[]
  /** Milliseconds on the clock that times are read from. */
  clock(): number
  libraries: Partial<Record<Library, (model: string, action: Action) => Contender>>
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
      return { models: trade.models() }
    },
    open: async ({ model, action }) => {
      const opened: Opened = { outputs: {}, footprints: {}, errors: {} }
      for (const [library, make] of Object.entries(trade.libraries) as [Library, NonNullable<Trade['libraries'][Library]>][]) {
        try {
          const contender = make(model, action)
          open.set(library, contender)
          opened.outputs[library] = Array.from(await contender.run())
          opened.footprints[library] = await footprint_of(contender)
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
