import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { epsilon } from '../common/config'
import { ValueError } from '../common/errors'
import { repr } from '../common/text'
import { cast } from '../ops/core'
import * as nn from '../ops/nn'
import { add, clip, divide, log, mean, multiply, negative, power, subtract, sum } from '../ops/numpy'
import { type TensorLike, to_tensor } from '../variables/to_tensor'
import { type BinaryCrossentropyOptions, smooth_binary, smooth_classes } from './crossentropy'
import type { LossConfig } from './loss'
import { as_tensors } from './targets'
import { NamedLoss } from './wrapper'

export interface FocalOptions extends BinaryCrossentropyOptions {
  /** Weight of class 1. Default 0.25. */
  alpha?: number
  /** How much well-classified samples lose weight. Default 2. */
  gamma?: number
}

export interface BinaryFocalOptions extends FocalOptions {
  /** Whether `alpha` is applied. Default false. */
  apply_class_balancing?: boolean
}

/** Binary cross-entropy that weighs hard samples more. Source: keras.losses.binary_focal_crossentropy. */
export function binary_focal_crossentropy(
  y_true: TensorLike,
  y_pred: TensorLike,
  {
    apply_class_balancing = false,
    alpha = 0.25,
    gamma = 2,
    from_logits = false,
    label_smoothing = 0,
    axis = -1,
  }: BinaryFocalOptions = {},
): Tensor {
  return scoped(() => {
    const [given, raw] = as_tensors(y_true, y_pred)
    const target = smooth_binary(given, label_smoothing)
    const output = from_logits ? (nn.sigmoid(raw) as Tensor) : raw
    const losses = nn.binary_crossentropy(target, output, { from_logits: false })
    const hit = add(multiply(target, output), multiply(subtract(1, target), subtract(1, output)))
    let focal = multiply(power(subtract(1, hit), gamma), losses)
    if (apply_class_balancing) {
      focal = multiply(add(multiply(target, alpha), multiply(subtract(1, target), 1 - alpha)), focal)
    }
    return mean(focal, axis) as Tensor
  })
}

/** Categorical cross-entropy that weighs hard samples more. Source: keras.losses.categorical_focal_crossentropy. */
export function categorical_focal_crossentropy(
  y_true: TensorLike,
  y_pred: TensorLike,
  { alpha = 0.25, gamma = 2, from_logits = false, label_smoothing = 0, axis = -1 }: FocalOptions = {},
): Tensor {
  return scoped(() => {
    const [given, raw] = as_tensors(y_true, y_pred)
    const target = smooth_classes(given, label_smoothing)
    const scores = from_logits ? nn.softmax(raw, { axis }) : raw
    const output = clip(divide(scores, sum(scores, { axis, keepdims: true })), epsilon(), 1 - epsilon())
    const losses = multiply(negative(target), log(output))
    return sum(multiply(multiply(power(subtract(1, output), gamma), alpha), losses), axis) as Tensor
  })
}

/** `(1 - p^q) / q`, p the probability of the true class. Source: keras.losses.categorical_generalized_cross_entropy. */
export function categorical_generalized_cross_entropy(
  y_true: TensorLike,
  y_pred: TensorLike,
  { q = 0.5 }: { q?: number } = {},
): Tensor {
  if (!(q > 0 && q < 1)) throw new ValueError(`q must be in the interval (0, 1). Received: q=${repr(q)}`)
  return scoped(() => {
    const [, output] = as_tensors(0, y_pred)
    const classes = output.shape[output.shape.length - 1]!
    const target = nn.one_hot(cast(to_tensor(y_true), 'int32'), classes)
    const hit = sum(multiply(output, target), -1)
    return divide(subtract(1, power(hit, q)), q) as Tensor
  })
}

/** Focal loss of two classes. Source: keras.losses.BinaryFocalCrossentropy. */
export class BinaryFocalCrossentropy extends NamedLoss {
  static override class_name = 'BinaryFocalCrossentropy'
  constructor(config?: LossConfig & BinaryFocalOptions) {
    super(binary_focal_crossentropy, config, {
      name: 'binary_focal_crossentropy',
      from_logits: false,
      label_smoothing: 0,
      axis: -1,
      apply_class_balancing: false,
      alpha: 0.25,
      gamma: 2,
    })
  }
}

/** Focal loss of classes. Source: keras.losses.CategoricalFocalCrossentropy. */
export class CategoricalFocalCrossentropy extends NamedLoss {
  static override class_name = 'CategoricalFocalCrossentropy'
  constructor(config?: LossConfig & FocalOptions) {
    super(categorical_focal_crossentropy, config, {
      name: 'categorical_focal_crossentropy',
      from_logits: false,
      label_smoothing: 0,
      axis: -1,
      alpha: 0.25,
      gamma: 2,
    })
  }
}

/** Cross-entropy that bears wrong labels. Source: keras.losses.CategoricalGeneralizedCrossEntropy. */
export class CategoricalGeneralizedCrossEntropy extends NamedLoss {
  static override class_name = 'CategoricalGeneralizedCrossEntropy'
  declare readonly q: number
  /** @throws ValueError when `q` is not between 0 and 1. */
  constructor(config?: LossConfig & { q?: number }) {
    super(categorical_generalized_cross_entropy, config, { name: 'categorical_generalized_cross_entropy', q: 0.5 })
    if (!(this.q > 0 && this.q < 1)) throw new ValueError(`q must be in the interval (0, 1). Received: q=${repr(this.q)}`)
  }
}
