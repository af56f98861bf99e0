export { type CloneFunction, type CloneOptions, clone_model } from '../models/cloning'
export { Functional, Model, type ModelConfig } from '../models/model'
export { Sequential, type SequentialConfig } from '../models/sequential'
export type { SummaryOptions } from '../models/summary'
