import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../engine'
import { meta_backend_name, register_meta_rule } from '../../meta/registry'
import { native_name } from '../../native/backend'
import { ensure_own_kernels } from '../own'
import { type ResizeSettings, resize_meta_rules } from './resize_kernel'
import { resize_band } from './resize_weights'

type Size = readonly [number, number]

let known_to_meta = false

/** Up to how many multiplications a loop is faster on wasm than anything in several kernels. */
const small_loop = 100_000
/** How many multiplications of a matrix product wasm does in the time of one in a loop. */
const product_speed = 20

/** Whether the loop over the weights that are not zero is faster on wasm than products with whole matrices. */
function loop_pays([n, height, width, channels]: number[], [tall, wide]: Size, { method, antialias }: ResizeSettings): boolean {
  const taps = (from: number, to: number): number => resize_band(method, from, to, antialias).taps
  const lines = n! * channels! * tall
  const loop = lines * (width! * taps(height!, tall) + wide * taps(width!, wide))
  return loop < small_loop || loop * product_speed <= lines * width! * (height! + wide)
}

/** Whether the current backend has a kernel for this, and it is the fastest way. */
function kernel_pays(images: Tensor, size: Size, settings: ResizeSettings): boolean {
  const name = engine().backendName
  if (name === 'cpu' || name === meta_backend_name) return true
  if (name === 'wasm') return loop_pays(images.shape, size, settings)
  const smaller = size[0] * size[1] < images.shape[1]! * images.shape[2]!
  return name === native_name && settings.method !== 'area' && smaller
}

/** Float32 images `[n, h, w, c]` with other numbers of rows and columns, in one kernel. Null where other ways are faster, or the only ones. */
export function run_resize(images: Tensor, size: Size, settings: ResizeSettings): Tensor | null {
  const core = engine()
  const { method, antialias } = settings
  const smaller = size[0] < images.shape[1]! || size[1] < images.shape[2]!
  if (method === 'bilinear' && !(antialias && smaller)) {
    return core.runKernel('ResizeBilinear', { images }, { alignCorners: false, halfPixelCenters: true, size: [...size] })
  }
  ensure_own_kernels()
  if (!known_to_meta) {
    known_to_meta = true
    for (const [name, rule] of Object.entries(resize_meta_rules)) register_meta_rule(name, rule)
  }
  return kernel_pays(images, size, settings)
    ? core.runKernel('KerasResize', { images }, { size: [...size], method, antialias })
    : null
}
