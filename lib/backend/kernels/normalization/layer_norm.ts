import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../../engine'
import { on_native } from '../../native/backend'
import { values_at_hand } from '../../values_at_hand'

/**
 * Layer normalisation over the last axes, `count` of them, or (not `centered`) division by the root of the mean of squares, in one kernel. `gamma` and `beta` have the shape
 * of those axes. Null where something is recorded or the backend has no such kernel.
 */
export function run_layer_norm(
  x: Tensor,
  count: number,
  gamma: Tensor | null,
  beta: Tensor | null,
  { epsilon, centered }: { epsilon: number; centered: boolean },
): Tensor | null {
  const core = engine()
  if (!(values_at_hand() || on_native()) || core.isTapeOn() || x.size === 0) return null
  const size = x.shape.slice(x.shape.length - count).reduce((a, b) => a * b, 1)
  for (const vector of [gamma, beta]) if (vector !== null && vector.size !== size) return null
  return core.runKernel('KerasLayerNorm', { x, gamma: gamma ?? undefined, beta: beta ?? undefined }, { size, epsilon, centered })
}
