import {
  backend_util,
  conv2d,
  conv3d,
  pad,
  reverse,
  slice,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
  transpose,
} from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import * as composed from '../kernels/convolution/composed'
import type { Gradients, Rule } from './rule'

type Pair = [number, number]
const pair = (value: number | Pair | undefined): Pair =>
  value === undefined ? [1, 1] : typeof value === 'number' ? [value, value] : value
const dilated = (dilations: number | number[] | undefined): boolean => [dilations ?? 1].flat().some((d) => d > 1)
const nhwc = [0, 2, 3, 1]
const nchw = [0, 3, 1, 2]

function geometry(x_shape: number[], filter_shape: number[], attrs: any, depthwise: boolean): composed.ConvGeometry {
  const info = backend_util.computeConv2DInfo(
    x_shape as [number, number, number, number],
    filter_shape as [number, number, number, number],
    attrs.strides,
    pair(attrs.dilations),
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
  )
  return { strides: pair(attrs.strides), dilations: pair(attrs.dilations), padding: [info.padInfo.top, info.padInfo.left] }
}

/** Gradients of a dilated convolution, which no kernel has. */
function dilated_gradients(dy: Tensor4D, x: Tensor4D, filter: Tensor4D, attrs: any): Gradients {
  const first = attrs.dataFormat === 'NCHW'
  const to_last = (t: Tensor4D): Tensor4D => (first ? transpose(t, nhwc) : t)
  const to_first = (t: Tensor4D): Tensor4D => (first ? transpose(t, nchw) : t)
  const shape = first ? nhwc.map((i) => x.shape[i]!) : x.shape
  const where = geometry(shape, filter.shape, attrs, false)
  return {
    x: () => to_first(composed.input_gradient(to_last(dy), filter, shape, where)),
    filter: () => composed.filter_gradient(to_last(x), to_last(dy), filter.shape, where),
  }
}

/** Gradients of a dilated 3D convolution as forward convolutions, stride 1. */
function dilated_3d_gradients(dy: Tensor5D, x: Tensor5D, filter: Tensor5D, attrs: any): Gradients {
  const info = backend_util.computeConv3DInfo(x.shape, filter.shape, attrs.strides, attrs.dilations, attrs.pad)
  const rate = [info.dilationDepth, info.dilationHeight, info.dilationWidth] as [number, number, number]
  const before = [info.padInfo.front, info.padInfo.top, info.padInfo.left]
  const padded_to = (t: Tensor5D, sizes: number[], starts: number[]): Tensor5D => {
    const ends = sizes.map((size, i) => size - t.shape[i + 1]! - starts[i]!)
    const pads = starts.map((s, i) => [Math.max(0, s), Math.max(0, ends[i]!)] as Pair)
    const padded = pad(t, [[0, 0], ...pads, [0, 0]])
    return slice(
      padded,
      [0, ...starts.map((s) => Math.max(0, -s)), 0],
      [padded.shape[0]!, ...sizes, padded.shape[4]!],
    ) as Tensor5D
  }
  return {
    x: () => {
      const reach = rate.map((r, i) => r * (filter.shape[i]! - 1))
      const wide = padded_to(
        dy,
        reach.map((r, i) => x.shape[i + 1]! + r),
        reach.map((r, i) => r - before[i]!),
      )
      return conv3d(wide, transpose(reverse(filter, [0, 1, 2]), [0, 1, 2, 4, 3]) as Tensor5D, 1, 'valid', 'NDHWC', rate)
    },
    filter: () => {
      const sizes = rate.map((r, i) => r * (filter.shape[i]! - 1) + dy.shape[i + 1]!)
      const images = transpose(padded_to(x, sizes, before), [4, 1, 2, 3, 0]) as Tensor5D
      const taps = conv3d(images, transpose(dy, [1, 2, 3, 0, 4]) as Tensor5D, rate, 'valid')
      return transpose(taps, [1, 2, 3, 0, 4])
    },
  }
}

