import type { ObjectForm } from '../common/serialized'
import { is_plain_object } from '../common/tree'

/** A layer of a graph config with its calls. */
export type LayerForm = ObjectForm & { inbound_nodes?: unknown[] }

/** Where a symbolic tensor comes from, or null for other values. */
function place_of(value: unknown): unknown[] | null {
  if (!is_plain_object(value) || value.class_name !== '__keras_tensor__') return null
  return (value.config as { keras_history: unknown[] }).keras_history
}

/** True for values that mean themselves in both forms: they hold neither tensors nor objects. */
function is_plain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(is_plain)
  if (is_plain_object(value)) return !('class_name' in value) && Object.values(value).every(is_plain)
  return true
}

/** A call as `[[name, node, tensor, kwargs], ...]`, or null when it has no such form. */
function listed(node: unknown): unknown[] | null {
  const { args, kwargs } = node as { args: unknown[]; kwargs: Record<string, unknown> }
  if (args.length !== 1) return null
  const places = (Array.isArray(args[0]) ? args[0] : [args[0]]).map(place_of)
  if (places.length === 0 || places.includes(null)) return null
  const keywords: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(kwargs)) {
    const place = place_of(value)
    if (place === null && !is_plain(value)) return null
    if (value !== null) keywords[key] = place ?? value
  }
  return places.map((place) => [...place!, keywords])
}

const is_model = ({ config }: LayerForm): boolean => is_plain_object(config) && Array.isArray(config.layers)
const is_op = ({ module }: LayerForm): boolean => typeof module === 'string' && module.startsWith('keras.src.ops.')

/** The calls of each layer: as lists, which Keras 2 and 3 read, when all of them can be written so and mean the same to both; else as they are. */
export function legacy_nodes(layers: readonly LayerForm[]): unknown[][] {
  const present = layers.map(({ inbound_nodes }) => inbound_nodes ?? [])
  if (layers.some((layer) => is_model(layer) || is_op(layer))) return present
  const lists = present.map((nodes) => nodes.map(listed))
  return lists.flat().includes(null) ? present : (lists as unknown[][])
}
