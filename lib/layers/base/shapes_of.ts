import { unfilled_shape } from '../../backend/meta'
import { is_plain_object } from '../../common/tree'
import type { ShapeNest } from './layer_state'

/** The shapes of the tensors of an argument, in its structure; what is no tensor gives null. Sizes that stand for unknown dimensions come out as null. */
export function shapes_of(value: unknown): ShapeNest {
  if (Array.isArray(value)) return value.map(shapes_of)
  if (is_plain_object(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapes_of(item)]))
  const shape = (value as { shape?: number[] } | null | undefined)?.shape
  return Array.isArray(shape) ? unfilled_shape(shape) : null
}
