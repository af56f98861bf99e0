import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import { set_backend } from '../lib/backend/choose'
import { type ExecutedKernels, kernel_counter } from '../lib/backend/kernels/kernel_counter'
import { free_logs, type RawLogs } from '../lib/training/logs'
import { counted_models } from './counted_models'

/** Kernels of one training step and of one prediction. */
export interface KernelCounts<C = number> {
  train: C
  predict: C
}

/** Kernel counts by model, then by backend. */
export type CountTable = Record<string, Record<string, KernelCounts>>

/** The committed numbers. */
export const counts_file = join(__dirname, 'kernel_counts.json')

/** The committed numbers, read from their file. */
export function committed_counts(): CountTable {
  return JSON.parse(readFileSync(counts_file, 'utf8')) as CountTable
}

/** Counts the kernels of a model that was compiled and run once before: what a step in the middle of training costs. */
export function count_kernels(name: string): KernelCounts<ExecutedKernels> {
  const { model, x, y, y_dtype } = counted_models[name]!()
  const data = [tensor(x), tensor(y, undefined, y_dtype), null] as const
  const train = (): void => free_logs(model.train_step([...data]) as RawLogs)
  const predict = (): void => void (model.predict_step([data[0], null, null]) as Tensor).dispose()
  try {
    train()
    predict()
    return { train: kernel_counter(train), predict: kernel_counter(predict) }
  } finally {
    model.dispose()
    for (const part of data) part?.dispose()
  }
}

async function main(words: readonly string[]): Promise<void> {
  const table: CountTable = Object.fromEntries(Object.keys(counted_models).map((name) => [name, {}]))
  for (const backend of ['cpu', 'wasm']) {
    await set_backend(backend)
    for (const name of Object.keys(counted_models)) {
      const { train, predict } = count_kernels(name)
      table[name]![backend] = { train: train.total, predict: predict.total }
      if (words.includes('--by-name')) console.log(name, backend, train.by_name, predict.by_name)
    }
  }
  writeFileSync(counts_file, `${JSON.stringify(table, null, 2)}\n`)
  console.table(
    Object.entries(table).map(([name, { cpu, wasm }]) => ({
      name,
      'cpu train': cpu!.train,
      'cpu predict': cpu!.predict,
      'wasm train': wasm!.train,
      'wasm predict': wasm!.predict,
    })),
  )
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error)
    process.exitCode = 1
  })
}
