import { engine } from '../engine'

/** Kernel calls that really ran, in all and by kernel name. */
export interface ExecutedKernels {
  total: number
  by_name: Record<string, number>
}

/** Runs `fn` once on the current backend and counts the kernels that it runs, those that composed kernels run included. */
export function kernel_counter(fn: () => unknown): ExecutedKernels {
  const core = engine()
  const count: ExecutedKernels = { total: 0, by_name: {} }
  const own = Object.getOwnPropertyDescriptor(core, 'runKernel')
  const run = core.runKernel
  core.runKernel = ((name: string, inputs: unknown, attrs?: unknown) => {
    count.total++
    count.by_name[name] = (count.by_name[name] ?? 0) + 1
    return run.call(core, name, inputs, attrs)
  }) as typeof run
  try {
    fn()
  } finally {
    if (own) core.runKernel = run
    else delete (core as Partial<typeof core>).runKernel
  }
  return count
}
