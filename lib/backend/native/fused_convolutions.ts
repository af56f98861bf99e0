import { backend_util, type KernelFunc, type TensorInfo, util } from '@tensorflow/tfjs-core'
import { type Attribute, attributes_of, type Made, type NativeBackend, type_attribute } from './backend'
import { has_native_activation, with_bias_and_activation } from './bias'
import { onednn_agrees, run_onednn } from './onednn'
import { is_pointwise, pointwise_convolution } from './pointwise'

type Pair = [number, number]
type Shape4D = [number, number, number, number]

interface Attrs {
  strides: number | Pair
  pad: 'valid' | 'same' | number
  dilations: number | Pair
  dataFormat: string
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
  activation?: string
}

/** Strides, dilations and padding of a convolution as TensorFlow takes them. */
function geometry(backend: NativeBackend, info: backend_util.Conv2DInfo): Attribute[] {
  const { type: padding, top, bottom, left, right } = info.padInfo
  const pads = padding === 'EXPLICIT' ? [0, 0, top, bottom, left, right, 0, 0] : []
  return [
    type_attribute(backend, 'T'),
    ...attributes_of(backend, {
      strides: [1, info.strideHeight, info.strideWidth, 1],
      dilations: [1, info.dilationHeight, info.dilationWidth, 1],
      padding,
      explicit_paddings: pads,
      data_format: 'NHWC',
    }),
  ]
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => ((i * 37) % 23) / 7 - 1.5)

/** True where oneDNN adds a bias to a convolution while it computes it. */
function bias_agrees(backend: NativeBackend): boolean {
  return onednn_agrees(backend, 'Conv2DWithBias', ({ tensor, op, onednn }) => {
    const [x, filter, bias] = [tensor([1, 4, 5, 2], numbers(40)), tensor([3, 2, 2, 3], numbers(36)), tensor([3], numbers(3))]
    const given = geometry(backend, backend_util.computeConv2DInfo([1, 4, 5, 2], [3, 2, 2, 3], [1, 2], 1, 'same'))
    const [product] = op('Conv2D', given, [x, filter])
    const [expected] = op('BiasAdd', [type_attribute(backend, 'T')], [product!.id, bias])
    return [expected!, onednn('Conv2DWithBias', given, [x, filter, bias])[0]!]
  })
}

/** A convolution with its bias in one op; null where oneDNN has none for it. */
function biased(backend: NativeBackend, given: Attribute[], inputs: TensorInfo[]): Made | null {
  if (!bias_agrees(backend)) return null
  try {
    return run_onednn(backend, 'Conv2DWithBias', given, backend.getInputTensorIds(inputs), 1)[0]!
  } catch {
    return null
  }
}

/** FusedConv2D or FusedDepthwiseConv2D: the bias within the convolution where oneDNN can, and TensorFlow's ops one after the other without tfjs's way between them. */
export function native_fused_convolution_kernel(depthwise: boolean, original: KernelFunc): KernelFunc {
  return (args) => {
    const { x, filter, bias = null } = args.inputs as unknown as { x: TensorInfo; filter: TensorInfo; bias?: TensorInfo }
    const attrs = args.attrs as unknown as Attrs
    const plain_bias = bias === null || bias.shape.length === 1
    const known = attrs.dataFormat === 'NHWC' && has_native_activation(attrs.activation) && plain_bias
    if (!known || x.dtype !== 'float32') return original(args)
    const info = backend_util.computeConv2DInfo(
      x.shape as Shape4D,
      filter.shape as Shape4D,
      attrs.strides,
      attrs.dilations,
      attrs.pad,
      attrs.dimRoundingMode,
      depthwise,
    )
    if (util.sizeFromShape(info.outShape) === 0) return original(args)
    const backend = args.backend as unknown as NativeBackend
    if (!depthwise && filter.dtype === 'float32' && is_pointwise(x.shape, filter.shape, attrs))
      return with_bias_and_activation(backend, pointwise_convolution(backend, x, filter), bias, attrs.activation)
    const given = geometry(backend, info)
    const sum = depthwise || bias === null ? null : biased(backend, given, [x, filter, bias])
    if (sum !== null) return with_bias_and_activation(backend, sum, null, attrs.activation)
    const op = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D'
    const [product] = backend.binding.executeOp(op, given, backend.getInputTensorIds([x, filter]), 1)
    return with_bias_and_activation(backend, product!, bias, attrs.activation)
  }
}
