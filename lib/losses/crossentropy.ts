import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { epsilon } from '../common/config'
import { ValueError } from '../common/errors'
import { shape_text } from '../common/shape'
import { repr, type_text } from '../common/text'
import { set_keras_mask } from '../graph/masking'
import { cast } from '../ops/core'
import * as nn from '../ops/nn'
import { logits_of } from '../ops/nn/logits'
import { add, clip, divide, log, mean, multiply, not_equal, reshape, squeeze, subtract, sum, where } from '../ops/numpy'
import { type TensorLike, tensor_dtype } from '../variables/to_tensor'
import { fused_entropy } from './entropy'
import type { LossConfig } from './loss'
import { as_tensors } from './targets'
import { NamedLoss } from './wrapper'

export interface BinaryCrossentropyOptions {
  /** Whether `y_pred` holds logits rather than probabilities. Default false. */
  from_logits?: boolean
  /** Moves the labels towards 0.5 (or the mean over classes). Default 0. */
  label_smoothing?: number
  /** Default -1. */
  axis?: number
}

export interface SparseCrossentropyOptions {
  from_logits?: boolean
  /** A label whose samples do not count. Default null. */
  ignore_class?: number | null
  axis?: number
}

/** @throws ValueError when `axis` is not an integer. */
function check_axis(axis: unknown): void {
  if (typeof axis !== 'number') {
    throw new ValueError(`\`axis\` must be of type \`int\`. Received: axis=${repr(axis)} of type ${type_text(axis)}`)
  }
}

/** Labels mixed with the uniform distribution. */
export function smooth_classes(target: Tensor, label_smoothing: number): Tensor {
  if (label_smoothing === 0) return target
  const classes = target.shape[target.shape.length - 1]!
  return add(multiply(target, 1 - label_smoothing), label_smoothing / classes) as Tensor
}

/** Labels of 0 and 1 moved towards 0.5. */
export function smooth_binary(target: Tensor, label_smoothing: number): Tensor {
  return label_smoothing === 0 ? target : (add(multiply(target, 1 - label_smoothing), 0.5 * label_smoothing) as Tensor)
}

/** The cross-entropy of each value. Of the result of a sigmoid it is that of the logits. */
function binary_entropy(target: Tensor, output: Tensor, from_logits: boolean): Tensor {
  const logits = from_logits ? output : logits_of(output, 'sigmoid')
  const fused = logits === null ? null : fused_entropy('sigmoid', target, logits)
  return fused ?? (nn.binary_crossentropy(target, logits ?? output, { from_logits: logits !== null }) as Tensor)
}

/** The cross-entropy of each sample. Of the result of a softmax it is that of the logits. */
function class_entropy(sparse: boolean, target: Tensor, output: Tensor, from_logits: boolean, axis: number): Tensor {
  const is_last = axis === -1 || axis === output.shape.length - 1
  const logits = from_logits ? output : is_last ? logits_of(output, 'softmax') : null
  const fused = logits === null || !is_last ? null : fused_entropy(sparse ? 'sparse' : 'softmax', target, logits)
  if (fused !== null) return fused
  const entropy = sparse ? nn.sparse_categorical_crossentropy : nn.categorical_crossentropy
  return entropy(target, logits ?? output, { from_logits: logits !== null, axis }) as Tensor
}

/** Cross-entropy of labels between 0 and 1, mean over `axis`. Source: keras.losses.binary_crossentropy. */
export function binary_crossentropy(
  y_true: TensorLike,
  y_pred: TensorLike,
  { from_logits = false, label_smoothing = 0, axis = -1 }: BinaryCrossentropyOptions = {},
): Tensor {
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    return mean(binary_entropy(smooth_binary(target, label_smoothing), output, from_logits), axis) as Tensor
  })
}

/** Cross-entropy of one-hot or soft labels. Source: keras.losses.categorical_crossentropy. */
export function categorical_crossentropy(
  y_true: TensorLike,
  y_pred: TensorLike,
  { from_logits = false, label_smoothing = 0, axis = -1 }: BinaryCrossentropyOptions = {},
): Tensor {
  check_axis(axis)
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    if (output.shape[output.shape.length - 1] === 1) {
      console.warn(
        `keras-tfjs: In loss categorical_crossentropy, expected y_pred.shape to be (batch_size, num_classes) with num_classes > 1. Received: y_pred.shape=${shape_text(output.shape)}. Consider using 'binary_crossentropy' if you only have 2 classes.`,
      )
    }
    return class_entropy(false, smooth_classes(target, label_smoothing), output, from_logits, axis)
  })
}

