import type { Results } from './files'

/** Where and when, in a sentence or two. */
export function about_machine({ date, machine, python }: Results): string {
  const shared =
    machine.load > 1.5
      ? ` The machine was shared: its load was ${machine.load} on ${machine.cores} cores, so compare ratios rather than milliseconds.`
      : ''
  const peer = python === null ? '' : ` Python: ${python.versions}.`
  return `${date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memory_gb} GB, ${machine.system}, Node ${machine.node}.${peer}${shared}`
}

/** How it was measured. */
export function about_method(_: Results): string {
  return [
    'Every library gets the same weights and inputs. A run ends when the numbers are read: the outputs, or the loss of `train_on_batch`.',
    'Libraries take turns, block by block; each round gives one ratio, and the ratio shown is the median of the rounds with its 95 % interval.',
    'On cpu and wasm, which use one thread, times are processor time of the worker process; elsewhere they are clock time.',
    'TensorFlow.js Layers runs in a process of its own with the published kernels; the hand-written form uses those of keras-tfjs.',
    'Kernels are those that one run executes. Memory is that of all tensors at the peak of a run.',
    'The largest difference is that between the first answer here and those of all other backends and libraries to the same inputs.',
  ].join(' ')
}
