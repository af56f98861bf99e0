import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { get_keras_mask, set_keras_mask } from '../../graph/masking'
import { logical_or, where } from '../../ops/numpy/comparison'
import { any } from '../../ops/numpy/reduce'
import { broadcast_to, expand_dims } from '../../ops/numpy/shape'
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
    this.compute_output_shape(shapes)
  }

  override compute_output_shape(input_shape: any): any {
    const shapes = input_shape as Shape[]
    const batch = shapes.map((shape) => shape[0]!).find((d) => d !== null) ?? null
    return [batch, ...shapes.map((shape) => shape.slice(1)).reduce(merged_shape)]
  }

  override call(inputs: Tensor[]): Tensor {
    check_list(inputs)
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

/** @throws ValueError when the inputs of a built layer are no list. */
export function check_list(inputs: unknown): void {
  if (!Array.isArray(inputs))
    throw new ValueError(
      `A merge layer should be called on a list of inputs. Received: inputs=${repr(inputs)} (not a list of tensors)`,
    )
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

/** The masks of the inputs in the shape of these. */
export function wide_masks(inputs: Tensor[]): (Tensor | null)[] {
  return inputs.map((x) => {
    const mask = get_keras_mask(x)
    return mask === null ? null : broadcast_to(expand_dims(mask, { axis: -1 }), x.shape)
  })
}

/** Merges tensor by tensor, with values under a mask left out; the mask of the result is that of all. */
export function merge_masked(merge: (a: Tensor, b: Tensor) => Tensor, inputs: Tensor[]): Tensor {
  const masks = wide_masks(inputs)
  let result = inputs[0]!
  let kept: Tensor | null = masks[0]!
  for (let i = 1; i < inputs.length; i++) {
    const mask: Tensor | null = masks[i]!
    const value = mask === null ? inputs[i]! : where(mask, inputs[i]!, result)
    result = merge(kept === null ? result : where(kept, result, value), value)
    kept = kept === null || mask === null ? null : logical_or(kept, mask)
  }
  if (kept !== null) set_keras_mask(result, any(kept, { axis: -1 }))
  return result
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
