import type { Tensor } from '@tensorflow/tfjs-core'
import { run_projection } from '../../backend/kernels/images/sample'
import { native_projected } from '../../backend/native/projection'
import { tensor_dtype } from '../../variables/to_tensor'
import { binary, finish, float_scalar, like, reshaped } from '../convert'
import { parted } from '../numpy/join'
import { pixel_places, type Sampling, sampled } from './sampling'

/** The rows and columns, `[n, height * width]` each, where transforms `[n, 8]` take the pixels of an area, composed. */
export function projected_places(transforms: Tensor, height: number, width: number): [rows: Tensor, columns: Tensor] {
  const numbers = parted(transforms, new Array(8).fill(1), 1)
  const [y, x] = pixel_places(height, width)
  const line = (from: number, shift: Tensor): Tensor =>
    binary('Add', binary('Add', binary('Multiply', numbers[from]!, x), binary('Multiply', numbers[from + 1]!, y)), shift)
  const depth = line(6, float_scalar(1))
  const place = (from: number): Tensor => binary('RealDiv', line(from, numbers[from + 2]!), depth)
  return [place(3), place(0)]
}

/**
 * Images `[n, h, w, c]`, where the pixel at (x, y) is read at `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)`, `k = c0 x + c1 y + 1`. `transforms`, `[n or 1, 8]`, are a0, a1,
 * a2, b0, b1, b2, c0, c1.
 */
export function projected(images: Tensor, transforms: Tensor, sampling: Sampling): Tensor {
  const [n, height, width, channels] = images.shape as [number, number, number, number]
  const fast = images.dtype === 'float32' ? native_projected(images, transforms, sampling) : null
  if (fast !== null) return finish(fast, tensor_dtype(images))
  const places = run_projection(transforms, height, width) ?? projected_places(transforms, height, width)
  return like(reshaped(sampled(images, places, sampling), [n, height, width, channels]), images)
}
