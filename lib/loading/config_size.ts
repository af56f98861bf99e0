import { ModelFormatError } from '../common/errors'
import { is_nested, is_plain_object } from '../common/tree'
import type { Budget } from '../formats/limits'
import { config_path } from './config_path'

/** Forms whose `value` is a constant: its numbers are counted as bytes, not as objects. */
const constants = new Set<unknown>(['__numpy__', '__tensor__'])

/** The most axes that a shape or a constant may have. */
const most_axes = 64

/**
 * Counts what a config holds before anything is made of it: its depth, its values, and the sizes of its constants. Does not recurse.
 * @throws ModelFormatError of kind `limit`.
 */
export function measure_config(config: unknown, budget: Budget): void {
  const waiting: { node: unknown; depth: number; axes: number }[] = [{ node: config, depth: 0, axes: -1 }]
  if (!is_nested(config)) return
  const deepest = budget.limits.depth
  const too_many_axes = (node: unknown): never => {
    throw new ModelFormatError('limit', 'limit-exceeded', `More than ${most_axes} axes.`, { path: config_path(config, node) })
  }
  while (waiting.length > 0) {
    const { node, depth, axes } = waiting.pop()!
    if (depth > deepest) budget.check_depth(depth, config_path(config, node))
    const keys = Object.keys(node as object)
    if (axes < 0) budget.spend_objects(keys.length)
    else {
      budget.spend_bytes(8 * keys.length)
      if (axes > most_axes) too_many_axes(node)
    }
    const holds_constant = is_plain_object(node) && constants.has(node.class_name)
    for (const key of keys) {
      const child = (node as Record<string, unknown>)[key]
      if (!is_nested(child)) continue
      if (key.endsWith('shape') && Array.isArray(child) && child.length > most_axes) too_many_axes(child)
      waiting.push({ node: child, depth: depth + 1, axes: axes >= 0 ? axes + 1 : holds_constant && key === 'config' ? 0 : -1 })
    }
  }
}
