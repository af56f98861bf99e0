import { type GradConfig, getGradient, registerGradient } from '@tensorflow/tfjs-core'
import * as gradient_configs from './gradient_configs'

let registered = false

/** Registers the gradients of TensorFlow.js that are not registered yet. Calling it again does nothing. */
export function register_gradients(): void {
  if (registered) return
  registered = true
  for (const config of Object.values<GradConfig>(gradient_configs)) {
    if (getGradient(config.kernelName) == null) registerGradient(config)
  }
}
