import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { register_meta_rule } from '../meta/registry'
import { native_update_pays } from '../native/update'
import { memory_at_hand } from './memory_at_hand'
import { ensure_own_kernels } from './own'
import { largest_shader_rank, shader_states } from './shader_updates'
import { update_kernels } from './update_kernels'

let known_to_meta = false

/** True on WebGL and WebGPU for updates that they have shaders for. */
const on_shaders = (name: string, state: readonly Tensor[]): boolean =>
  ['webgl', 'webgpu'].includes(engine().backendName ?? '') &&
  shader_states[name] === state.length &&
  state[0]!.shape.length <= largest_shader_rank

/**
 * Runs an optimizer's update in one pass and answers the new variable and slots, or null where the backend has no such kernel. A result may share the data of the
 * tensor that it replaces.
 */
export function run_update(name: string, state: Tensor[], gradient: Tensor, attrs: Record<string, number>): Tensor[] | null {
  if (!memory_at_hand() && !native_update_pays(name, state) && !on_shaders(name, state)) return null
  ensure_own_kernels()
  if (!known_to_meta) {
    known_to_meta = true
    for (const kernel of Object.keys(update_kernels)) {
      register_meta_rule(kernel, ({ gradient: _gradient, ...rest }) =>
        Object.values(rest).map(({ shape, dtype }) => ({ shape, dtype })),
      )
    }
  }
  const core = engine()
  const inputs: Record<string, Tensor> = {}
  state.forEach((tensor, i) => {
    inputs[`x${i}`] = tensor
  })
  inputs.gradient = gradient
  return core.runKernel<Tensor[]>(name, inputs, attrs)
}
