import type { Command, Commands, Library, TradeName, Worker } from './protocol'

/** Waits, but not for ever: null when the time is over. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds)
  })
  promise.catch(() => undefined)
  return Promise.race([promise, over]).finally(() => clearTimeout(timer))
}

const libraries: Record<TradeName, Library[]> = { keras: ['keras', 'raw'], layers: ['layers'] }

/** A worker that is started anew when a case took too long or ended it: such a case has an error, and the next ones go on. */
export class LastingWorker implements Worker {
  private worker: Worker | null = null

  constructor(
    private readonly start_worker: (trade: TradeName) => Promise<Worker>,
    private readonly trade: TradeName,
    private readonly backend: string,
    private readonly patience_ms: number,
  ) {}

  /** Starts the worker, unless it is there. */
  async start(): Promise<Worker> {
    if (this.worker === null) {
      this.worker = await this.start_worker(this.trade)
      await this.worker.ask('start', { backend: this.backend })
    }
    return this.worker
  }

  private async open(input: Commands['open']['input']): Promise<Commands['open']['output']> {
    const fails = (why: string): Commands['open']['output'] => {
      this.stop()
      return { runs: {}, errors: Object.fromEntries(libraries[this.trade].map((library) => [library, why])) }
    }
    try {
      const worker = await this.start()
      const opened = await within(worker.ask('open', input), this.patience_ms)
      return opened ?? fails(`The first two runs took more than ${this.patience_ms / 1000} s`)
    } catch (error) {
      return fails((error as Error).message)
    }
  }

  async ask<C extends Command>(command: C, input: Commands[C]['input']): Promise<Commands[C]['output']> {
    if (command === 'open') return (await this.open(input as Commands['open']['input'])) as Commands[C]['output']
    if (command === 'close' && this.worker === null) return null as Commands[C]['output']
    return (await this.start()).ask(command, input)
  }

  stop(): void {
    this.worker?.stop()
    this.worker = null
  }
}
