import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { floatx } from '../common/config'
import { squeeze_or_expand_to_same_rank } from '../losses/reduction'
import { as_tensors } from '../losses/targets'
import { cast } from '../ops/core'
import { in_top_k } from '../ops/math'
import { any, argmax, equal, expand_dims, greater, reshape, squeeze, take } from '../ops/numpy'
import { type TensorLike, tensor_dtype, to_tensor } from '../variables/to_tensor'
import type { MetricConfig } from './metric'
import { NamedMetric } from './reduction'

function matches_of(a: Tensor, b: Tensor): Tensor {
  return cast(equal(a, b), floatx()) as Tensor
}

/** 1 where the prediction equals the label. Source: keras.metrics.accuracy. */
export function accuracy(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const output = to_tensor(y_pred)
    const [target, same] = squeeze_or_expand_to_same_rank(to_tensor(y_true, tensor_dtype(output)), output)
    return matches_of(target, same)
  })
}

/** 1 where `y_pred > threshold` is the label. Source: keras.metrics.binary_accuracy. */
export function binary_accuracy(
  y_true: TensorLike,
  y_pred: TensorLike,
  { threshold = 0.5 }: { threshold?: number | null } = {},
): Tensor {
  return scoped(() => {
    const [given, raw] = as_tensors(y_true, y_pred)
    const [target, output] = squeeze_or_expand_to_same_rank(given, raw)
    const label = cast(greater(output, threshold ?? 0.5), tensor_dtype(target)) as Tensor
    return matches_of(target, label)
  })
}

/** 1 where the best class is the true one. `y_true` is one-hot. Source: keras.metrics.categorical_accuracy. */
export function categorical_accuracy(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const target = argmax(to_tensor(y_true), { axis: -1 }) as Tensor
    const output = to_tensor(y_pred)
    return class_matches(target, output)
  })
}

/** 1 where the best class is the true one. `y_true` holds integers. Source: keras.metrics.sparse_categorical_accuracy. */
export function sparse_categorical_accuracy(y_true: TensorLike, y_pred: TensorLike): Tensor {
  return scoped(() => {
    const matches = class_matches(to_tensor(y_true), to_tensor(y_pred))
    const rank = matches.shape.length
    return rank > 1 && matches.shape[rank - 1] === 1 ? (squeeze(matches, -1) as Tensor) : matches
  })
}

function class_matches(given: Tensor, output: Tensor): Tensor {
  const same_rank = given.shape.length === output.shape.length
  const target = same_rank ? (squeeze(given, -1) as Tensor) : given
  const best = cast(argmax(output, { axis: -1 }), tensor_dtype(target)) as Tensor
  const matches = matches_of(target, best)
  return same_rank ? (reshape(matches, given.shape) as Tensor) : matches
}

/** Labels as one list, predictions as rows. */
function as_rows(target: Tensor, output: Tensor): [Tensor, Tensor] {
  const classes = output.shape[output.shape.length - 1]!
  return [
    target.shape.length > 1 ? (reshape(target, [-1]) as Tensor) : target,
    output.shape.length > 2 ? (reshape(output, [-1, classes]) as Tensor) : output,
  ]
}

function top_k_matches(target: Tensor, output: Tensor, k: number): Tensor {
  const [labels, rows] = as_rows(target, output)
  const matches = cast(in_top_k(cast(labels, 'int32'), rows, { k }), floatx())
  return (target.shape.length > 1 ? reshape(matches, target.shape) : matches) as Tensor
}

/** 1 where the true class is among the `k` best. `y_true` is one-hot. Source: keras.metrics.top_k_categorical_accuracy. */
export function top_k_categorical_accuracy(y_true: TensorLike, y_pred: TensorLike, { k = 5 }: { k?: number } = {}): Tensor {
  return scoped(() => top_k_matches(argmax(to_tensor(y_true), { axis: -1 }) as Tensor, to_tensor(y_pred), k))
}

