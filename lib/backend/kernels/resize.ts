import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { meta_backend_name, register_meta_rule } from '../meta/registry'
import { native_name } from './native_backend'
import { ensure_own_kernels } from './own'
import { type ResizeSettings, resize_meta_rules } from './resize_kernel'

let known_to_meta = false

/** Backends with a kernel of every method, and the methods of those that know some. */
const everywhere = ['cpu', 'wasm', meta_backend_name]

/** Float32 images `[n, h, w, c]` with other numbers of rows and columns, in one kernel. Null where the backend has none for the method. */
export function run_resize(images: Tensor, size: [number, number], { method, antialias }: ResizeSettings): Tensor | null {
  const core = engine()
  const smaller = size[0] < images.shape[1]! || size[1] < images.shape[2]!
  if (method === 'bilinear' && !(antialias && smaller)) {
    return core.runKernel('ResizeBilinear', { images }, { alignCorners: false, halfPixelCenters: true, size })
  }
  ensure_own_kernels()
  if (!known_to_meta) {
    known_to_meta = true
    for (const [name, rule] of Object.entries(resize_meta_rules)) register_meta_rule(name, rule)
  }
  const name = core.backendName ?? ''
  if (!everywhere.includes(name) && !(name === native_name && method !== 'area')) return null
  return core.runKernel('KerasResize', { images }, { size, method, antialias })
}
