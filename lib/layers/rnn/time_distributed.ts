import type { Tensor } from '@tensorflow/tfjs-core'
import { tracing, unfilled_shape } from '../../backend/meta'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { repr } from '../../common/text'
import { class_name_of } from '../../graph/operation'
import { unstack } from '../../ops/core'
import { stack } from '../../ops/numpy/join'
import { reshape } from '../../ops/numpy/shape'
import { Wrapper, type WrapperConfig } from '../core/wrapper'
import { type CallOptions, Layer } from '../layer'

/** Layers that treat every sample alone, and always in the same way: for them time steps can be samples. */
const per_sample = new Set(
  'Dense EinsumDense Conv1D Conv2D Conv1DTranspose Conv2DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D Flatten Reshape Permute Embedding LayerNormalization RMSNormalization ReLU LeakyReLU Rescaling'.split(
    ' ',
  ),
)

/**
 * Applies a layer to every step of `[batch, time, ...]`. A mask is `[batch, time, ...]`; each step gets its part, if the layer takes masks. Source: keras.layers.TimeDistributed.
 *
 * ```ts
 * const y = new TimeDistributed({ layer: new Dense({ units: 4 }) })(ops.ones([2, 3, 5])) // shape [2, 3, 4]
 * ```
 */
export class TimeDistributed extends Wrapper {
  static override class_name = 'TimeDistributed'

  /** @throws ValueError when `layer` is no layer. */
  constructor(config: WrapperConfig) {
    if (!((config?.layer as unknown) instanceof Layer)) {
      throw new ValueError(
        `Please initialize \`TimeDistributed\` layer with a \`keras.layers.Layer\` instance. Received: ${repr(config?.layer)}`,
      )
    }
    super(config)
    this.supports_masking = true
  }

  override build(input_shape: Shape): void {
    super.build(step_shape(input_shape))
  }

  override compute_output_shape(input_shape: Shape): Shape {
    const [batch_size, ...rest] = this.layer.compute_output_shape(step_shape(input_shape)) as Shape
    return [batch_size!, input_shape[1]!, ...rest]
  }

  override call(inputs: Tensor, { training, mask }: CallOptions): Tensor {
    const [batch_size, steps, ...rest] = inputs.shape as [number, number, ...number[]]
    if (mask && (mask.shape[0] !== batch_size || mask.shape[1] !== steps)) {
      throw new ValueError(
        `The \`mask\` passed to the \`TimeDistributed\` layer has a shape that does not begin with (batch, time) = (${batch_size}, ${steps}). Received: mask.shape=${shape_text(mask.shape)}`,
      )
    }
    const declared = (this.layer.constructor as typeof Layer).call_options
    const options = 'training' in declared ? { training } : {}
    const takes_mask = Boolean(mask) && 'mask' in declared
    const unknown_steps = tracing() && unfilled_shape(inputs.shape)[1] === null
    if (unknown_steps || (!takes_mask && per_sample.has(class_name_of(this.layer.constructor)))) {
      const output: Tensor = this.layer(reshape(inputs, [batch_size * steps, ...rest]), options)
      return reshape(output, [batch_size, steps, ...output.shape.slice(1)]) as Tensor
    }
    const masks = takes_mask ? (unstack(mask, { axis: 1 }) as Tensor[]) : null
    const outputs = (unstack(inputs, { axis: 1 }) as Tensor[]).map((step, i) =>
      this.layer(step, masks === null ? options : { ...options, mask: masks[i] }),
    )
    return stack(outputs, { axis: 1 }) as Tensor
  }
}

/** The shape of one step. @throws ValueError for less than three dimensions. */
function step_shape(input_shape: Shape): Shape {
  if (!Array.isArray(input_shape) || input_shape.length < 3) {
    const text = Array.isArray(input_shape) ? shape_text(input_shape) : repr(input_shape)
    throw new ValueError(
      `\`TimeDistributed\` Layer should be passed an \`input_shape\` with at least 3 dimensions, received: ${text}`,
    )
  }
  return [input_shape[0]!, ...input_shape.slice(2)]
}