/**
 * 1 where the true class is among the `k` best. `y_true` holds integers; with `from_sorted_ids`, `y_pred` holds class ids, best first.
 * Source: keras.metrics.sparse_top_k_categorical_accuracy.
 */
export function sparse_top_k_categorical_accuracy(
  y_true: TensorLike,
  y_pred: TensorLike,
  { k = 5, from_sorted_ids = false }: { k?: number; from_sorted_ids?: boolean } = {},
): Tensor {
  return scoped(() => {
    const target = to_tensor(y_true)
    const output = to_tensor(y_pred)
    if (!from_sorted_ids) return top_k_matches(target, output, k)
    const [labels, rows] = as_rows(target, output)
    const best = take(
      rows,
      Array.from({ length: Math.min(k, rows.shape[1]!) }, (_, i) => i),
      { axis: 1 },
    ) as Tensor
    const hits = any(equal(expand_dims(cast(labels, tensor_dtype(best)), 1), best), { axis: 1 })
    const matches = cast(hits, floatx())
    return (target.shape.length > 1 ? reshape(matches, target.shape) : matches) as Tensor
  })
}

/** How often predictions equal labels. Source: keras.metrics.Accuracy. */
export class Accuracy extends NamedMetric {
  static override class_name = 'Accuracy'
  constructor(config?: MetricConfig) {
    super(accuracy, config, { name: 'accuracy' })
  }
}

export interface BinaryAccuracyConfig extends MetricConfig {
  /** From where on a prediction is 1. Default 0.5. */
  threshold?: number | null
}

/** How often thresholded predictions equal labels. Source: keras.metrics.BinaryAccuracy. */
export class BinaryAccuracy extends NamedMetric {
  static override class_name = 'BinaryAccuracy'
  declare readonly threshold: number
  constructor(config?: BinaryAccuracyConfig) {
    super(binary_accuracy, config, { name: 'binary_accuracy', threshold: 0.5 })
  }
}

/** How often the best class is the true one, labels one-hot. Source: keras.metrics.CategoricalAccuracy. */
export class CategoricalAccuracy extends NamedMetric {
  static override class_name = 'CategoricalAccuracy'
  constructor(config?: MetricConfig) {
    super(categorical_accuracy, config, { name: 'categorical_accuracy' })
  }
}

/** How often the best class is the true one, labels integers. Source: keras.metrics.SparseCategoricalAccuracy. */
export class SparseCategoricalAccuracy extends NamedMetric {
  static override class_name = 'SparseCategoricalAccuracy'
  constructor(config?: MetricConfig) {
    super(sparse_categorical_accuracy, config, { name: 'sparse_categorical_accuracy' })
  }
}

export interface TopKConfig extends MetricConfig {
  /** Default 5. */
  k?: number
}

/** How often the true class is among the `k` best, labels one-hot. Source: keras.metrics.TopKCategoricalAccuracy. */
export class TopKCategoricalAccuracy extends NamedMetric {
  static override class_name = 'TopKCategoricalAccuracy'
  declare readonly k: number
  constructor(config?: TopKConfig) {
    super(top_k_categorical_accuracy, config, { name: 'top_k_categorical_accuracy', k: 5 })
  }
}

/** How often the true class is among the `k` best, labels integers. Source: keras.metrics.SparseTopKCategoricalAccuracy. */
export class SparseTopKCategoricalAccuracy extends NamedMetric {
  static override class_name = 'SparseTopKCategoricalAccuracy'
  declare readonly k: number
  declare readonly from_sorted_ids: boolean
  constructor(config?: TopKConfig & { from_sorted_ids?: boolean }) {
    super(sparse_top_k_categorical_accuracy, config, { name: 'sparse_top_k_categorical_accuracy', k: 5, from_sorted_ids: false })
  }

  override get_config(): Record<string, unknown> {
    const { from_sorted_ids, ...config } = super.get_config()
    return from_sorted_ids ? { ...config, from_sorted_ids } : config
  }
}
