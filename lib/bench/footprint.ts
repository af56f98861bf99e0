import { engine, memory } from '@tensorflow/tfjs-core'
import type { Contender, Footprint } from './protocol'

/** Runs a contender once and notes its kernels and its tensors. Bytes that were there before it, `others`, do not count. */
export async function footprint_of(
  contender: Contender,
  others: number,
): Promise<{ answer: ArrayLike<number>; footprint: Footprint }> {
  const core = engine()
  const before = memory()
  const bytes = before.numBytes - others
  const footprint: Footprint = { kernels: 0, by_name: {}, bytes, peak_bytes: bytes, leaked: 0 }
  const own = Object.getOwnPropertyDescriptor(core, 'runKernel')
  const run = core.runKernel
  core.runKernel = ((name: string, inputs: any, attrs?: any) => {
    footprint.kernels++
    footprint.by_name[name] = (footprint.by_name[name] ?? 0) + 1
    const result = run.call(core, name, inputs, attrs)
    footprint.peak_bytes = Math.max(footprint.peak_bytes, core.memory().numBytes - others)
    return result
  }) as typeof run
  try {
    const answer = await contender.run()
    footprint.leaked = memory().numTensors - before.numTensors
    return { answer, footprint }
  } finally {
    if (own) core.runKernel = run
    else delete (core as Partial<typeof core>).runKernel
  }
}
