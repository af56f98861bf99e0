import { input_list, type MetaInputs, type MetaOutput, size_of } from './rule'
import { einsum_sizes } from './rules/contract'

function convolution(filter: readonly number[], result: readonly number[], out_channels: number): number {
  return (2 * size_of(result) * size_of(filter)) / out_channels
}

function depthwise(filter: readonly number[], result: readonly number[]): number {
  return convolution(filter, result, filter[2] * filter[3])
}

function last(shape: readonly number[]): number {
  return shape[shape.length - 1]
}

/** Floating point operations of one call: matrix products, convolutions and their gradients; 0 for other kernels. */
export function flops_of(name: string, inputs: MetaInputs, attrs: any, outputs: MetaOutput | MetaOutput[]): number {
  const out = (Array.isArray(outputs) ? outputs[0]?.shape : outputs.shape) ?? []
  const { filter, dy, a } = inputs
  switch (name) {
    case 'BatchMatMul':
    case '_FusedMatMul':
      return 2 * size_of(out) * (attrs.transposeA ? a.shape[a.shape.length - 2] : last(a.shape))
    case 'Einsum': {
      const tensors = input_list(inputs)
      const sizes = einsum_sizes(
        attrs.equation,
        tensors.map((t) => t.shape),
      )
      return tensors.length * size_of([...sizes.values()])
    }
    case 'Conv2D':
    case 'FusedConv2D':
    case 'Conv3D':
      return convolution(filter.shape, out, last(filter.shape))
    case 'DepthwiseConv2dNative':
    case 'FusedDepthwiseConv2D':
      return depthwise(filter.shape, out)
    case 'Conv2DBackpropInput':
    case 'Conv3DBackpropInputV2':
      return convolution(filter.shape, dy.shape, last(filter.shape))
    case 'Conv2DBackpropFilter':
    case 'Conv3DBackpropFilterV2':
      return convolution(attrs.filterShape, dy.shape, last(attrs.filterShape))
    case 'DepthwiseConv2dNativeBackpropInput':
      return depthwise(filter.shape, dy.shape)
    case 'DepthwiseConv2dNativeBackpropFilter':
      return depthwise(attrs.filterShape, dy.shape)
    default:
      return 0
  }
}
