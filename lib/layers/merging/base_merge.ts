import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { logical_or } from '../../ops/numpy/comparison'
import { expand_dims } from '../../ops/numpy/shape'
import { Layer, type LayerConfig } from '../layer'

/** Combines a list of tensors of broadcastable shapes. Lower ranks get axes of size 1 behind the batch. */
export abstract class Merge extends Layer {
  static override call_options = {}

  constructor(config: LayerConfig = {}) {
    super(config)
    this.supports_masking = true
  }

  /** Combines tensors of one rank. */
  protected abstract merge(inputs: Tensor[]): Tensor

  /** Checks the shapes. @throws ValueError */
  override build(input_shape: any): void {
    if (!Array.isArray(input_shape[0])) {
      throw new ValueError(
        `A merge layer should be called on a list of inputs. Received: input_shape=${shape_text(input_shape)} (not a list of shapes)`,
      )
    }
    const shapes = input_shape as Shape[]
    const batches = new Set(shapes.filter((shape) => shape.length > 0 && shape[0] !== null).map((shape) => shape[0]))
    if (batches.size > 1)
      throw new ValueError(`Cannot merge tensors with different batch sizes. Received tensors with shapes ${shape_text(shapes)}`)
    shapes.map((shape) => shape.slice(1)).reduce(merged_shape)
  }

  override call(inputs: Tensor[]): Tensor {
    const rank = Math.max(...inputs.map((x) => x.shape.length))
    return this.merge(inputs.map((x) => padded_rank(x, rank)))
  }

  /** True where any of the masks is; none unless all inputs have one. @throws ValueError when inputs and masks are not lists of one length. */
  override compute_mask(inputs: any, mask: any = null): any {
    if (mask === null) return null
    check_masks(inputs, mask)
    return mask.some((one: unknown) => one === null) ? null : mask.reduce((a: Tensor, b: Tensor) => logical_or(a, b))
  }
}

/** @throws ValueError when inputs and masks are not lists of one length. */
export function check_masks(inputs: unknown, mask: unknown): void {
  if (!Array.isArray(mask)) throw new ValueError(`\`mask\` should be a list. Received: mask=${repr(mask)}`)
  if (!Array.isArray(inputs)) throw new ValueError(`\`inputs\` should be a list. Received: inputs=${repr(inputs)}`)
  if (mask.length !== inputs.length) {
    throw new ValueError(
      `The lists \`inputs\` and \`mask\` should have the same length. Received: inputs=${repr(inputs)} of length ${inputs.length}, and mask=${repr(mask)} of length ${mask.length}`,
    )
  }
}

function padded_rank(x: Tensor, rank: number): Tensor {
  let result = x
  while (result.shape.length < rank) result = expand_dims(result, { axis: 1 })
  return result
}

function merged_shape(a: Shape, b: Shape): Shape {
  if (a.length < b.length) return merged_shape(b, a)
  const offset = a.length - b.length
  return a.map((d, i) => {
    if (i < offset) return d
    const other = b[i - offset]!
    if (d === null || other === null) return null
    if (d !== 1 && other !== 1 && d !== other)
      throw new ValueError(`Inputs have incompatible shapes. Received shapes ${shape_text(a)} and ${shape_text(b)}`)
    return d === 1 ? other : d
  })
}
