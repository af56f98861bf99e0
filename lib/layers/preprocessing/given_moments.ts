import { ValueError } from '../../common/errors'
import { is_serialized } from '../../common/serialized'
import { shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { is_tensor, nested_shape } from '../../variables/to_tensor'

/** Numbers and nested arrays of what stands for them: tensors, typed arrays, the serialised form of an array. */
export function plain_numbers(value: unknown): unknown {
  if (is_serialized(value)) return value.config.value
  if (is_tensor(value)) return value.arraySync()
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>)
  return Array.isArray(value) ? value.map(plain_numbers) : value
}

/** @throws ValueError when only one of mean and variance is given, or their shapes do not fit each other or the axes. */
export function check_given_moments(mean: unknown, variance: unknown, axis: readonly number[]): void {
  if ((mean === null) !== (variance === null)) {
    throw new ValueError(
      `When setting values directly, both \`mean\` and \`variance\` must be set. Received: mean=${repr(mean)} and variance=${repr(variance)}`,
    )
  }
  const [mean_shape, variance_shape] = [nested_shape(mean), nested_shape(variance)]
  if (shape_text(mean_shape) !== shape_text(variance_shape)) {
    throw new ValueError(
      `When setting values directly, \`mean\` and \`variance\` must have the same shape. Received: mean shape ${shape_text(mean_shape)} and variance shape ${shape_text(variance_shape)}`,
    )
  }
  if (mean_shape.length > axis.length) {
    throw new ValueError(
      `The rank of \`mean\` must be less than or equal to the number of axes (${axis.length}). Received: mean shape ${shape_text(mean_shape)} for axis ${repr(axis)}`,
    )
  }
}
