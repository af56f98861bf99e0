import { backend_util, type KernelFunc, type TensorInfo, tensor1d } from '@tensorflow/tfjs-core'
import { attributes_of, type NativeBackend, type_attribute } from './native_backend'

type Shape4D = [number, number, number, number]
type Pair = [number, number]

const pair = (value: number | Pair): Pair => (typeof value === 'number' ? [value, value] : value)

/** Conv2DBackpropInput and Conv2DBackpropFilter for paddings given as numbers, which tfjs-node refuses and TensorFlow can do. */
export function explicit_gradient(kernel_name: 'Conv2DBackpropInput' | 'Conv2DBackpropFilter', original: KernelFunc): KernelFunc {
  const by_input = kernel_name === 'Conv2DBackpropInput'
  return (args) => {
    const attrs = args.attrs as unknown as { strides: number | Pair; pad: unknown; dataFormat?: string } & Record<
      string,
      number[]
    >
    if (typeof attrs.pad === 'string' || attrs.dataFormat === 'NCHW') return original(args)
    const { x, dy, filter } = args.inputs as unknown as Record<'x' | 'dy' | 'filter', TensorInfo>
    const shape = by_input ? attrs.inputShape! : x.shape
    const taps = by_input ? filter.shape : attrs.filterShape!
    const { padInfo } = backend_util.computeConv2DInfo(shape as Shape4D, taps as Shape4D, attrs.strides, 1, attrs.pad as number)
    const backend = args.backend as unknown as NativeBackend
    const known = [
      type_attribute(backend, 'T'),
      ...attributes_of(backend, {
        strides: [1, ...pair(attrs.strides), 1],
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, padInfo.top, padInfo.bottom, padInfo.left, padInfo.right, 0, 0],
        data_format: 'NHWC',
        use_cudnn_on_gpu: true,
        dilations: [1, 1, 1, 1],
      }),
    ]
    const sizes = tensor1d(by_input ? shape : taps, 'int32')
    try {
      return backend.executeSingleOutput(kernel_name, known, by_input ? [sizes, filter, dy] : [x, sizes, dy])
    } finally {
      sizes.dispose()
    }
  }
}
