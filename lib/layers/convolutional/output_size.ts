import type { DataFormat } from '../../common/config'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'

interface Windowed {
  padding: string
  strides: number[]
  dilation_rate: number[]
  data_format: DataFormat
}

/** @throws ValueError when windows of `kernel_size` do not fit into an input of this shape. */
export function check_output_size(
  { padding, dilation_rate, data_format }: Windowed,
  input_shape: Shape,
  kernel_size: number[],
): void {
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