const run = (name: string, inputs: Record<string, Tensor>, attrs: unknown): Tensor => engine().runKernel(name, inputs, attrs)

export const convolution_rules: Record<string, Rule> = {
  Conv2D: {
    save: ['x', 'filter'],
    gradient: (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor4D, Tensor4D]
      if (dilated(attrs.dilations)) return dilated_gradients(dy, x, filter, attrs)
      const { strides, pad, dataFormat, dimRoundingMode } = attrs
      const common = { strides, pad, dataFormat, dimRoundingMode }
      return {
        x: () => run('Conv2DBackpropInput', { dy, filter }, { ...common, inputShape: x.shape }),
        filter: () => run('Conv2DBackpropFilter', { x, dy }, { ...common, filterShape: filter.shape }),
      }
    },
  },
  Conv2DBackpropInput: {
    save: ['dy', 'filter'],
    gradient: (ddx, saved, { inputShape: _, ...common }) => {
      const [dy, filter] = saved as [Tensor4D, Tensor4D]
      const { strides, pad, dataFormat, dimRoundingMode } = common
      return {
        dy: () => conv2d(ddx, filter, strides, pad, dataFormat, 1, dimRoundingMode),
        filter: () => run('Conv2DBackpropFilter', { x: ddx, dy }, { ...common, filterShape: filter.shape }),
      }
    },
  },
  Conv2DBackpropFilter: {
    save: ['x', 'dy'],
    gradient: (ddw, saved, { filterShape: _, ...common }) => {
      const [x, dy] = saved as [Tensor4D, Tensor4D]
      const { strides, pad, dataFormat, dimRoundingMode } = common
      return {
        x: () => run('Conv2DBackpropInput', { dy, filter: ddw }, { ...common, inputShape: x.shape }),
        dy: () => conv2d(x, ddw, strides, pad, dataFormat, 1, dimRoundingMode),
      }
    },
  },
  DepthwiseConv2dNative: {
    save: ['x', 'filter'],
    gradient: (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor4D, Tensor4D]
      if (dilated(attrs.dilations) && !['cpu', 'wasm'].includes(engine().backendName!)) {
        const where = geometry(x.shape, filter.shape, attrs, true)
        return {
          x: () => composed.depthwise_input_gradient(dy, filter, x.shape, where),
          filter: () => composed.depthwise_filter_gradient(x, dy, filter.shape, where),
        }
      }
      const { strides, pad, dilations, dimRoundingMode } = attrs
      const common = { strides, pad, dilations: pair(dilations), dimRoundingMode }
      return {
        x: () => run('DepthwiseConv2dNativeBackpropInput', { dy, filter }, { ...common, inputShape: x.shape }),
        filter: () => run('DepthwiseConv2dNativeBackpropFilter', { x, dy }, { ...common, filterShape: filter.shape }),
      }
    },
  },
  Conv3D: {
    save: ['x', 'filter'],
    gradient: (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor5D, Tensor5D]
      if (dilated(attrs.dilations)) return dilated_3d_gradients(dy, x, filter, attrs)
      const { strides, pad } = attrs
      return {
        x: () => run('Conv3DBackpropInputV2', { dy, filter }, { strides, pad, inputShape: x.shape }),
        filter: () => run('Conv3DBackpropFilterV2', { x, dy }, { strides, pad, filterShape: filter.shape }),
      }
    },
  },
  Conv3DBackpropInputV2: {
    save: ['dy', 'filter'],
    gradient: (ddx, saved, { strides, pad }) => {
      const [dy, filter] = saved as [Tensor5D, Tensor5D]
      return {
        dy: () => conv3d(ddx, filter, strides, pad),
        filter: () => run('Conv3DBackpropFilterV2', { x: ddx, dy }, { strides, pad, filterShape: filter.shape }),
      }
    },
  },
}
