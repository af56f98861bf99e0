/** What is timed: inference on one sample or 32, one training step (Adam) on 32. */
export const actions = ['infer_1', 'infer_32', 'train_32'] as const
export type Action = (typeof actions)[number]

export const action_titles: Record<Action, string> = {
  infer_1: 'inference, batch 1',
  infer_32: 'inference, batch 32',
  train_32: 'training step, batch 32',
}

export const batch_of = (action: Action): number => (action === 'infer_1' ? 1 : 32)

/** Who does the work. `raw` is TensorFlow.js written by hand, `layers` is TensorFlow.js Layers. */
export type Library = 'keras' | 'raw' | 'layers'

/** One library with one model and one action. `run` waits for the numbers: the outputs, or the loss. */
export interface Contender {
  run(): ArrayLike<number> | Promise<ArrayLike<number>>
  dispose(): void
}

/** What one run does. */
export interface Footprint {
  kernels: number
  by_name: Record<string, number>
  /** Bytes of tensors before the run and at its peak. */
  bytes: number
  peak_bytes: number
  /** Tensors that a run leaves behind. */
  leaked: number
}

/** Either library of a worker, opened for one model and action: the first answers of each. */
export interface Opened {
  outputs: Partial<Record<Library, number[]>>
  footprints: Partial<Record<Library, Footprint>>
  errors: Partial<Record<Library, string>>
}

/** Commands that a worker obeys, and what it answers. */
export interface Commands {
  start: { input: { backend: string }; output: { models: string[] } }
  open: { input: { model: string; action: Action }; output: Opened }
  time: { input: { library: Library; calls: number }; output: number }
  close: { input: Record<string, never>; output: null }
}

export type Command = keyof Commands

/** A command on its way to a worker. */
export interface Request {
  id: number
  command: Command
  input: any
}

/** The answer to a command. */
export interface Answer {
  id: number
  output?: any
  error?: string
}

/** A process or page that works for one set of libraries. */
export interface Worker {
  ask<C extends Command>(command: C, input: Commands[C]['input']): Promise<Commands[C]['output']>
  stop(): void
}
