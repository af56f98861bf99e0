import { backend_util, type KernelFunc, type Tensor4D, type TensorInfo, tidy, transpose } from '@tensorflow/tfjs-core'
import { engine } from '../../engine'
import { run_loop } from '../memory'
import * as composed from './composed'
import * as loops from './loops'

interface ConvAttrs {
  strides: [number, number] | number
  pad: 'valid' | 'same' | number | backend_util.ExplicitPadding
  dataFormat?: 'NHWC' | 'NCHW'
  dimRoundingMode?: 'floor' | 'round' | 'ceil'
  dilations?: [number, number] | number
  filterShape: [number, number, number, number]
  inputShape: [number, number, number, number]
}

type Part = 'filter' | 'input'

/** From this many multiplications on, forward convolutions in wasm beat a plain loop. */
const loop_limit = 30_000
/** From this many on, a forward convolution in wasm beats wasm's own input gradient. */
const wasm_input_limit = 100_000

const pair = (value: [number, number] | number | undefined): [number, number] =>
  value === undefined ? [1, 1] : typeof value === 'number' ? [value, value] : value

function info_of(x_shape: number[], filter_shape: number[], attrs: ConvAttrs, depthwise: boolean): backend_util.Conv2DInfo {
  return backend_util.computeConv2DInfo(
    x_shape as [number, number, number, number],
    filter_shape as [number, number, number, number],
    attrs.strides,
    pair(attrs.dilations),
    attrs.pad,
    attrs.dimRoundingMode,
    depthwise,
    'channelsLast',
  )
}

function geometry_of(info: backend_util.Conv2DInfo): composed.ConvGeometry {
  return {
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    padding: [info.padInfo.top, info.padInfo.left],
  }
}

const multiplications = (info: backend_util.Conv2DInfo, depthwise: boolean): number =>
  info.batchSize *
  info.outHeight *
  info.outWidth *
  info.filterHeight *
  info.filterWidth *
  info.outChannels *
  (depthwise ? 1 : info.inChannels)

const by_loop = {
  conv: { filter: loops.conv_filter_gradient, input: loops.conv_input_gradient },
  depthwise: { filter: loops.depthwise_filter_gradient, input: loops.depthwise_input_gradient },
}

function run_plain(
  backend: object,
  kind: 'conv' | 'depthwise',
  part: Part,
  info: backend_util.Conv2DInfo | backend_util.Conv3DInfo,
  a: TensorInfo,
  b: TensorInfo,
): TensorInfo {
  const sizes = 'filterDepth' in info ? loops.info_3d(info) : loops.info_2d(info)
  const shape = part === 'filter' ? info.filterShape : info.inShape
  return run_loop(backend, [a, b], [{ shape, dtype: 'float32' }], ([x, y], [out]) => by_loop[kind][part](sizes, x!, y!, out!))[0]!
}

const nhwc = [0, 2, 3, 1]
const nchw = [0, 3, 1, 2]

/** Runs an NHWC gradient on NCHW tensors. */
function channels_first(
  part: Part,
  inputs: Tensor4D[],
  attrs: ConvAttrs,
  run: (inputs: Tensor4D[], attrs: ConvAttrs) => Tensor4D,
): Tensor4D {
  return tidy(() => {
    const [a, b] = inputs as [Tensor4D, Tensor4D]
    const s = attrs.inputShape
    const result = run(part === 'filter' ? [transpose(a, nhwc), transpose(b, nhwc)] : [transpose(a, nhwc), b], {
      ...attrs,
      dataFormat: 'NHWC',
      ...(s && { inputShape: [s[0], s[2], s[3], s[1]] as [number, number, number, number] }),
    })
    return part === 'filter' ? result : transpose(result, nchw)
  })
}

