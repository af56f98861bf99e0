import { scalar, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import type { Sampling } from '../kernels/images/sample_kernel'
import { attributes_of, type NativeBackend, on_native, type_attribute } from './backend'

/** TensorFlow's modes that give the same values. */
const fill_modes: Partial<Record<string, string>> = { constant: 'CONSTANT', nearest: 'NEAREST' }

/** Float32 images `[n, h, w, c]` moved by transforms `[n or 1, 8]` in TensorFlow's op; null on other backends, where slopes are asked for, and in other modes. */
export function native_projected(images: Tensor, transforms: Tensor, { order, fill_mode, fill_value }: Sampling): Tensor | null {
  const mode = fill_modes[fill_mode]
  if (!on_native() || engine().isTapeOn() || mode === undefined) return null
  const backend = engine().backend as unknown as NativeBackend
  const names = attributes_of(backend, { interpolation: order === 0 ? 'NEAREST' : 'BILINEAR', fill_mode: mode })
  return tidy(() => {
    const size = tensor1d(images.shape.slice(1, 3), 'int32')
    const inputs = [images, transforms, size, scalar(fill_value)]
    return backend.executeSingleOutput('ImageProjectiveTransformV3', [type_attribute(backend, 'dtype'), ...names], inputs)
  })
}
