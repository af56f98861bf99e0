import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { cast, convert_to_tensor } from '../../ops/core'
import { mean, variance } from '../../ops/numpy/reduce'
import { broadcast_to, reshape } from '../../ops/numpy/shape'
import type { TensorLike } from '../../variables/to_tensor'

/** The axes of inputs whose places have numbers of their own; the others are as one. */
export class KeptAxes {
  private readonly kept: readonly number[]

  /** @throws ValueError for an axis that the input does not have, or whose size is unknown. */
  constructor(
    axis: readonly number[],
    private readonly input_shape: Shape,
  ) {
    const rank = input_shape.length
    if (axis.some((one) => one < -rank || one >= rank)) {
      throw new ValueError(
        `All \`axis\` values must be in the range [-ndim, ndim). Received inputs with ndim=${rank}, while axis=${repr(axis)}`,
      )
    }
    this.kept = axis.map((one) => (one < 0 ? one + rank : one)).sort((a, b) => a - b)
    const unknown = this.kept.find((one) => input_shape[one] === null)
    if (unknown !== undefined) {
      throw new ValueError(
        `All \`axis\` values to be kept must have a known shape. Received axis=${repr(axis)}, inputs.shape=${shape_text(input_shape)}, with unknown axis at index ${unknown}`,
      )
    }
  }

  /** The sizes of the kept axes. */
  get shape(): number[] {
    return this.kept.map((axis) => this.input_shape[axis]!)
  }

  /** Mean and variance of a batch, and how many values each of them is of. @throws ValueError for data of another shape. */
  moments_of(batch: TensorLike): [mean: Tensor, variance: Tensor, size: number] {
    const x = cast(convert_to_tensor(batch), 'float32')
    if (x.shape.length !== this.input_shape.length || this.kept.some((axis) => x.shape[axis] !== this.input_shape[axis])) {
      throw new ValueError(
        `The layer was built with input_shape=${shape_text(this.input_shape)}, but adapt() is being called with data with an incompatible shape, data.shape=${shape_text(x.shape)}`,
      )
    }
    const axes = x.shape.map((_, axis) => axis).filter((axis) => !this.kept.includes(axis))
    return [mean(x, { axis: axes }), variance(x, axes, false), axes.reduce((size, axis) => size * x.shape[axis]!, 1)]
  }

  /** Values of the last kept axes in the shape in which they meet inputs: the sizes of the kept axes, 1 in the others. */
  spread(values: Tensor): Tensor {
    const shape: number[] = this.input_shape.map(() => 1)
    const whole = this.input_shape.map((size, axis) => (this.kept.includes(axis) ? size! : 1))
    for (let i = 1; i <= values.shape.length; i++) shape[this.kept.at(-i)!] = values.shape.at(-i)!
    return broadcast_to(reshape(values, shape), whole)
  }
}
