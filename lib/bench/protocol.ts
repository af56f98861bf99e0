/** The models of the suite. */
export const model_titles = {
  mlp: 'MLP 784-512-512-10',
  cnn: 'CNN 28x28, conv32-conv64-dense128',
  mobilenet: 'MobileNet-like 32x32x3, 4 depthwise blocks',
  lstm: 'LSTM(128), 64 steps of 32',
  transformer: 'Transformer block, 32 tokens of 64, 4 heads',
}
export type ModelName = keyof typeof model_titles
export const model_names = Object.keys(model_titles) as ModelName[]

/** What is timed: inference on one sample or 32, one training step (Adam) on 32. */
export const phase_titles = {
  infer_1: 'inference, batch 1',
  infer_32: 'inference, batch 32',
  train_32: 'training step, batch 32',
}
export type Phase = keyof typeof phase_titles
export const phases = Object.keys(phase_titles) as Phase[]

export const batch_of = (phase: Phase): number => (phase === 'infer_1' ? 1 : 32)

/** Who does the work. `raw` is TensorFlow.js written by hand, `layers` is TensorFlow.js Layers. */
export type Library = 'keras' | 'raw' | 'layers'

/** The libraries of one worker: this one with the hand-written forms, or its peer. */
export type TradeName = 'keras' | 'layers'

/** One library with one model and one phase. `run` waits for the numbers: the outputs, or the loss. */
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

/** The first two runs of a library: the first answer (of training, both losses: the second depends on gradients and optimizer), what the second does, and its milliseconds. */
export interface FirstRuns {
  outputs: number[]
  footprint: Footprint
  second_ms: number
}

/** The libraries of a worker, opened for one model and phase. */
export interface Opened {
  runs: Partial<Record<Library, FirstRuns>>
  errors: Partial<Record<Library, string>>
}

/** Commands that a worker obeys, and what it answers. */
export interface Commands {
  start: { input: { backend: string }; output: null }
  /** When a run takes longer than the limit, later libraries are not opened. */
  open: { input: { model: ModelName; phase: Phase; limit_ms: number }; output: Opened }
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

/** Why a slow case is not compared. */
export const too_slow = (limit_ms: number): string => `Not compared: one run takes more than ${limit_ms / 1000} s here`
