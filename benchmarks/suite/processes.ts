import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Answer, Worker } from './protocol'

/** Starts a worker process. */
export function start_process(trade: 'keras' | 'layers'): Worker {
  const child = fork(join(__dirname, 'worker.ts'), [trade], {
    execArgv: ['--import', 'tsx', ...(process.env.BENCH_NODE_OPTIONS?.split(' ') ?? [])],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { resolve(value: any): void; reject(error: Error): void }>()
  let next = 0
  child.on('message', ({ id, output, error }: Answer) => {
    const { resolve, reject } = waiting.get(id)!
    waiting.delete(id)
    if (error === undefined) resolve(output)
    else reject(new Error(error))
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error(`the worker of ${trade} ended`))
  })
  return {
    ask: (command, input) =>
      new Promise((resolve, reject) => {
        waiting.set(next, { resolve, reject })
        child.send({ id: next++, command, input })
      }),
    stop: () => void child.kill(),
  }
}
