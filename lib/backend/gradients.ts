import { type GradConfig, getGradient, registerGradient, unregisterGradient } from '@tensorflow/tfjs-core'
import * as gradient_configs from './gradient_configs'

let registered = false

/** Registers every gradient, TensorFlow.js's and our own. Calling it again does nothing. */
export function register_gradients(): void {
  if (registered) return
  registered = true
  replace_gradients()
}

/** Puts our gradients back after a package (tfjs-node, the tfjs umbrella) registered its own over them. */
export function restore_gradients(): void {
  if (registered) replace_gradients()
}

function replace_gradients(): void {
  for (const config of Object.values<GradConfig>(gradient_configs)) {
    if (getGradient(config.kernelName) != null) unregisterGradient(config.kernelName)
    registerGradient(config)
  }
}
