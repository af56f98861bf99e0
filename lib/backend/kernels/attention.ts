import type { Tensor } from '@tensorflow/tfjs-core'
import { engine } from '../engine'
import { values_at_hand } from '../values_at_hand'

/** What attention needs beside its tensors. */
export interface AttentionAttributes {
  scale: number
  is_causal: boolean
}

/**
 * `softmax(query . key * scale) . value` of float32 tensors `[batch, length, heads, size]` in one kernel; `allowed` holds booleans that broadcast to
 * `[batch, heads, rows, columns]`. Null where something is recorded, or where the backend has no such kernel or a faster way.
 */
export function run_attention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  allowed: Tensor | null,
  { scale, is_causal }: AttentionAttributes,
): Tensor | null {
  const core = engine()
  if (!values_at_hand() || core.isTapeOn()) return null
  const [batch, rows, heads, size] = query.shape as [number, number, number, number]
  const [, columns, own_heads] = value.shape as [number, number, number]
  if (key.shape.join() !== [batch, columns, own_heads, size].join() || value.shape[0] !== batch) return null
  const fits = (d: number, axis: number): boolean => d === 1 || d === [batch, heads, rows, columns][axis]
  if (allowed !== null && (allowed.shape.length !== 4 || !allowed.shape.every(fits))) return null
  if (query.size === 0 || value.size === 0 || heads % own_heads !== 0) return null
  return core.runKernel('KerasAttention', { query, key, value, allowed: allowed ?? undefined }, { scale, is_causal })
}
