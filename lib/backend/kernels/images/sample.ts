import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../engine'
import { meta_backend_name, register_meta_rule } from '../../meta/registry'
import { native_name } from '../../native/backend'
import { ensure_own_kernels } from '../own'
import { projection_meta_rules } from './projection_kernel'
import { type Sampling, sample_meta_rules } from './sample_kernel'

let known_to_meta = false

/** Where loops in JavaScript are faster than the kernels that the same is composed of. */
const backends = ['cpu', 'wasm', native_name, meta_backend_name]

/** Whether the kernels below are there and pay; while gradients of gradients are taken they are not known. */
function kernels_pay(): boolean {
  const { backendName, state } = engine()
  if (!backends.includes(backendName ?? '') || state.gradientDepth > 1) return false
  ensure_own_kernels()
  if (!known_to_meta) {
    known_to_meta = true
    for (const [name, rule] of Object.entries({ ...sample_meta_rules, ...projection_meta_rules })) register_meta_rule(name, rule)
  }
  return true
}

/** Natively the nearest values are gathered faster than a loop takes them. */
const gathers = ({ order }: Sampling): boolean => order === 0 && engine().backendName === native_name

/** Float32 images `[n, ...sizes, c]` at coordinates `[n or 1, points]`, in one kernel; null where it has to be composed. */
export function run_sample(images: Tensor, coordinates: readonly Tensor[], sampling: Sampling): Tensor | null {
  return kernels_pay() && !gathers(sampling) ? engine().runKernel('KerasSample', [images, ...coordinates], sampling) : null
}

/** The rows and columns, `[n, height * width]` each, where transforms `[n, 8]` take the pixels of an area; null where they have to be composed. */
export function run_projection(transforms: Tensor, height: number, width: number): [rows: Tensor, columns: Tensor] | null {
  return kernels_pay()
    ? (engine().runKernel<Tensor[]>('KerasProjection', { transforms }, { height, width }) as [Tensor, Tensor])
    : null
}
