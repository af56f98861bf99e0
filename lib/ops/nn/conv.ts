import type { Tensor } from '@tensorflow/tfjs-core'
import { run_kernel } from '../../backend/engine'
import { ValueError } from '../../common/errors'
import { shape_text } from '../../common/shape'
import type { TensorLike } from '../../variables/to_tensor'
import { range } from '../axes'
import { finish, promote, promote_float, reshaped, store_as } from '../convert'
import { in_nn, op2, op3 } from '../declare'
import { parted } from '../numpy/join'
import { flipped, permuted } from '../numpy/shape'
import {
  as_image,
  as_sequence,
  channels_first,
  type PerAxis,
  padded,
  padding_name,
  per_axis,
  same_padding,
  to_first,
  to_last,
} from './windows'

const conv_config = { strides: 1 as PerAxis, padding: 'valid', data_format: null as string | null, dilation_rate: 1 as PerAxis }

/** What a convolution needs to know besides its tensors, one number for each spatial axis. */
export interface ConvSettings {
  strides: number[]
  padding: 'valid' | 'same' | 'causal'
  dilations: number[]
}

/** A convolution of channels-last float32 tensors; groups follow from the channel counts. */
export function convolved(x: Tensor, kernel: Tensor, { strides, padding, dilations }: ConvSettings): Tensor {
  const spatial = x.shape.length - 2
  if (padding === 'causal') {
    const before = dilations[0]! * (kernel.shape[0]! - 1)
    return convolved(
      padded(x, [
        [0, 0],
        [before, 0],
        [0, 0],
      ]),
      kernel,
      { strides, padding: 'valid', dilations },
    )
  }
  const channels = x.shape[x.shape.length - 1]!
  const groups = channels / kernel.shape[kernel.shape.length - 2]!
  if (groups > 1) return grouped(x, kernel, groups, { strides, padding, dilations })
  if (spatial === 1) {
    const filter = reshaped(kernel, [1, ...kernel.shape])
    return as_sequence(plane(as_image(x), filter, [1, strides[0]!], padding, [1, dilations[0]!]))
  }
  if (spatial === 2) return plane(x, kernel, strides, padding, dilations)
  return volume(x, kernel, strides, padding, dilations)
}

function plane(x: Tensor, filter: Tensor, strides: number[], pad: 'valid' | 'same', dilations: number[]): Tensor {
  return run_kernel('Conv2D', { x, filter }, { strides, pad, dataFormat: 'NHWC', dilations, dimRoundingMode: null })
}

/** Depth slices of the kernel are plane convolutions of all depths at once: one convolution whose channels hold the depth window. */
function volume(x: Tensor, filter: Tensor, strides: number[], padding: 'valid' | 'same', dilations: number[]): Tensor {
  const [kd, kh, kw, ci, co] = filter.shape as [number, number, number, number, number]
  const depth_pad = padding === 'same' ? same_padding(x.shape[1]!, kd, strides[0]!, dilations[0]!) : [0, 0]
  const wide = padded(x, [[0, 0], depth_pad as [number, number], [0, 0], [0, 0], [0, 0]])
  const [n, d, h, w] = wide.shape as [number, number, number, number, number]
  const out_d = Math.floor((d - (kd - 1) * dilations[0]! - 1) / strides[0]!) + 1
  const windows = range(kd).map((i) => {
    const from = i * dilations[0]!
    const length = (out_d - 1) * strides[0]! + 1
    const part = run_kernel('Slice', { x: wide }, { begin: [0, from, 0, 0, 0], size: [n, length, h, w, ci] })
    return strides[0] === 1 ? part : every(part, strides[0]!, out_d)
  })
  const stacked = kd === 1 ? windows[0]! : run_kernel('Concat', windows, { axis: 4 })
  const kernel = reshaped(permuted(filter, [1, 2, 0, 3, 4]), [kh, kw, kd * ci, co])
  const result = plane(reshaped(stacked, [n * out_d, h, w, kd * ci]), kernel, strides.slice(1), padding, dilations.slice(1))
  return reshaped(result, [n, out_d, ...result.shape.slice(1)])
}

/** Every `step`-th slice of the second axis, `count` of them. */
function every(x: Tensor, step: number, count: number): Tensor {
  const [n, d, ...rest] = x.shape as [number, number, ...number[]]
  const full = padded(x, [[0, 0], [0, count * step - d], ...rest.map((): [number, number] => [0, 0])])
  const groups = reshaped(full, [n, count, step * rest.reduce((a, b) => a * b, 1)])
  const inner = rest.reduce((a, b) => a * b, 1)
  return reshaped(run_kernel('Slice', { x: groups }, { begin: [0, 0, 0], size: [n, count, inner] }), [n, count, ...rest])
}

