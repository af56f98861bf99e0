import { fork } from 'node:child_process'
import type { Answer, TradeName, Worker } from './protocol'

/** Starts a worker process from the built file of `worker.ts`. */
export function start_process(file: string, trade: TradeName): Worker {
  const child = fork(file, [trade], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  })
  let complaints = ''
  child.stderr!.on('data', (text) => {
    complaints = `${complaints}${text}`.slice(-2000)
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
    const last = complaints.trim().split('\n').at(-1)
    for (const { reject } of waiting.values()) reject(new Error(`the worker ended${last ? `: ${last}` : ''}`))
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
