import { backend_util, type KernelFunc, type Tensor, type TensorInfo, tensor1d, tidy, transpose } from '@tensorflow/tfjs-core'
import { attributes_of, type NativeBackend, type_attribute } from './backend'

type Shape4D = [number, number, number, number]
type Pair = [number, number]

const pair = (value: number | Pair | undefined): Pair =>
  value === undefined ? [1, 1] : typeof value === 'number' ? [value, value] : value

/** From channels first to channels last. */
const last = [0, 2, 3, 1]

/** Gradients of convolutions whose paddings may be given as numbers, which tfjs-node refuses and TensorFlow can do. */
export const explicit_gradients = [
  'Conv2DBackpropInput',
  'Conv2DBackpropFilter',
  'DepthwiseConv2dNativeBackpropInput',
  'DepthwiseConv2dNativeBackpropFilter',
]

/** One of `explicit_gradients`, for such paddings too. */
export function explicit_gradient(kernel_name: string, original: KernelFunc): KernelFunc {
  const by_input = kernel_name.endsWith('Input')
  const depthwise = kernel_name.startsWith('Depthwise')
  return (args) => {
    const attrs = args.attrs as unknown as {
      strides: number | Pair
      dilations?: number | Pair
      pad: unknown
      dataFormat?: string
    } & Record<string, number[]>
    if (typeof attrs.pad === 'string') return original(args)
    const { x, dy, filter } = args.inputs as unknown as Record<'x' | 'dy' | 'filter', TensorInfo>
    const shape = (by_input ? attrs.inputShape! : x.shape) as Shape4D
    const taps = (by_input ? filter.shape : attrs.filterShape!) as Shape4D
    const dilations = depthwise ? pair(attrs.dilations) : ([1, 1] as Pair)
    const { padInfo } = backend_util.computeConv2DInfo(
      shape,
      taps,
      attrs.strides,
      dilations,
      attrs.pad as number,
      undefined,
      depthwise,
    )
    const backend = args.backend as unknown as NativeBackend
    const known = [
      type_attribute(backend, 'T'),
      ...attributes_of(backend, {
        strides: [1, ...pair(attrs.strides), 1],
        padding: 'EXPLICIT',
        explicit_paddings: [0, 0, padInfo.top, padInfo.bottom, padInfo.left, padInfo.right, 0, 0],
        data_format: 'NHWC',
        dilations: [1, ...dilations, 1],
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

/** Conv2D or a gradient of it, with the channels first too: TensorFlow has no such kernel for processors. */
export function channels_first_too(kernel_name: string, kernel: KernelFunc): KernelFunc {
  return (args) => {
    const { dataFormat, pad, inputShape } = args.attrs as { dataFormat?: string; pad?: unknown; inputShape?: number[] }
    if (dataFormat !== 'NCHW') return kernel(args)
    return tidy(() => {
      const inputs: Record<string, Tensor> = {}
      for (const [name, tensor] of Object.entries(args.inputs as unknown as Record<string, Tensor>)) {
        inputs[name] = name === 'filter' ? tensor : transpose(tensor, last)
      }
      const moved = { ...args.attrs, dataFormat: 'NHWC' } as Record<string, unknown>
      if (Array.isArray(pad)) moved.pad = last.map((i) => pad[i])
      if (inputShape !== undefined) moved.inputShape = last.map((i) => inputShape[i])
      const result = kernel({ ...args, inputs, attrs: moved as never }) as Tensor
      return kernel_name === 'Conv2DBackpropFilter' ? result : transpose(result, [0, 3, 1, 2])
    })
  }
}
