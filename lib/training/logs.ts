import { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { is_plain_object } from '../common/tree'
import type { Logs } from './trainable'

/** What a step answered: values by name, some of them objects of such. */
export type RawLogs = Record<string, unknown>

function collect(logs: RawLogs, entries: [string, unknown][]): void {
  for (const key of Object.keys(logs).sort()) {
    const value = logs[key]
    if (is_plain_object(value)) collect(value, entries)
    else entries.push([key, value])
  }
}

/** The values as numbers, sorted by name. All tensors are read together, and freed. @throws ValueError for what is no number. */
export async function read_logs(logs: RawLogs): Promise<Logs> {
  const entries: [string, unknown][] = []
  collect(logs, entries)
  const read = async (name: string, value: unknown): Promise<number> => {
    if (typeof value === 'number') return value
    if (!(value instanceof Tensor)) throw new ValueError(`Logs must hold numbers. Received: ${name}=${repr(value)}`)
    const values = await value.data()
    if (values.length !== 1) throw new ValueError(`Logs must hold scalars. Received: ${name}=${repr(value)}`)
    return values[0]!
  }
  try {
    const values = await Promise.all(entries.map(([name, value]) => read(name, value)))
    return Object.fromEntries(entries.map(([name], i) => [name, values[i]!]))
  } finally {
    free_logs(logs)
  }
}

/** Frees the tensors of logs. */
export function free_logs(logs: RawLogs | null | undefined): void {
  for (const value of Object.values(logs ?? {})) {
    if (value instanceof Tensor) value.dispose()
    else if (is_plain_object(value)) free_logs(value)
  }
}
