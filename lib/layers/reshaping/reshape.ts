import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { KerasTensor } from '../../graph/keras_tensor'
import { reshape } from '../../ops/numpy/shape'
import { Layer, type LayerConfig, required } from '../layer'
import type { Resolved } from '../types'

export interface ReshapeConfig extends LayerConfig {
  /** Without the batch. One entry may be -1: it takes what is left. */
  target_shape: number[]
}
export interface Reshape extends Resolved<ReshapeConfig> {}

/**
 * Another shape for each element of the batch: `[batch, ...]` to `[batch, ...target_shape]`. Source: keras.layers.Reshape.
 *
 * ```ts
 * new Reshape({ target_shape: [-1, 2, 2] })(Input({ shape: [12] })) // shape [null, 3, 2, 2]
 * ```
 */
export class Reshape extends Layer {
  static override class_name = 'Reshape'
  static override defaults = { target_shape: required }
  static override call_options = {}
  static override built_at_init = true

  /** @throws ValueError for a target with a dimension below -1 or several of -1. */
  constructor(config: ReshapeConfig) {
    super(config)
    this.target_shape = [...this.target_shape]
    const text = shape_text(this.target_shape)
    if (this.target_shape.some((d) => d < -1)) {
      throw new ValueError(
        `Each dimension in \`target_shape\` must be a non-negative integer, or \`-1\` for a single unknown dimension. Received: target_shape=${text}.`,
      )
    }
    if (this.target_shape.filter((d) => d === -1).length > 1)
      throw new ValueError(
        `There must be at most one unknown dimension (-1) in \`target_shape\`. Received: target_shape=${text}.`,
      )
  }

  override call(x: Tensor): Tensor {
    return reshape(x, [x.shape[0]!, ...(this.resolve(x.shape.slice(1)) as number[])])
  }

  override compute_output_spec(inputs: KerasTensor): KerasTensor {
    return new KerasTensor(this.compute_output_shape(inputs.shape), { dtype: inputs.dtype, sparse: inputs.sparse })
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return [input_shape[0]!, ...this.resolve(input_shape.slice(1))]
  }

  /** The target for inputs of a shape; an unknown size leaves -1 unknown. */
  private resolve(shape: Shape): Shape {
    const { target_shape } = this
    if (shape.includes(null)) return target_shape.map((d) => (d === -1 ? null : d))
    const size = (shape as number[]).reduce((product, d) => product * d, 1)
    const known = target_shape.reduce((product, d) => (d === -1 ? product : product * d), 1)
    const open = target_shape.includes(-1)
    if (open ? known === 0 || size % known !== 0 : size !== known) {
      const why = open ? `, and the input size cannot be divided by the specified dimensions` : ''
      throw new ValueError(
        `The total size of the tensor must be unchanged${why}. Received: input_shape=${shape_text(shape)}, target_shape=${shape_text(target_shape)}`,
      )
    }
    return target_shape.map((d) => (d === -1 ? size / known : d))
  }
}