function grouped(x: Tensor, kernel: Tensor, groups: number, settings: ConvSettings): Tensor {
  const rank = x.shape.length
  const channels = x.shape[rank - 1]!
  const filters = kernel.shape[rank - 1]!
  if (groups === channels && rank <= 4) {
    const multiplier = filters / groups
    const spatial = kernel.shape.slice(0, -2)
    const depthwise = reshaped(kernel, [...spatial, channels, multiplier])
    return depthwise_convolved(x, depthwise, settings)
  }
  const sizes = new Array(groups).fill(channels / groups)
  const xs = parted(x, sizes, rank - 1)
  const kernels = parted(kernel, new Array(groups).fill(filters / groups), rank - 1)
  return run_kernel(
    'Concat',
    xs.map((part, i) => convolved(part, kernels[i]!, settings)),
    { axis: rank - 1 },
  )
}

function check_channels(channels: number, kernel_channels: number, x: Tensor, kernel: Tensor): void {
  if (channels % kernel_channels !== 0 || kernel_channels > channels) {
    throw new ValueError(
      `The number of input channels must be evenly divisible by kernel's channels. The number of input channels must match the kernel's input channels. Received: inputs.shape=${shape_text(x.shape)}, kernel.shape=${shape_text(kernel.shape)}`,
    )
  }
}

/** Runs a channels-last function on tensors of either format. */
function formatted(input: Tensor, data_format: string | null, fn: (x: Tensor) => Tensor): Tensor {
  const first = channels_first(data_format)
  const result = fn(first ? to_last(input) : input)
  return first ? to_first(result) : result
}

/** Convolution in one to three dimensions; kernel `[...window, in / groups, out]`. Padding `valid`, `same`, or `causal` for sequences. Source: keras.ops.conv. */
export const conv = /*#__PURE__*/ op2(
  { class_name: 'Conv', module: in_nn, inputs: ['inputs', 'kernel'], config: conv_config },
  (
    inputs: TensorLike,
    kernel_like: TensorLike,
    strides: PerAxis,
    padding: string,
    data_format: string | null,
    dilation_rate: PerAxis,
  ) => {
    const [given, dtype] = promote(inputs, kernel_like)
    const [x, kernel] = given.map((t) => store_as(t, 'float32'))
    const spatial = x!.shape.length - 2
    const settings = {
      strides: per_axis(strides, spatial, 'strides'),
      padding: padding_name(padding),
      dilations: per_axis(dilation_rate, spatial, 'dilation_rate'),
    }
    const result = formatted(x!, data_format, (values) => {
      check_channels(values.shape[spatial + 1]!, kernel!.shape[spatial]!, x!, kernel!)
      return convolved(values, kernel!, settings)
    })
    return finish(result, dtype)
  },
)

/** Whether the depthwise kernels of all backends know these strides. */
export function even_strides({ strides, dilations }: ConvSettings): boolean {
  return strides[0] === strides[1] && (strides[0] === 1 || (dilations[0] === 1 && dilations[1] === 1))
}

/** A depthwise convolution of channels-last float32 tensors; kernel `[...window, channels, multiplier]`. */
export function depthwise_convolved(x: Tensor, kernel: Tensor, { strides, padding, dilations }: ConvSettings): Tensor {
  if (padding === 'causal') {
    const before = dilations[0]! * (kernel.shape[0]! - 1)
    return depthwise_convolved(
      padded(x, [
        [0, 0],
        [before, 0],
        [0, 0],
      ]),
      kernel,
      { strides, padding: 'valid', dilations },
    )
  }
  if (x.shape.length === 3) {
    const filter = reshaped(kernel, [1, ...kernel.shape])
    return as_sequence(
      depthwise_convolved(as_image(x), filter, { strides: [1, strides[0]!], padding, dilations: [1, dilations[0]!] }),
    )
  }
  const even = even_strides({ strides, padding, dilations }) ? strides : [1, 1]
  const full = run_kernel(
    'DepthwiseConv2dNative',
    { x: even === strides ? x : around(x, kernel, strides, dilations, padding), filter: kernel },
    { strides: even, pad: even === strides ? padding : 'valid', dataFormat: 'NHWC', dilations, dimRoundingMode: null },
  )
  return even === strides ? full : every_row_and_column(full, strides)
}

