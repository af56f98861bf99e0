import { type GradConfig, getGradient, registerGradient, unregisterGradient } from '@tensorflow/tfjs-core'
import * as gradient_configs from './gradient_configs'
import { complex_rules } from './gradient_rules/complex'
import { contraction_rules } from './gradient_rules/contractions'
import { convolution_rules } from './gradient_rules/convolutions'
import { corrected_rules } from './gradient_rules/corrected'
import { elementwise_rules } from './gradient_rules/elementwise'
import { fused_rules } from './gradient_rules/fused'
import { indexing_rules } from './gradient_rules/indexing'
import { reduction_rules } from './gradient_rules/reductions'
import { as_config } from './gradient_rules/rule'
import { sampling_rules } from './gradient_rules/sampling'
import { second_rules } from './gradient_rules/second'
import { shaping_rules } from './gradient_rules/shaping'
import { sparse_rules } from './gradient_rules/sparse'
import { save_without_kernels } from './shared_copy'
import { record_our_way } from './tape_nodes'

let registered = false

/**
 * Registers every gradient: TensorFlow.js's, and our own where it has none, a wrong one, or one that keeps tensors it does not need. Calling it
 * again does nothing.
 */
export function register_gradients(): void {
  if (registered) return
  registered = true
  replace_gradients()
}

/** Puts our gradients back after a package (tfjs-node, the tfjs umbrella) registered its own over them. */
export function restore_gradients(): void {
  if (registered) replace_gradients()
}

/** Kernels whose result, or whose every input, is not a float: no gradient flows through them, so what tfjs would save for them is not needed. */
const without_gradient = ['ArgMax', 'ArgMin', 'GreaterEqual', 'IsFinite', 'IsInf', 'IsNan', 'OneHot']

function replace_gradients(): void {
  record_our_way()
  save_without_kernels()
  for (const config of Object.values<GradConfig>(gradient_configs)) replace(config)
  for (const name of without_gradient) if (getGradient(name) != null) unregisterGradient(name)
  const own = {
    ...elementwise_rules,
    ...reduction_rules,
    ...shaping_rules,
    ...indexing_rules,
    ...contraction_rules,
    ...convolution_rules,
    ...complex_rules,
    ...corrected_rules,
    ...fused_rules,
    ...sampling_rules,
    ...second_rules,
    ...sparse_rules,
  }
  for (const [name, rule] of Object.entries(own)) replace(as_config(name, rule))
}

function replace(config: GradConfig): void {
  if (getGradient(config.kernelName) != null) unregisterGradient(config.kernelName)
  registerGradient(config)
}