/** Conv2DBackpropFilter: a plain loop on cpu; on wasm a forward convolution, unless the work is tiny. */
export function conv_filter_kernel(on_wasm: boolean): KernelFunc {
  const run = (x: Tensor4D, dy: Tensor4D, attrs: ConvAttrs, backend: object): TensorInfo => {
    const info = info_of(x.shape, attrs.filterShape, attrs, false)
    if (on_wasm && multiplications(info, false) > loop_limit)
      return composed.filter_gradient(x, dy, attrs.filterShape, geometry_of(info))
    return run_plain(backend, 'conv', 'filter', info, x, dy)
  }
  return ({ inputs, attrs, backend }) => {
    const conv = attrs as unknown as ConvAttrs
    const { x, dy } = inputs as unknown as { x: Tensor4D; dy: Tensor4D }
    if (conv.dataFormat !== 'NCHW') return run(x, dy, conv, backend)
    return channels_first('filter', [x, dy], conv, ([a, b], c) => as_tensor(run(a!, b!, c, backend)))
  }
}

/** Conv2DBackpropInput on wasm: a forward convolution, unless the work is small, where wasm's own kernel is faster. */
export function wasm_conv_input_kernel(original: KernelFunc): KernelFunc {
  return (args) => {
    const attrs = args.attrs as unknown as ConvAttrs
    const { dy, filter } = args.inputs as unknown as { dy: Tensor4D; filter: Tensor4D }
    if (attrs.dataFormat === 'NCHW') return original(args)
    const info = info_of(attrs.inputShape, filter.shape, attrs, false)
    if (multiplications(info, false) < wasm_input_limit) return original(args)
    return composed.input_gradient(dy, filter, attrs.inputShape, geometry_of(info))
  }
}

/** DepthwiseConv2dNativeBackpropFilter. */
export function depthwise_filter_kernel(on_wasm: boolean): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const conv = attrs as unknown as ConvAttrs
    const { x, dy } = inputs as unknown as { x: Tensor4D; dy: Tensor4D }
    const info = info_of(x.shape, conv.filterShape, conv, true)
    if (on_wasm && multiplications(info, true) > loop_limit) {
      return composed.depthwise_filter_gradient(x, dy, conv.filterShape, geometry_of(info))
    }
    return run_plain(backend, 'depthwise', 'filter', info, x, dy)
  }
}

/** DepthwiseConv2dNativeBackpropInput. */
export function depthwise_input_kernel(on_wasm: boolean): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const conv = attrs as unknown as ConvAttrs
    const { dy, filter } = inputs as unknown as { dy: Tensor4D; filter: Tensor4D }
    const info = info_of(conv.inputShape, filter.shape, conv, true)
    if (on_wasm && multiplications(info, true) > loop_limit) {
      return composed.depthwise_input_gradient(dy, filter, conv.inputShape, geometry_of(info))
    }
    return run_plain(backend, 'depthwise', 'input', info, dy, filter)
  }
}

type Shape5D = [number, number, number, number, number]

/** Conv3DBackpropFilterV2 and Conv3DBackpropInputV2: wasm's own are wrong, the plain-JS ones slow. */
export function conv_3d_kernel(part: Part): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const { strides, pad, filterShape, inputShape } = attrs as unknown as {
      strides: [number, number, number] | number
      pad: 'valid' | 'same'
      filterShape: Shape5D
      inputShape: Shape5D
    }
    const { x, dy, filter } = inputs as unknown as Record<'x' | 'dy' | 'filter', TensorInfo>
    const info = backend_util.computeConv3DInfo(
      (x?.shape as Shape5D) ?? inputShape,
      (filter?.shape as Shape5D) ?? filterShape,
      strides,
      1,
      pad,
    )
    return part === 'filter' ? run_plain(backend, 'conv', part, info, x, dy) : run_plain(backend, 'conv', part, info, dy, filter)
  }
}

function as_tensor(info: TensorInfo): Tensor4D {
  return ('rank' in info ? info : engine().makeTensorFromTensorInfo(info)) as Tensor4D
}
