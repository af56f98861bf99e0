import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../common/errors'
import { is_class } from '../common/objects'
import { get_registered_object } from '../common/registry'
import { repr } from '../common/text'
import { binary_crossentropy, categorical_crossentropy, sparse_categorical_crossentropy } from '../losses/crossentropy'
import { get as get_loss_object } from '../losses/get'
import { Loss } from '../losses/loss'
import { LossFunctionWrapper } from '../losses/wrapper'
import { BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy } from '../metrics/accuracy'
import { get as get_metric_object, metric_table } from '../metrics/get'
import { Metric } from '../metrics/metric'
import { MeanMetricWrapper } from '../metrics/reduction'

/** What targets and outputs of these shapes are: one probability, integer classes, or one-hot classes. */
function kind_of_targets(y_true: Tensor, y_pred: Tensor): 'binary' | 'sparse' | 'one_hot' {
  const last = (tensor: Tensor): number | undefined => tensor.shape[tensor.shape.length - 1]
  if (last(y_pred) === 1) return 'binary'
  return y_true.shape.length < y_pred.shape.length || last(y_true) === 1 ? 'sparse' : 'one_hot'
}

/** A `Loss` of a name, a function or an object; `crossentropy` and `ce` go by the shapes. Null stays null. @throws ValueError, TypeError */
export function resolve_loss(identifier: unknown, y_true: Tensor, y_pred: Tensor): Loss | null {
  if (identifier === null || identifier === undefined) return null
  let found: unknown
  if (typeof identifier === 'string' && ['crossentropy', 'ce'].includes(identifier.toLowerCase())) {
    found = { binary: binary_crossentropy, sparse: sparse_categorical_crossentropy, one_hot: categorical_crossentropy }[
      kind_of_targets(y_true, y_pred)
    ]
  } else {
    found = get_loss_object(identifier)
  }
  if (found instanceof Loss) return found
  const fn = found as (...args: unknown[]) => unknown
  return new LossFunctionWrapper({ fn, name: fn.name || 'loss' })
}

/** A `Metric` of a name, a function or an object; `accuracy` and `acc` go by the shapes. Null stays null. @throws ValueError, TypeError */
export function resolve_metric(identifier: unknown, y_true: Tensor, y_pred: Tensor): Metric | null {
  if (identifier === null || identifier === undefined) return null
  if (typeof identifier === 'string') {
    if (['accuracy', 'acc'].includes(identifier.toLowerCase())) {
      const kind = { binary: BinaryAccuracy, sparse: SparseCategoricalAccuracy, one_hot: CategoricalAccuracy }[
        kind_of_targets(y_true, y_pred)
      ]
      return new kind({ name: identifier })
    }
    const named = get_registered_object(identifier) ?? (Object.hasOwn(metric_table, identifier) ? metric_table[identifier] : null)
    if (named !== null && is_class(named)) {
      const metric = new named({ name: identifier })
      if (metric instanceof Metric) return metric
    }
  }
  const found = get_metric_object(identifier)
  if (found instanceof Metric) return found
  return new MeanMetricWrapper({
    fn: found,
    name: typeof identifier === 'string' ? identifier : (found as { name: string }).name || 'metric',
  })
}

/** True for what may stand for a metric or a loss. */
export function is_function_like(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === 'function' || typeof value === 'string') return true
  return typeof value === 'object' && typeof (value as { class_name?: unknown }).class_name === 'string'
}

/** @throws ValueError when a list holds something else than metrics. */
export function check_function_like(values: readonly unknown[], message: (received: string) => string): void {
  if (!values.every(is_function_like)) throw new ValueError(message(repr(values)))
}
