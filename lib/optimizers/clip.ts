import type { Tensor } from '@tensorflow/tfjs-core'
import { add, clip, divide, maximum, minimum, multiply, sqrt, square, subtract, sum } from '../ops/numpy'

/** What limits gradients: at most one is set. */
export interface ClipSettings {
  clipnorm: number | null
  global_clipnorm: number | null
  clipvalue: number | null
}

/** The root of the sum of all squares. */
export function global_norm(tensors: readonly Tensor[]): Tensor {
  const parts = tensors.map((tensor) => sum(square(tensor)) as Tensor)
  return sqrt(parts.reduce((a, b) => add(a, b) as Tensor)) as Tensor
}

function clip_by_norm(gradient: Tensor, limit: number): Tensor {
  return divide(multiply(gradient, limit), maximum(sqrt(sum(square(gradient))), limit)) as Tensor
}

/** Scales all by one factor; a norm that is not finite makes everything NaN. */
function clip_by_global_norm(grads: readonly Tensor[], limit: number): Tensor[] {
  const norm = global_norm(grads)
  const scale = add(multiply(minimum(divide(1, norm), 1 / limit), limit), subtract(norm, norm))
  return grads.map((gradient) => multiply(gradient, scale) as Tensor)
}

/** The gradients within the limits. */
export function clip_gradients(grads: Tensor[], { clipnorm, global_clipnorm, clipvalue }: ClipSettings): Tensor[] {
  if (clipnorm !== null && clipnorm > 0) return grads.map((gradient) => clip_by_norm(gradient, clipnorm))
  if (global_clipnorm !== null && global_clipnorm > 0) return clip_by_global_norm(grads, global_clipnorm)
  if (clipvalue !== null && clipvalue > 0) return grads.map((gradient) => clip(gradient, -clipvalue, clipvalue) as Tensor)
  return grads
}