/** Cross-entropy of integer labels. Source: keras.losses.sparse_categorical_crossentropy. */
export function sparse_categorical_crossentropy(
  y_true: TensorLike,
  y_pred: TensorLike,
  { from_logits = false, ignore_class = null, axis = -1 }: SparseCrossentropyOptions = {},
): Tensor {
  return scoped(() => {
    const [given, output] = as_tensors(y_true, y_pred)
    const rank = output.shape.length
    let target = given.shape.length === rank && given.shape[rank - 1] === 1 ? (squeeze(given, -1) as Tensor) : given
    if (ignore_class === null) return class_entropy(true, target, output, from_logits, axis)
    const valid = not_equal(target, ignore_class) as Tensor
    target = multiply(target, cast(valid, tensor_dtype(target))) as Tensor
    const losses = class_entropy(true, target, output, from_logits, axis)
    const mask = reshape(valid, losses.shape) as Tensor
    const result = where(mask, losses, 0) as Tensor
    set_keras_mask(result, mask)
    return result
  })
}

/** `sum(y_true * log(y_true / y_pred))` over the last axis. Source: keras.losses.kl_divergence. */
export function kl_divergence(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    const p = clip(target, epsilon(), 1)
    const q = clip(output, epsilon(), 1)
    return sum(multiply(p, log(divide(p, q))), -1) as Tensor
  })
}

/** `mean(y_pred - y_true * log(y_pred))` over the last axis. Source: keras.losses.poisson. */
export function poisson(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    return mean(subtract(output, multiply(target, log(add(output, epsilon())))), -1) as Tensor
  })
}

export interface BinaryCrossentropyConfig extends LossConfig, BinaryCrossentropyOptions {}
export interface SparseCategoricalCrossentropyConfig extends LossConfig, SparseCrossentropyOptions {}

/** Cross-entropy of two classes. Source: keras.losses.BinaryCrossentropy. */
export class BinaryCrossentropy extends NamedLoss {
  static override class_name = 'BinaryCrossentropy'
  declare readonly from_logits: boolean
  declare readonly label_smoothing: number
  declare readonly axis: number
  constructor(config?: BinaryCrossentropyConfig) {
    super(binary_crossentropy, config, { name: 'binary_crossentropy', from_logits: false, label_smoothing: 0, axis: -1 })
  }
}

/** Cross-entropy of one-hot labels. Source: keras.losses.CategoricalCrossentropy. */
export class CategoricalCrossentropy extends NamedLoss {
  static override class_name = 'CategoricalCrossentropy'
  declare readonly from_logits: boolean
  declare readonly label_smoothing: number
  declare readonly axis: number
  constructor(config?: BinaryCrossentropyConfig) {
    super(categorical_crossentropy, config, {
      name: 'categorical_crossentropy',
      from_logits: false,
      label_smoothing: 0,
      axis: -1,
    })
  }
}

/** Cross-entropy of integer labels. Source: keras.losses.SparseCategoricalCrossentropy. */
export class SparseCategoricalCrossentropy extends NamedLoss {
  static override class_name = 'SparseCategoricalCrossentropy'
  static override unsaved = ['axis']
  declare readonly from_logits: boolean
  declare readonly ignore_class: number | null
  declare readonly axis: number
  constructor(config?: SparseCategoricalCrossentropyConfig) {
    super(sparse_categorical_crossentropy, config, {
      name: 'sparse_categorical_crossentropy',
      from_logits: false,
      ignore_class: null,
      axis: -1,
    })
  }
}

/** Kullback-Leibler divergence. Source: keras.losses.KLDivergence. */
export class KLDivergence extends NamedLoss {
  static override class_name = 'KLDivergence'
  constructor(config?: LossConfig) {
    super(kl_divergence, config, { name: 'kl_divergence' })
  }
}

/** Poisson loss. Source: keras.losses.Poisson. */
export class Poisson extends NamedLoss {
  static override class_name = 'Poisson'
  constructor(config?: LossConfig) {
    super(poisson, config, { name: 'poisson' })
  }
}
