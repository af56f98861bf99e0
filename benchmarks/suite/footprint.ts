import { engine, memory } from '@tensorflow/tfjs-core'
import type { Contender, Footprint } from './protocol'

/** Runs a contender once and notes its kernels and its tensors. */
export async function footprint_of(contender: Contender): Promise<Footprint> {
  const core = engine()
  const before = memory()
  const found: Footprint = { kernels: 0, by_name: {}, bytes: before.numBytes, peak_bytes: before.numBytes, leaked: 0 }
  const own = Object.getOwnPropertyDescriptor(core, 'runKernel')
  const run = core.runKernel
  core.runKernel = ((name: string, inputs: any, attrs?: any) => {
    found.kernels++
    found.by_name[name] = (found.by_name[name] ?? 0) + 1
    const result = run.call(core, name, inputs, attrs)
    found.peak_bytes = Math.max(found.peak_bytes, core.memory().numBytes)
    return result
  }) as typeof run
  try {
    await contender.run()
  } finally {
    if (own) core.runKernel = run
    else delete (core as Partial<typeof core>).runKernel
  }
  found.leaked = memory().numTensors - before.numTensors
  return found
}
