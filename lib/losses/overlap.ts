import type { Tensor } from '@tensorflow/tfjs-core'
import { scoped } from '../backend/scope'
import { epsilon } from '../common/config'
import { add, divide, multiply, subtract, sum } from '../ops/numpy'
import type { TensorLike } from '../variables/to_tensor'
import type { LossConfig } from './loss'
import { as_tensors } from './targets'
import { NamedLoss } from './wrapper'

type Axis = number | readonly number[] | null

/** `1 - 2 |a ∩ b| / (|a| + |b|)`, over `axis` or all. Source: keras.losses.dice. */
export function dice(y_true: TensorLike, y_pred: TensorLike, { axis = null }: { axis?: Axis } = {}): Tensor {
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    const common = sum(multiply(target, output), { axis })
    const total = add(add(sum(target, { axis }), sum(output, { axis })), epsilon())
    return subtract(1, divide(multiply(common, 2), total)) as Tensor
  })
}

/** Like `dice`, with weights for what `y_pred` misses (`alpha`) and what it has too much (`beta`). Source: keras.losses.tversky. */
export function tversky(
  y_true: TensorLike,
  y_pred: TensorLike,
  { alpha = 0.5, beta = 0.5, axis = null }: { alpha?: number; beta?: number; axis?: Axis } = {},
): Tensor {
  return scoped(() => {
    const [target, output] = as_tensors(y_true, y_pred)
    const common = sum(multiply(target, output), { axis })
    const missed = sum(multiply(subtract(1, output), target), { axis })
    const surplus = sum(multiply(output, subtract(1, target)), { axis })
    const total = add(add(common, add(multiply(missed, alpha), multiply(surplus, beta))), epsilon())
    return subtract(1, divide(common, total)) as Tensor
  })
}

/** Dice loss. Source: keras.losses.Dice. */
export class Dice extends NamedLoss {
  static override class_name = 'Dice'
  declare readonly axis: Axis
  constructor(config?: LossConfig & { axis?: Axis }) {
    super(dice, config, { name: 'dice', axis: null })
  }
}

/** Tversky loss. Source: keras.losses.Tversky. */
export class Tversky extends NamedLoss {
  static override class_name = 'Tversky'
  declare readonly alpha: number
  declare readonly beta: number
  declare readonly axis: Axis
  constructor(config?: LossConfig & { alpha?: number; beta?: number; axis?: Axis }) {
    super(tversky, config, { name: 'tversky', alpha: 0.5, beta: 0.5, axis: null })
  }
}
