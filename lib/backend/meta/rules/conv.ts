import { backend_util } from '@tensorflow/tfjs-core'
import { for_all, type MetaInputs, type MetaOutput, type MetaRule, type RuleTable } from '../rule'
import { activated } from './contract'

function conv_2d(per_channel: boolean): MetaRule {
  return ({ x, filter }, attrs) => {
    const { strides, dilations, pad, dataFormat = 'NHWC', dimRoundingMode, activation } = attrs
    const format = backend_util.convertConv2DDataFormat(dataFormat)
    const [shape, filter_shape] = [x.shape as never, filter.shape as never]
    const info = backend_util.computeConv2DInfo(
      shape,
      filter_shape,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      per_channel,
      format,
    )
    return { shape: info.outShape, dtype: activated(x.dtype, activation) }
  }
}

function conv_3d({ x, filter }: MetaInputs, attrs: any): MetaOutput {
  const info = backend_util.computeConv3DInfo(
    x.shape as never,
    filter.shape as never,
    attrs.strides,
    attrs.dilations ?? 1,
    attrs.pad,
  )
  return { shape: info.outShape, dtype: x.dtype }
}

function dilation_2d({ x, filter }: MetaInputs, attrs: any): MetaOutput {
  const { strides, pad, dilations } = attrs
  const info = backend_util.computeDilation2DInfo(x.shape as never, filter.shape as never, strides, pad, 'NHWC', dilations)
  return { shape: info.outShape, dtype: x.dtype }
}

function filter_gradient(_: MetaInputs, { filterShape }: { filterShape: number[] }): MetaOutput {
  return { shape: filterShape.slice(), dtype: 'float32' }
}

function input_gradient(_: MetaInputs, { inputShape }: { inputShape: number[] }): MetaOutput {
  return { shape: inputShape.slice(), dtype: 'float32' }
}

/** Convolutions and their gradients. */
export function conv_rules(): RuleTable {
  return {
    ...for_all('Conv2D FusedConv2D', conv_2d(false)),
    ...for_all('DepthwiseConv2dNative FusedDepthwiseConv2D', conv_2d(true)),
    Conv3D: conv_3d,
    Dilation2D: dilation_2d,
    ...for_all('Conv2DBackpropFilter Conv3DBackpropFilterV2 DepthwiseConv2dNativeBackpropFilter', filter_gradient),
    ...for_all('Conv2DBackpropInput Conv3DBackpropInputV2 DepthwiseConv2dNativeBackpropInput', input_gradient),
    Dilation2DBackpropInput: ({ x }) => ({ shape: x.shape, dtype: x.dtype }),
    Dilation2DBackpropFilter: ({ filter }) => ({ shape: filter.shape, dtype: filter.dtype }),
  }
}
