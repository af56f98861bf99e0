import { least_rounds } from '../measure'
import type { Results } from './results'

/** The first line of a message, without folders of the machine. */
export function plain_reason(message: string): string {
  const [line] = message.replace(/^page\.\w+: (Error: )?/, '').split('\n')
  return line!.replace(/(file:\/\/)?(\/[\w.@+-]+){3,}/g, (path) => path.split('/').at(-1)!).slice(0, 200)
}

/** Load for each core that the benchmark itself may make. */
const own_load = 1.5

/** Where and when, in a sentence or two. */
export function about_machine({ date, machine, python, minutes }: Results): string {
  const parts = [
    `${date}, ${machine.cpu}, ${machine.cores} cores, ${machine.memory_gb} GB, ${machine.system}, Node ${machine.node}.`,
    machine.browser === null ? '' : `${machine.browser}.`,
    python.length === 0 ? '' : `Python: ${python.map(({ versions }) => versions).join('; ')}.`,
    `The run took ${minutes} minutes.`,
    machine.load > own_load * machine.cores
      ? `These numbers are provisional: the machine had other work to do (a load of ${machine.load} on ${machine.cores} cores), so at most large ratios count.`
      : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** How it was measured. */
export function about_method({ effort }: Results): string {
  return [
    'Every library gets the same weights and inputs. A run ends when the numbers are read: the outputs, or the loss of `train_on_batch`.',
    `Libraries take turns, block by block, for up to ${effort.rounds} rounds; slow cases have fewer, at least ${least_rounds}, as the tables say.`,
    `Where one run takes more than ${effort.limit_ms / 1000} s, keras-tfjs is timed alone.`,
    'Each round gives one ratio, and the ratio shown is the median of the rounds with its 95 % interval.',
    'On cpu and wasm in Node, which use one thread, times are processor time of the worker process; elsewhere they are clock time.',
    'webgl, webgpu and wasm-browser run in headless Chromium.',
    'TensorFlow.js Layers runs in a process or page of its own with the published kernels; the hand-written form uses those of keras-tfjs.',
    'Kernels are those that one run executes, nested ones included. Memory is that of all tensors of the library at the peak of a run, weights included.',
    'The largest difference is that between the first answer here and those of all other backends and libraries to the same inputs; of training, the first two losses, the second after one step of the optimizer.',
  ].join(' ')
}
