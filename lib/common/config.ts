import { ValueError } from './errors'
import { repr } from './text'

const float_types = ['float32', 'float16', 'bfloat16', 'float64']
let current_floatx = 'float32'
let current_epsilon = 1e-7
let current_format: DataFormat = 'channels_last'

/** Where the channel axis of images is. */
export type DataFormat = 'channels_last' | 'channels_first'

/** The default float type, `float32` unless set. Source: keras.config.floatx. */
export function floatx(): string {
  return current_floatx
}

/** Sets the default float type. @throws ValueError for anything but `bfloat16`, `float16`, `float32`, `float64`. */
export function set_floatx(value: string): void {
  if (!float_types.includes(value)) {
    throw new ValueError(`Unknown \`floatx\` value: ${value}. Expected one of {'bfloat16', 'float16', 'float32', 'float64'}`)
  }
  current_floatx = value
  for (const listener of floatx_listeners) listener(value)
}

const floatx_listeners: ((value: string) => void)[] = []

/** Calls `listener` at each `set_floatx`. */
export function on_floatx_change(listener: (value: string) => void): void {
  floatx_listeners.push(listener)
}

/** The small number that keeps divisions and logarithms finite, 1e-7 unless set. Source: keras.config.epsilon. */
export function epsilon(): number {
  return current_epsilon
}

/** Sets the small number of `epsilon()`. */
export function set_epsilon(value: number): void {
  if (typeof value !== 'number') throw new ValueError(`set_epsilon: the value must be a number. Received: value=${repr(value)}`)
  current_epsilon = value
}

/** `channels_last` unless set. Source: keras.config.image_data_format. */
export function image_data_format(): DataFormat {
  return current_format
}

/** Sets the default of every `data_format` argument. @throws ValueError */
export function set_image_data_format(data_format: string): void {
  current_format = standardize_data_format(data_format)
}

/** The checked data format; null gives the default. @throws ValueError */
export function standardize_data_format(data_format: string | null | undefined): DataFormat {
  if (data_format === null || data_format === undefined) return current_format
  const format = String(data_format).toLowerCase()
  if (format !== 'channels_first' && format !== 'channels_last') {
    throw new ValueError(
      `The \`data_format\` argument must be one of {'channels_first', 'channels_last'}. Received: data_format=${data_format}`,
    )
  }
  return format
}
