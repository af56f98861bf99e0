import { type KernelFunc, type TensorInfo, zeros } from '@tensorflow/tfjs-core'
import { resize_gradient_kernel } from '../kernels/images/resize_gradients'
import type { ResizeSettings } from '../kernels/images/resize_kernel'
import { attributes_of, type NativeBackend, type_attribute } from './backend'

/** TensorFlow's names of the weights. */
const kernel_types: Record<string, string> = {
  bilinear: 'triangle',
  bicubic: 'keyscubic',
  lanczos3: 'lanczos3',
  lanczos5: 'lanczos5',
}

type Size = [number, number]

/** Runs an op of TensorFlow between the images and numbers that are tensors too. */
function run(
  backend: NativeBackend,
  name: string,
  tensors: TensorInfo[],
  numbers: [values: Size, dtype: 'int32' | 'float32'][],
  { method, antialias }: ResizeSettings,
): TensorInfo {
  const { binding } = backend
  const own = numbers.map(([values, dtype]) =>
    binding.createTensor(
      [2],
      backend.getDTypeInteger(dtype),
      dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values),
    ),
  )
  try {
    const attributes = [
      type_attribute(backend, 'T'),
      ...attributes_of(backend, { kernel_type: kernel_types[method]!, antialias: Boolean(antialias) }),
    ]
    const [made] = binding.executeOp(name, attributes, [...backend.getInputTensorIds(tensors), ...own], 1)
    return backend.createOutputTensor(made!)
  } finally {
    for (const id of own) binding.deleteTensor(id)
  }
}

const scales = (from: number[], to: number[]): Size => [to[1]! / from[1]!, to[2]! / from[2]!]

/** KerasResize by TensorFlow's ScaleAndTranslate. */
export const native_resize_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const images = inputs.images as TensorInfo
  const { size, ...settings } = attrs as unknown as ResizeSettings & { size: Size }
  const numbers: [Size, 'int32' | 'float32'][] = [
    [size, 'int32'],
    [scales(images.shape, [0, ...size]), 'float32'],
    [[0, 0], 'float32'],
  ]
  return run(backend as unknown as NativeBackend, 'ScaleAndTranslate', [images], numbers, settings)
}

/** KerasResizeGrad by TensorFlow's ScaleAndTranslateGrad, which reads only the shape of the images. */
export const native_resize_slopes_kernel: KernelFunc = ({ inputs, attrs, backend }) => {
  const dy = inputs.dy as TensorInfo
  const { shape, ...settings } = attrs as unknown as ResizeSettings & { shape: number[] }
  const images = zeros(shape as [number])
  try {
    const numbers: [Size, 'int32' | 'float32'][] = [
      [scales(shape, dy.shape), 'float32'],
      [[0, 0], 'float32'],
    ]
    return run(backend as unknown as NativeBackend, 'ScaleAndTranslateGrad', [dy, images], numbers, settings)
  } finally {
    images.dispose()
  }
}

const plain_bilinear_slopes = resize_gradient_kernel('bilinear')

/** ResizeBilinearGrad by TensorFlow's op of that name, where it knows the form. */
export const native_bilinear_slopes_kernel: KernelFunc = (args) => {
  const { images, dy } = args.inputs as unknown as Record<'images' | 'dy', TensorInfo>
  const { alignCorners, halfPixelCenters } = args.attrs as { alignCorners?: boolean; halfPixelCenters?: boolean }
  if (images.dtype !== 'float32' || (alignCorners && halfPixelCenters)) return plain_bilinear_slopes(args)
  const backend = args.backend as unknown as NativeBackend
  const attributes = attributes_of(backend, {
    align_corners: Boolean(alignCorners),
    half_pixel_centers: Boolean(halfPixelCenters),
  })
  return backend.executeSingleOutput('ResizeBilinearGrad', [type_attribute(backend, 'T'), ...attributes], [dy, images])
}
