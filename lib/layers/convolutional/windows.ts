import type { Tensor } from '@tensorflow/tfjs-core'
import { type DataFormat, standardize_data_format } from '../../common/config'
import { TypeError, ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { reshape } from '../../ops/numpy/shape'
import { standardize_padding, standardize_tuple } from '../arguments'

/** The attributes of a layer that moves a window over its input. */
export interface Windowed {
  kernel_size: number[]
  strides: number[]
  dilation_rate: number[]
  padding: string
  data_format: DataFormat
}

/** Puts the attributes into their standard forms. @throws ValueError that names the argument. */
export function standardize_windows(layer: Windowed, rank: number, allow_causal = false): void {
  layer.kernel_size = standardize_tuple(layer.kernel_size, rank, 'kernel_size')
  layer.strides = standardize_tuple(layer.strides, rank, 'strides')
  layer.dilation_rate = standardize_tuple(layer.dilation_rate, rank, 'dilation_rate')
  layer.padding = standardize_padding(layer.padding, allow_causal)
  layer.data_format = standardize_data_format(layer.data_format)
}

/** @throws ValueError when a number of channels is not positive. */
export function check_positive(name: string, value: number): void {
  if (Number.isInteger(value) && value > 0) return
  throw new ValueError(`Invalid value for argument \`${name}\`. Expected a strictly positive value. Received ${name}=${value}.`)
}

/** @throws ValueError for strides together with dilation. */
export function check_strides({ strides, dilation_rate }: Windowed): void {
  if (Math.max(...strides) === 1 || Math.max(...dilation_rate) === 1) return
  throw new ValueError(
    `\`strides > 1\` not supported in conjunction with \`dilation_rate > 1\`. Received: strides=${shape_text(strides)} and dilation_rate=${shape_text(dilation_rate)}`,
  )
}

/** The axis of the channels and their number. @throws TypeError when it is unknown. */
export function input_channels({ data_format }: Windowed, input_shape: Shape): [axis: number, channels: number] {
  const axis = data_format === 'channels_last' ? -1 : 1
  const channels = input_shape.at(axis)
  if (channels === null || channels === undefined)
    throw new TypeError(`The number of input channels must be known. Received: input_shape=${shape_text(input_shape)}`)
  return [axis, channels]
}

/** @throws ValueError when the windows do not fit into an input of this shape. */
export function check_output_size({ padding, kernel_size, dilation_rate, data_format }: Windowed, input_shape: Shape): void {
  if (padding !== 'valid') return
  const first = data_format === 'channels_last' ? 1 : 2
  kernel_size.forEach((size, i) => {
    const length = input_shape[first + i]
    if (length === null || length === undefined || length > dilation_rate[i]! * (size - 1)) return
    throw new ValueError(
      `Computed output size would be zero or negative. Received: \`inputs shape=${shape_text(input_shape)}\`, \`kernel_size=${shape_text(kernel_size)}\`, \`dilation_rate=${shape_text(dilation_rate)}\`.`,
    )
  })
}

/** A vector of channels in the shape that is added to channels-last or channels-first results. */
export function along_channels(bias: Tensor, rank: number, data_format: DataFormat): Tensor {
  return data_format === 'channels_last' ? bias : reshape(bias, [1, bias.shape[0]!, ...new Array(rank).fill(1)])
}