/** The input with the padding of unequal strides, which the kernels of some backends do not know. */
function around(x: Tensor, kernel: Tensor, strides: number[], dilations: number[], padding: 'valid' | 'same'): Tensor {
  if (padding === 'valid') return x
  const pads = [0, 1].map((i) => same_padding(x.shape[i + 1]!, kernel.shape[i]!, strides[i]!, dilations[i]!))
  return padded(x, [[0, 0], pads[0]!, pads[1]!, [0, 0]])
}

function every_row_and_column(x: Tensor, strides: number[]): Tensor {
  const rows = every(x, strides[0]!, Math.ceil(x.shape[1]! / strides[0]!))
  const turned = permuted(rows, [0, 2, 1, 3])
  return permuted(every(turned, strides[1]!, Math.ceil(turned.shape[1]! / strides[1]!)), [0, 2, 1, 3])
}

/** Each channel is convolved on its own; kernel `[...window, channels, multiplier]`. Source: keras.ops.depthwise_conv. */
export const depthwise_conv = /*#__PURE__*/ op2(
  { class_name: 'DepthwiseConv', module: in_nn, inputs: ['inputs', 'kernel'], config: conv_config },
  (
    inputs: TensorLike,
    kernel_like: TensorLike,
    strides: PerAxis,
    padding: string,
    data_format: string | null,
    dilation_rate: PerAxis,
  ) => {
    const [[x, kernel], dtype] = promote_float(inputs, kernel_like)
    const spatial = x!.shape.length - 2
    const settings = {
      strides: per_axis(strides, spatial, 'strides'),
      padding: padding_name(padding),
      dilations: per_axis(dilation_rate, spatial, 'dilation_rate'),
    }
    const result = formatted(x!, data_format, (values) => {
      check_depthwise(values, kernel!, spatial)
      return depthwise_convolved(values, kernel!, settings)
    })
    return finish(result, dtype)
  },
)

function check_depthwise(x: Tensor, kernel: Tensor, spatial: number): void {
  if (x.shape[spatial + 1] !== kernel.shape[spatial]) {
    throw new ValueError(
      `The number of input channels must match the kernel's input channels. Received: inputs.shape=${shape_text(x.shape)}, kernel.shape=${shape_text(kernel.shape)}`,
    )
  }
}

/** A depthwise convolution, then a 1x1 convolution. Source: keras.ops.separable_conv. */
export const separable_conv = /*#__PURE__*/ op3(
  { class_name: 'SeparableConv', module: in_nn, inputs: ['inputs', 'depthwise_kernel', 'pointwise_kernel'], config: conv_config },
  (
    inputs: TensorLike,
    depthwise_kernel: TensorLike,
    pointwise_kernel: TensorLike,
    strides: PerAxis,
    padding: string,
    data_format: string | null,
    dilation_rate: PerAxis,
  ) => {
    const [[x, deep, point], dtype] = promote_float(inputs, depthwise_kernel, pointwise_kernel)
    const spatial = x!.shape.length - 2
    const settings = {
      strides: per_axis(strides, spatial, 'strides'),
      padding: padding_name(padding),
      dilations: per_axis(dilation_rate, spatial, 'dilation_rate'),
    }
    const ones = new Array(spatial).fill(1)
    const result = formatted(x!, data_format, (values) => {
      check_depthwise(values, deep!, spatial)
      return convolved(depthwise_convolved(values, deep!, settings), point!, { strides: ones, padding: 'valid', dilations: ones })
    })
    return finish(result, dtype)
  },
)

const transpose_config = {
  strides: 1 as PerAxis,
  padding: 'valid',
  output_padding: null as PerAxis | null,
  data_format: null as string | null,
  dilation_rate: 1 as PerAxis,
}

/** Size of the result along one axis, and how much of the full result is cut off in front. */
export function transpose_geometry(
  size: number,
  window: number,
  stride: number,
  padding: string,
  output_padding: number | null,
  dilation: number,
): [length: number, crop: number] {
  const extent = (window - 1) * dilation + 1
  const full = (size - 1) * stride + 1
  if (padding === 'valid') {
    const extra = output_padding ?? Math.max(0, stride - extent)
    return [full + extent - 1 + extra, 0]
  }
  const total = output_padding === null ? stride + extent - 2 : extent + (extent % 2) - 2 + output_padding
  const before = Math.min(Math.ceil(total / 2), extent - 1)
  return [full + total - extent + 1, extent - 1 - before]
}

