import * as crossentropy from '../losses/crossentropy'
import * as hinges from '../losses/hinge'
import type { MetricConfig } from './metric'
import { NamedMetric } from './reduction'

/** Mean Kullback-Leibler divergence. Source: keras.metrics.KLDivergence. */
export class KLDivergence extends NamedMetric {
  static override class_name = 'KLDivergence'
  constructor(config?: MetricConfig) {
    super(crossentropy.kl_divergence, config, { name: 'kl_divergence' })
  }
}

/** Mean Poisson score. Source: keras.metrics.Poisson. */
export class Poisson extends NamedMetric {
  static override class_name = 'Poisson'
  constructor(config?: MetricConfig) {
    super(crossentropy.poisson, config, { name: 'poisson' })
  }
}

export interface CrossentropyMetricConfig extends MetricConfig {
  /** Whether `y_pred` holds logits. Default false. */
  from_logits?: boolean
  /** Moves the labels towards their mean. Default 0. */
  label_smoothing?: number
}

/** Mean cross-entropy of two classes. Source: keras.metrics.BinaryCrossentropy. */
export class BinaryCrossentropy extends NamedMetric {
  static override class_name = 'BinaryCrossentropy'
  declare readonly from_logits: boolean
  declare readonly label_smoothing: number
  constructor(config?: CrossentropyMetricConfig) {
    super(crossentropy.binary_crossentropy, config, { name: 'binary_crossentropy', from_logits: false, label_smoothing: 0 })
  }
}

/** Mean cross-entropy of one-hot labels. Source: keras.metrics.CategoricalCrossentropy. */
export class CategoricalCrossentropy extends NamedMetric {
  static override class_name = 'CategoricalCrossentropy'
  declare readonly from_logits: boolean
  declare readonly label_smoothing: number
  declare readonly axis: number
  constructor(config?: CrossentropyMetricConfig & { axis?: number }) {
    super(crossentropy.categorical_crossentropy, config, {
      name: 'categorical_crossentropy',
      from_logits: false,
      label_smoothing: 0,
      axis: -1,
    })
  }
}

/** Mean cross-entropy of integer labels. Source: keras.metrics.SparseCategoricalCrossentropy. */
export class SparseCategoricalCrossentropy extends NamedMetric {
  static override class_name = 'SparseCategoricalCrossentropy'
  declare readonly from_logits: boolean
  declare readonly ignore_class: number | null
  declare readonly axis: number
  constructor(config?: MetricConfig & { from_logits?: boolean; ignore_class?: number | null; axis?: number }) {
    super(crossentropy.sparse_categorical_crossentropy, config, {
      name: 'sparse_categorical_crossentropy',
      from_logits: false,
      ignore_class: null,
      axis: -1,
    })
  }
}

/** Mean hinge loss. Source: keras.metrics.Hinge. */
export class Hinge extends NamedMetric {
  static override class_name = 'Hinge'
  constructor(config?: MetricConfig) {
    super(hinges.hinge, config, { name: 'hinge' })
  }
}

/** Mean squared hinge loss. Source: keras.metrics.SquaredHinge. */
export class SquaredHinge extends NamedMetric {
  static override class_name = 'SquaredHinge'
  constructor(config?: MetricConfig) {
    super(hinges.squared_hinge, config, { name: 'squared_hinge' })
  }
}

/** Mean hinge loss of classes. Source: keras.metrics.CategoricalHinge. */
export class CategoricalHinge extends NamedMetric {
  static override class_name = 'CategoricalHinge'
  constructor(config?: MetricConfig) {
    super(hinges.categorical_hinge, config, { name: 'categorical_hinge' })
  }
}
