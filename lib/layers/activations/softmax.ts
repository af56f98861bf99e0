import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { type Shape, shape_text } from '../../common/shape'
import { dtype } from '../../ops/core'
import { lowest_score } from '../../ops/float_range'
import { softmax } from '../../ops/nn/activations'
import { greater, where } from '../../ops/numpy/comparison'
import { type CallOptions, Layer, type LayerConfig } from '../layer'
import type { Resolved } from '../types'

export interface SoftmaxConfig extends LayerConfig {
  /** The axis, or the axes together, along which the results sum to 1. Default -1. */
  axis?: number | number[]
}
export interface Softmax extends Resolved<SoftmaxConfig> {}

/** `exp(x) / sum(exp(x))`. A mask that broadcasts to the inputs leaves places out: they get 0. Source: keras.layers.Softmax. */
export class Softmax extends Layer {
  static override class_name = 'Softmax'
  static override defaults = { axis: -1 }
  static override call_options = { mask: null }
  static override built_at_init = true

  constructor(config: SoftmaxConfig = {}) {
    super(config)
    this.supports_masking = true
  }

  /** @throws ValueError when the mask does not broadcast to the inputs. */
  override call(x: Tensor, { mask }: CallOptions): Tensor {
    if (mask === null) return softmax(x, { axis: this.axis })
    check_mask(mask, x)
    const kept = dtype(mask) === 'bool' ? mask : greater(mask, 0.5)
    const logits = where(kept, x, dtype(x) === 'float16' ? -3e4 : lowest_score())
    return where(kept, softmax(logits, { axis: this.axis }), 0)
  }

  override compute_output_shape(input_shape: Shape): Shape {
    return input_shape
  }
}

function check_mask(mask: Tensor, x: Tensor): void {
  const received = `Received: inputs.shape=${shape_text(x.shape)}, mask.shape=${shape_text(mask.shape)}`
  const offset = x.shape.length - mask.shape.length
  if (offset < 0)
    throw new ValueError(`The \`mask\` must be broadcastable to \`inputs\` and must not have more dimensions. ${received}`)
  if (mask.shape.some((d, i) => d !== 1 && d !== x.shape[offset + i])) {
    throw new ValueError(
      `The \`mask\` must be broadcastable to \`inputs\`. Each mask dimension must be 1 or match the corresponding input dimension. ${received}`,
    )
  }
}