/** The transposed convolution (the gradient of a convolution by its input); kernel `[...window, out, in]`. Source: keras.ops.conv_transpose. */
export const conv_transpose = /*#__PURE__*/ op2(
  { class_name: 'ConvTranspose', module: in_nn, inputs: ['inputs', 'kernel'], config: transpose_config },
  (
    inputs: TensorLike,
    kernel_like: TensorLike,
    strides: PerAxis,
    padding: string,
    output_padding: PerAxis | null,
    data_format: string | null,
    dilation_rate: PerAxis,
  ) => {
    const [[x, kernel], dtype] = promote_float(inputs, kernel_like)
    const spatial = x!.shape.length - 2
    const steps = per_axis(strides, spatial, 'strides')
    const dilations = per_axis(dilation_rate, spatial, 'dilation_rate')
    const extra =
      output_padding === null || output_padding === undefined
        ? new Array(spatial).fill(null)
        : per_axis(output_padding, spatial, 'output_padding')
    const name = padding_name(padding)
    const result = formatted(x!, data_format, (values) => {
      if (values.shape[spatial + 1] !== kernel!.shape[spatial + 1]) {
        throw new ValueError(
          `The number of input channels must match the kernel's input channels. Received: inputs.shape=${shape_text(x!.shape)}, kernel.shape=${shape_text(kernel!.shape)}`,
        )
      }
      const geometry = range(spatial).map((i) =>
        transpose_geometry(values.shape[i + 1]!, kernel!.shape[i]!, steps[i]!, name, extra[i], dilations[i]!),
      )
      return transposed_convolved(values, kernel!, steps, dilations, geometry)
    })
    return finish(result, dtype)
  },
)

function transposed_convolved(
  x: Tensor,
  kernel: Tensor,
  strides: number[],
  dilations: number[],
  geometry: [number, number][],
): Tensor {
  const spatial = strides.length
  const wide = spread_axes(kernel, 0, dilations)
  if (spatial === 1) {
    const filter = reshaped(wide, [1, ...wide.shape])
    return as_sequence(transposed_plane(as_image(x), filter, [1, strides[0]!], [[1, 0], geometry[0]!]))
  }
  if (spatial === 2) return transposed_plane(x, wide, strides, geometry)
  const stretched = spread_axes(x, 1, strides)
  const turned = permuted(flipped(wide, range(spatial)), [...range(spatial), spatial + 1, spatial])
  const pads = geometry.map(([length, crop], i): [number, number] => {
    const before = wide.shape[i]! - 1 - crop
    return [before, length - 1 + wide.shape[i]! - stretched.shape[i + 1]! - before]
  })
  const ones = new Array(spatial).fill(1)
  return convolved(padded(stretched, [[0, 0], ...pads, [0, 0]]), turned, { strides: ones, padding: 'valid', dilations: ones })
}

function transposed_plane(x: Tensor, filter: Tensor, strides: number[], geometry: [number, number][]): Tensor {
  const made: number[] = []
  const pads: [number, number][] = geometry.map(([length, crop], i) => {
    const full = (x.shape[i + 1]! - 1) * strides[i]! + filter.shape[i]!
    made[i] = Math.min(length, full - crop)
    return [crop, full - crop - made[i]!]
  })
  const inputShape = [x.shape[0]!, made[0]!, made[1]!, filter.shape[2]!]
  const cut = pads.some(([a, b]) => a > 0 || b > 0)
  const pad = cut ? [[0, 0], ...pads, [0, 0]] : 'valid'
  const result = run_kernel(
    'Conv2DBackpropInput',
    { dy: x, filter },
    { strides, pad, dataFormat: 'NHWC', inputShape, dimRoundingMode: null },
  )
  return padded(result, [
    [0, 0],
    [0, geometry[0]![0] - made[0]!],
    [0, geometry[1]![0] - made[1]!],
    [0, 0],
  ])
}

/** Zeros between the values of axes, from axis `first` on. */
function spread_axes(x: Tensor, first: number, steps: number[]): Tensor {
  let result = x
  steps.forEach((step, i) => {
    if (step === 1) return
    const axis = first + i
    const shape = result.shape
    const before = shape.slice(0, axis + 1).reduce((a, b) => a * b, 1)
    const after = shape.slice(axis + 1).reduce((a, b) => a * b, 1)
    const holes = padded(reshaped(result, [before, 1, after]), [
      [0, 0],
      [0, step - 1],
      [0, 0],
    ])
    const length = (shape[axis]! - 1) * step + 1
    const rows = reshaped(holes, [before / shape[axis]!, shape[axis]! * step, after])
    const cut = run_kernel('Slice', { x: rows }, { begin: [0, 0, 0], size: [rows.shape[0]!, length, after] })
    result = reshaped(
      cut,
      shape.map((d, j) => (j === axis ? length : d)),
    )
  })
  return result
}
