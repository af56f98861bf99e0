import type { Tensor } from '@tensorflow/tfjs-core'
import { ValueError } from '../../common/errors'
import { repr } from '../../common/text'
import { stop_gradient } from '../../ops/core'
import { relu } from '../../ops/nn/activations'
import { update_moving_average } from '../../ops/nn/moving_average'
import { batch_normalization } from '../../ops/nn/normalization'
import { add, divide, maximum, minimum, multiply, subtract } from '../../ops/numpy/arithmetic'
import { clip, sqrt, square } from '../../ops/numpy/elementwise'
import type { Variable } from '../../variables/variable'
import type { BatchNormalization } from './batch_normalization'

/** Bounds of the correction: of its factor, and of the size of its shift. */
export interface RenormClipping {
  rmax?: number | null
  rmin?: number | null
  dmax?: number | null
}

/** The config keys of batch renormalisation. */
export interface RenormConfig {
  /** Whether batch statistics are corrected towards their averages, as in batch renormalisation. Default false. */
  renorm?: boolean
  renorm_clipping?: RenormClipping | null
  /** Of the averages that the correction uses. Default 0.99. */
  renorm_momentum?: number
}

/** @throws ValueError for unknown keys or bounds that contradict each other. */
export function check_renorm(clipping: RenormClipping | null): RenormClipping {
  const keys = ['rmax', 'rmin', 'dmax']
  const given = clipping ?? {}
  if (Object.keys(given).some((key) => !keys.includes(key))) {
    throw new ValueError(
      `Received invalid keys for \`renorm_clipping\` argument: ${repr(given)}. Supported values: ${repr(keys)}.`,
    )
  }
  const { rmax = null, rmin = null, dmax = null } = given
  if (rmax !== null && rmin !== null && rmax < rmin) {
    throw new ValueError(
      `rmax should be greater than rmin in the \`renorm_clipping\` argument. Received: rmax=${rmax}, rmin=${rmin}.`,
    )
  }
  if (dmax !== null && dmax < 0)
    throw new ValueError(`dmax should be non-negative in the \`renorm_clipping\` argument. Received: dmax=${dmax}.`)
  return given
}

/** Makes the weights that the correction needs: deviations start as the root of the first variance. */
export function renorm_weights(
  layer: BatchNormalization,
  vector: (name: string, trainable: boolean, initializer: unknown) => Variable,
): void {
  const deviation = (shape: number[], options: unknown): Tensor => {
    const variance = layer.moving_variance_initializer(shape, options)
    const result = sqrt(variance)
    variance.dispose()
    return result
  }
  layer.moving_stddev = vector('moving_stddev', false, deviation)
  layer.renorm_mean = vector('renorm_mean', false, layer.moving_mean_initializer)
  layer.renorm_stddev = vector('renorm_stddev', false, deviation)
}

/** Normalises with the statistics of the batch and corrects towards the averages; moves all averages. */
export function renormalized(layer: BatchNormalization, x: Tensor, mean: Tensor, variance: Tensor): Tensor {
  const { epsilon, axis, gamma, beta, renorm_momentum, momentum } = layer
  const { rmin = null, rmax = null, dmax = null } = layer.renorm_clipping ?? {}
  const deviation = stop_gradient(sqrt(add(variance, epsilon)))
  const center = stop_gradient(mean)
  const average_deviation = maximum(layer.renorm_stddev, Math.sqrt(epsilon))
  let r = divide(deviation, average_deviation)
  let d = divide(subtract(center, layer.renorm_mean), average_deviation)
  if (rmin !== null) r = maximum(r, rmin)
  if (rmax !== null) r = minimum(r, rmax)
  if (dmax !== null) d = clip(d, -dmax, dmax)
  const fixed_r = stop_gradient(r)
  const fixed_d = stop_gradient(d)
  const scale = gamma === null ? fixed_r : multiply(fixed_r, gamma)
  const shift = gamma === null ? fixed_d : multiply(fixed_d, gamma)
  const offset = beta === null ? shift : add(shift, beta)
  update_moving_average(layer.renorm_mean, center, renorm_momentum)
  update_moving_average(layer.renorm_stddev, deviation, renorm_momentum)
  update_moving_average(layer.moving_mean, center, momentum)
  update_moving_average(layer.moving_stddev, deviation, momentum)
  layer.moving_variance.assign(relu(subtract(square(layer.moving_stddev), epsilon)))
  return batch_normalization(x, mean, variance, { axis, offset, scale, epsilon })
}
