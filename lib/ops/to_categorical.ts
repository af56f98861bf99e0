import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import type { TensorLike } from '../variables/to_tensor'
import { as_tensor } from './convert'
import { cast } from './core'
import { one_hot } from './nn/encoding'
import { squeeze } from './numpy/shape'

/**
 * Class numbers as rows with a one: `[n]` or `[n, 1]` to `[n, num_classes]`, float32. Without `num_classes` it is the largest number plus one, which reads the values.
 * Source: keras.utils.to_categorical.
 *
 * ```ts
 * to_categorical([0, 2], { num_classes: 3 }) // [[1, 0, 0], [0, 0, 1]]
 * ```
 * @throws ValueError for a number of classes that is no positive integer.
 */
export function to_categorical(x: TensorLike, { num_classes = null }: { num_classes?: number | null } = {}): Tensor {
  if (num_classes !== null && (!Number.isInteger(num_classes) || num_classes < 1)) {
    throw new ValueError(`to_categorical: \`num_classes\` must be a positive integer. Received: num_classes=${repr(num_classes)}`)
  }
  return scoped(() => {
    const given = cast(as_tensor(x), 'int32') as Tensor
    const numbers = given.shape.length > 1 && given.shape.at(-1) === 1 ? (squeeze(given, { axis: -1 }) as Tensor) : given
    const count = num_classes ?? (numbers.dataSync() as Int32Array).reduce((most, k) => Math.max(most, k), -1) + 1
    return one_hot(numbers, count) as Tensor
  })
}
