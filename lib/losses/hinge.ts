import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { add, all, equal, logical_or, max, maximum, mean, multiply, square, subtract, sum, where } from '../ops/numpy'
import type { TensorLike } from '../variables/to_tensor'
import type { LossConfig } from './loss'
import { as_tensors } from './targets'
import { NamedLoss } from './wrapper'

/** Labels of 0 and 1 become -1 and 1; others stay. */
function signed_labels(y_true: Tensor): Tensor {
  const is_binary = all(logical_or(equal(y_true, 0), equal(y_true, 1)))
  return where(is_binary, subtract(multiply(y_true, 2), 1), y_true) as Tensor
}

function margins(y_true: TensorLike, y_pred: TensorLike): Tensor {
  const [target, output] = as_tensors(y_true, y_pred)
  return maximum(subtract(1, multiply(signed_labels(target), output)), 0) as Tensor
}

/** `mean(max(1 - y_true * y_pred, 0))` over the last axis; labels are -1 and 1, or 0 and 1. Source: keras.losses.hinge. */
export function hinge(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => mean(margins(y_true, y_pred), -1) as Tensor)
}

/** `mean(max(1 - y_true * y_pred, 0)²)` over the last axis. Source: keras.losses.squared_hinge. */
export function squared_hinge(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => mean(square(margins(y_true, y_pred)), -1) as Tensor)
}

/** `max(neg - pos + 1, 0)`, pos the score of the true class, neg the best other one. Source: keras.losses.categorical_hinge. */
export function categorical_hinge(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    const positive = sum(multiply(target, output), -1)
    const negative = max(multiply(subtract(1, target), output), -1)
    return maximum(add(subtract(negative, positive), 1), 0) as Tensor
  })
}

/** Hinge loss. Source: keras.losses.Hinge. */
export class Hinge extends NamedLoss {
  static override class_name = 'Hinge'
  constructor(config?: LossConfig) {
    super(hinge, config, { name: 'hinge' })
  }
}

/** Squared hinge loss. Source: keras.losses.SquaredHinge. */
export class SquaredHinge extends NamedLoss {
  static override class_name = 'SquaredHinge'
  constructor(config?: LossConfig) {
    super(squared_hinge, config, { name: 'squared_hinge' })
  }
}

/** Hinge loss of classes. Source: keras.losses.CategoricalHinge. */
export class CategoricalHinge extends NamedLoss {
  static override class_name = 'CategoricalHinge'
  constructor(config?: LossConfig) {
    super(categorical_hinge, config, { name: 'categorical_hinge' })
  }
}
